package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.TextSample;
import org.retrograde.reports.record.TextSamples;

/** What networks have written. */
final class TextSampleSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(TextSamples.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<TextSample> samples = record.results().all(TextSamples.class);
    return samples.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content(
                "samples",
                "Samples",
                "What do the trained networks write?",
                samples.stream().map(TextSampleSection::block).toList()));
  }

  private static Block block(TextSample sample) {
    String words =
        "%s, width %d, seed %d, drawn at a temperature of %s"
            .formatted(
                sample.arm(), sample.width(), sample.seed(), Numbers.figure(sample.temperature()));
    if (sample.divergence() != null) {
      return new Block.Paragraph(words + ": its training diverged, " + sample.divergence());
    }
    return new Block.Passage(words, sample.prompt(), sample.text());
  }
}

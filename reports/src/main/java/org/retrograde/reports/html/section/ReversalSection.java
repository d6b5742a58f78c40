package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunRecord;

/** The hashes that show whether training came back to its start. */
final class ReversalSection implements Section {

  @Override
  public Part part() {
    return Part.COST;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(ReversalProof.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(ReversalProof.class).map(ReversalSection::section);
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    return record.results().find(ReversalProof.class).map(ReversalSection::keyFigure).stream()
        .toList();
  }

  private static KeyFigure keyFigure(ReversalProof proof) {
    KeyFigure figure =
        new KeyFigure(
            "Reversal",
            proof.exact() ? "exact" : "not exact",
            proof.exact()
                ? String.format(Locale.ROOT, "every bit came back over %,d steps", proof.steps())
                : String.format(
                    Locale.ROOT, "the start did not come back over %,d steps", proof.steps()),
            Tone.of(proof.exact()));
    return proof.exact() ? figure.asSpare() : figure; // what is as it should be makes room
  }

  private static Content section(ReversalProof proof) {
    String heading =
        proof.exact()
            ? "Run backward, training returned every bit of its start"
            : "Run backward, training did NOT return to its start";
    Table hashes =
        new Table(
            "Hashes of the state",
            List.of("state", "hash"),
            List.of(
                row("at the start", proof.startHash(), Tone.PLAIN),
                row("after " + proof.steps() + " steps", proof.endHash(), Tone.PLAIN),
                row("after the replay", proof.returnedHash(), Tone.of(proof.exact()))));
    return new Content(
        "reversal", "Reversal", heading, List.of(new Block.Paragraph(words(proof)), hashes));
  }

  private static List<Cell> row(String name, String hash, Tone tone) {
    return List.of(Cell.text(name), Cell.code(hash).toned(tone));
  }

  private static String words(ReversalProof proof) {
    List<String> sentences = new ArrayList<>();
    if (!proof.description().isBlank()) {
      sentences.add(proof.description());
    }
    sentences.add(
        proof.exact()
            ? String.format(
                Locale.ROOT,
                "The first and the last hash below are equal, and so were all %,d compared on the"
                    + " way back.",
                proof.windowsCompared())
            : String.format(
                Locale.ROOT,
                "%,d intermediate hashes were compared on the way back; do not trust the"
                    + " hypergradients of this run.",
                proof.windowsCompared()));
    Double control = proof.plainDoubleError();
    if (control != null) {
      sentences.add(
          "The control, the same round trip in plain doubles, came back with an error of up to "
              + Numbers.figure(control)
              + (control > 0 ? ": ordinary arithmetic does not survive it." : "."));
    }
    return String.join(" ", sentences);
  }
}

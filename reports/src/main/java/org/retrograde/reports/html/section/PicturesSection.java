package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.Pictures;
import org.retrograde.reports.record.RunRecord;

/** What was tuned that is a picture: learned images, penalties of the weights behind pixels. */
final class PicturesSection implements Section {

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Pictures.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<PictureSet> sets = record.results().all(Pictures.class);
    if (sets.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    for (PictureSet set : sets) {
      PictureShades shades = PictureShades.of(set);
      blocks.add(
          new Block.Pictures(
              set.name(),
              words(set, shades),
              set.pictures().stream()
                  .map(picture -> new Block.Pictures.One(picture.label(), shades.png(picture)))
                  .toList()));
    }
    return Optional.of(new Content("pictures", "Pictures", "What does it look like?", blocks));
  }

  private static String words(PictureSet set, PictureShades shades) {
    String ends =
        "Dark is %s, bright is %s"
            .formatted(Numbers.figure(shades.least()), Numbers.figure(shades.most()));
    return ends
        + (set.logarithmic() ? "; equal steps are equal factors." : ".")
        + " All pictures share one scale, which leaves out the outermost percent.";
  }
}

package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.RunRecord;

/** What was tuned that is a picture: learned images, penalties of the weights behind pixels. */
final class PicturesSection {

  private PicturesSection() {}

  static Optional<Section> of(RunRecord record) {
    List<PictureSet> sets = record.results().pictures();
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
    return Optional.of(new Section("pictures", "Pictures", "What does it look like?", blocks));
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

package org.retrograde.experiments.init;

import java.nio.file.Path;
import java.util.List;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.ImageSurvey;

/** Proposes an experiment on a folder of images, one folder a class. */
final class ImagesProposal {

  /** A side that a network of a first experiment reads in seconds. */
  private static final int LARGEST_SIDE = 32;

  private final ImageSurvey survey;
  private final int side;

  /**
   * Looks at a folder.
   *
   * @throws DataException if there is no image, or one cannot be read
   */
  ImagesProposal(Path folder) {
    survey = ImageSurvey.of(folder);
    side = Math.min(LARGEST_SIDE, survey.side());
  }

  /**
   * Returns the proposal.
   *
   * @param shown what the config calls the folder
   */
  Proposal propose(String shown) {
    return new Proposal(
        "%d images in %d folders".formatted(survey.images(), survey.classes()),
        List.of(
            new Proposal.Line("source", "images", ""),
            new Proposal.Line("folder", TableProposal.text(shown), "one folder a class"),
            new Proposal.Line("side", String.valueOf(side), "pixels, to which all are scaled"),
            survey.coloured()
                ? new Proposal.Line("channels", "3", "red, green and blue; 1 for grey")
                : new Proposal.Line("channels", "1", "grey; 3 for red, green and blue")),
        survey.images(),
        0,
        true,
        false,
        List.of(
            "%d classes".formatted(survey.classes()),
            "%s, scaled to %d x %d"
                .formatted(survey.coloured() ? "in colour" : "in grey", side, side)));
  }
}

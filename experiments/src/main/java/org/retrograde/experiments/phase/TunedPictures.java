package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.hyperparameter.Penalty;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.TrainingInputs;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.PictureSet.Picture;

/**
 * What was tuned that is a picture, where the data are images and square: training inputs, one
 * picture a row, and penalties of the first layer's weights, one picture a unit.
 */
final class TunedPictures {

  /** Beyond this many, a report shows the first ones. */
  private static final int MOST = 50;

  private final Workbench bench;
  private final RunSettings tuned;
  private final int side;

  private TunedPictures(Workbench bench, RunSettings tuned, int side) {
    this.bench = bench;
    this.tuned = tuned;
    this.side = side;
  }

  static List<PictureSet> of(TrainingProblem problem, RunSettings tuned) {
    if (!(problem instanceof Workbench bench)) {
      return List.of(); // what is not a network has no pictures
    }
    if (!(bench.shape() instanceof InputShape.Image image)
        || image.height() != image.width()
        || image.channels() != 1) {
      return List.of();
    }
    TunedPictures pictures = new TunedPictures(bench, tuned, image.height());
    List<PictureSet> sets = new ArrayList<>();
    for (HyperparameterConfig config : bench.config().tunedHyperparameters()) {
      if (config.name() instanceof TrainingInputs) {
        sets.add(pictures.inputs());
      } else if (config.name() instanceof Penalty && config.per() == Per.PARAMETER) {
        pictures.penalties().ifPresent(sets::add);
      }
    }
    return sets;
  }

  private PictureSet inputs() {
    double[] inputs = tuned.lossParameter(LossParameter.TRAINING_INPUTS);
    double[] targets = bench.training().targets().toArray();
    int classes = bench.training().targets().cols();
    int features = side * side;
    List<Picture> pictures =
        IntStream.range(0, Math.min(MOST, bench.training().rows()))
            .mapToObj(
                row ->
                    new Picture(
                        "label " + label(targets, row, classes),
                        Arrays.stream(inputs, row * features, (row + 1) * features)
                            .boxed()
                            .toList()))
            .toList();
    return new PictureSet("Tuned training inputs", side, side, false, pictures);
  }

  private static int label(double[] targets, int row, int classes) {
    return IntStream.range(0, classes)
        .filter(c -> targets[row * classes + c] == 1)
        .findFirst()
        .orElse(-1);
  }

  /** Of the first weights that have a row a pixel, if there are any. */
  private Optional<PictureSet> penalties() {
    List<Parameter> parameters = bench.layout().parameters();
    return IntStream.range(0, parameters.size())
        .filter(g -> parameters.get(g).role().isWeight())
        .filter(g -> parameters.get(g).group().rows() == side * side)
        .boxed()
        .findFirst()
        .map(g -> penalties(parameters.get(g), tuned.l2PerParameter().get(g), side));
  }

  private static PictureSet penalties(Parameter weights, double[] penalties, int side) {
    int units = weights.group().cols();
    String unit = weights.role().isReadout() ? "class " : "unit ";
    List<Picture> pictures =
        IntStream.range(0, Math.min(MOST, units))
            .mapToObj(
                k ->
                    new Picture(
                        unit + k,
                        IntStream.range(0, side * side)
                            .mapToObj(pixel -> penalties[pixel * units + k])
                            .toList()))
            .toList();
    return new PictureSet(
        "Tuned L2 penalties of the weights of " + weights.name(), side, side, true, pictures);
  }
}

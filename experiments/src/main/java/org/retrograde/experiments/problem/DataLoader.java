package org.retrograde.experiments.problem;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ClassWeights;
import org.retrograde.experiments.config.DataConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FashionMnist;
import org.retrograde.models.data.FeatureScaling;
import org.retrograde.models.data.IdxReader;
import org.retrograde.models.data.ImageFolder;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.MadeTraining;
import org.retrograde.models.data.Mnist;
import org.retrograde.models.data.RowCounts;
import org.retrograde.models.data.Splits;
import org.retrograde.models.data.SyntheticData;
import org.retrograde.models.data.Text;
import org.retrograde.models.npz.NpzReader;
import org.retrograde.models.table.TableReader;
import org.retrograde.models.table.TableSplits;
import org.retrograde.models.table.TargetKind;

/** Loads the data that a config names. */
public final class DataLoader {

  private DataLoader() {}

  /**
   * Loads and splits.
   *
   * @throws org.retrograde.models.data.DataException if a file cannot be used
   */
  public static DataSplits load(ExperimentConfig config) {
    DataSplits loaded = source(config);
    if (!(loaded.shape() instanceof InputShape.Token)) {
      requireLabels(loaded);
    }
    if (loaded.train().hasNumbers() && config.model().loss() != Loss.SQUARED_ERROR) {
      throw new DataException(
          ("the labels are numbers to predict, for which model.loss is %s, got %s; if they are"
                  + " names of classes, say data.target: classes")
              .formatted(Loss.SQUARED_ERROR.word(), config.model().loss().word()));
    }
    Double noise = config.data().trainNoise();
    DataSplits splits =
        noise == null
            ? loaded
            : new MadeTraining(
                    Seeds.of(config.seed(), "made rows", 0), noise, scaling(config.data()))
                .instead(loaded);
    ClassWeights weights = config.data().classWeights();
    if (weights != null) {
      weights.factors(splits.train()); // refuses what does not fit these classes
    }
    return splits;
  }

  /** Labels that cannot be right are of files, and a header that was read as data spoils them. */
  private static void requireLabels(DataSplits loaded) {
    try {
      Labels.require(loaded);
    } catch (DataException e) {
      LabeledData train = loaded.train();
      String files = String.join(", ", train.sources().keySet());
      String remarks =
          train.remarks().stream()
              .filter(remark -> remark.contains("data.header"))
              .map(remark -> "\n" + remark)
              .collect(Collectors.joining());
      throw new DataException((files.isEmpty() ? "" : files + ": ") + e.getMessage() + remarks, e);
    }
  }

  private static DataSplits source(ExperimentConfig config) {
    DataConfig data = config.data();
    if (data instanceof DataConfig.Mnist mnist) {
      Mnist all = Mnist.load();
      return Splits.with(scaling(data))
          .of(shuffled(all.train(), mnist.shuffleSeed()), all.test(), data.counts());
    }
    if (data instanceof DataConfig.FashionMnist fashion) {
      Path folder = fashion.folder() == null ? FashionMnist.FOLDER : fashion.folder();
      FashionMnist all = FashionMnist.load(folder);
      return Splits.with(scaling(data))
          .of(shuffled(all.train(), fashion.shuffleSeed()), all.test(), data.counts());
    }
    if (data instanceof DataConfig.Images images) {
      return ImageFolder.read(images.folder(), images.testFolder(), images.form())
          .split(Splits.with(scaling(data)), data.counts(), images.shuffleSeed());
    }
    if (data instanceof DataConfig.Npz npz) {
      TargetKind target = npz.target() == null ? TargetKind.AUTO : npz.target();
      return NpzReader.read(npz.file(), npz.names(), target)
          .split(Splits.with(scaling(data)), data.counts(), npz.shuffleSeed());
    }
    if (data instanceof DataConfig.Idx idx) {
      return Splits.with(scaling(data))
          .of(
              shuffled(IdxReader.read(idx.trainImages(), idx.trainLabels()), idx.shuffleSeed()),
              IdxReader.read(idx.testImages(), idx.testLabels()),
              data.counts());
    }
    if (data instanceof DataConfig.Table table) {
      DataSplits rows =
          new TableSplits(data.counts(), table.shuffleSeed(), scaling(data))
              .of(TableReader.read(table.files(), table.settings()));
      return rows.shaped(shape(table.shape(), rows.features()));
    }
    if (data instanceof DataConfig.Kjv kjv) {
      return windows(Text.kjv(), kjv.window(), data.counts());
    }
    if (data instanceof DataConfig.Text text) {
      return windows(
          Text.read(text.file(), text.tokens().orElseThrow()), text.window(), data.counts());
    }
    DataConfig.Synthetic synthetic = (DataConfig.Synthetic) data;
    return new SyntheticData(config.seed(), synthetic.features(), synthetic.classes())
        .splits(data.counts(), scaling(data))
        .shaped(shape(synthetic.shape(), synthetic.features()));
  }

  /** Returns what rows are that a config may call images. */
  private static InputShape shape(@Nullable List<Integer> given, int features) {
    if (given == null) {
      return new InputShape.Features(features);
    }
    int channels = given.size() == 2 ? 1 : given.get(2);
    double numbers = (double) given.get(0) * given.get(1) * channels;
    if (numbers != features) {
      throw new DataException(
          "data.shape %s is of %.0f numbers, but rows have %d features"
              .formatted(given, numbers, features));
    }
    return new InputShape.Image(given.get(0), given.get(1), channels);
  }

  /** Splits a text into pieces, each at least a window. */
  private static DataSplits windows(Text text, @Nullable Integer given, RowCounts counts) {
    int window = given == null ? DataConfig.WINDOW : given;
    int least = Math.min(counts.train(), Math.min(counts.validation(), counts.test()));
    if (least < window) {
      throw new DataException(
          ("a part of %d tokens is shorter than a window of %d (data.window); give data.train,"
                  + " data.validation and data.test more")
              .formatted(least, window));
    }
    return Splits.with(FeatureScaling.NONE).of(text.windows(window), counts);
  }

  private static FeatureScaling scaling(DataConfig data) {
    if (data.standardizes()) {
      return FeatureScaling.STANDARDIZED;
    }
    return data.centre() ? FeatureScaling.CENTRED : FeatureScaling.NONE;
  }

  private static LabeledData shuffled(LabeledData data, @Nullable Long seed) {
    return seed == null ? data : data.shuffled(seed);
  }
}

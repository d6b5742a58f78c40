package org.retrograde.experiments.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.Suggestion;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.Mnist;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.UnitTransformer;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.optimizer.SgdSai;
import org.retrograde.reversible.trajectory.TrajectorySetup;
import org.retrograde.reversible.word.Catalogue;

/** What the schema cannot say: how values of different sections must fit each other. */
final class CrossChecks {

  /** The sections of this program that ask for something to be run. */
  private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[^/ ]+.*");

  private static final List<String> PARTS =
      List.of(
          "grid",
          "reversal",
          "tune",
          "search",
          "transfer",
          "judge",
          "mean-hypergradient",
          "landscape",
          "sweep",
          "ablations");

  private static final String AVERAGE = "training.average";

  /** Coefficients by which positions or moments decay by ratios of 24 bits. */
  private static final List<Coefficient> BY_LONG_RATIOS =
      List.of(Coefficient.WEIGHT_DECAY, Coefficient.AVERAGING);

  private static final int LEAST_BITS_OF_LONG_RATIOS = 36;

  private final ConfigTree tree;

  private CrossChecks(ConfigTree tree) {
    this.tree = tree;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    checkTraining(tree);
    CrossChecks checks = new CrossChecks(tree);
    checks.arms();
    checks.average();
    checks.transfer();
    checks.hidden();
    checks.sweep();
    checks.strategy();
    checkRun(tree);
    checks.lastSteps();
    checks.search();
    checks.objectives();
    checks.landscape();
    requireArm(tree, "tune.start");
    TuneChecks.check(tree);
    Judging.check(tree);
    PublishedChecks.check(tree);
  }

  /** Reports to {@code tree} whatever does not fit in data, model and training alone. */
  static void checkTraining(ConfigTree tree) {
    CrossChecks checks = new CrossChecks(tree);
    checks.batch();
    checks.mnistRows();
    checks.layerRates();
    checks.ofCrossEntropy();
    checks.unitScaled();
    checks.averageOfMeans();
    CoefficientChecks.check(tree);
    DataKeyChecks.check(tree);
    SizeBounds.check(tree);
  }

  /** Reports products that the device or the precision does not have, and too few bits. */
  static void checkRun(ConfigTree tree) {
    checkProducts(tree);
    checkTracking(tree);
    new CrossChecks(tree).fractionBits();
  }

  private static void checkTracking(ConfigTree tree) {
    tree.text("run.mlflow")
        .filter(address -> !WEB_ADDRESS.matcher(address).matches())
        .ifPresent(
            address ->
                tree.report(
                    "run.mlflow",
                    "must be the address of a server, such as http://localhost:5000, got \"%s\""
                        .formatted(address)));
  }

  /** A thousand times the digits that decays leave, 2^16 or 2^24 units, are to be below 1. */
  private void fractionBits() {
    boolean decays =
        optimizer()
            .map(Optimizer::coefficients)
            .filter(read -> !Collections.disjoint(read, BY_LONG_RATIOS))
            .isPresent();
    int least = decays ? LEAST_BITS_OF_LONG_RATIOS : TrajectorySetup.LEAST_BITS;
    tree.number("run.fraction-bits")
        .filter(bits -> bits > 0 && bits < least)
        .ifPresent(
            bits ->
                tree.report(
                    "run.fraction-bits",
                    ("must be 0, for the optimizer's own, or at least %d, or digits that decays"
                            + " leave would show in the weights")
                        .formatted(least)));
  }

  private static void checkProducts(ConfigTree tree) {
    tree.text("run.products")
        .flatMap(Catalogue.of(Products.class)::find)
        .ifPresent(products -> checkProducts(tree, products));
  }

  private static void checkProducts(ConfigTree tree, Products products) {
    tree.text("run.device")
        .flatMap(Devices.ALL::find)
        .filter(device -> !device.products().contains(products))
        .ifPresent(
            device ->
                tree.report(
                    "run.products",
                    "device %s has no products in %s; use %s, or run.device %s"
                        .formatted(
                            device.word(),
                            products.word(),
                            Products.FLOAT32.word(),
                            devicesWith(products))));
    tree.text("run.precision")
        .filter(precision -> products.needsFloat32())
        .filter(Precision.FLOAT64.word()::equals)
        .ifPresent(
            precision ->
                tree.report(
                    "run.products",
                    "%s is for run.precision float32, got float64; doubles are multiplied as doubles"
                        .formatted(products.word())));
  }

  private static String devicesWith(Products products) {
    return Devices.ALL.all().stream()
        .filter(device -> device.products().contains(products))
        .map(DeviceProvider::word)
        .collect(Collectors.joining(" or "));
  }

  /** Reports a name at {@code path} that is no arm, unless the arms themselves are unsound. */
  static void requireArm(ConfigTree tree, String path) {
    List<String> arms = tree.keys("arms");
    tree.text(path)
        .filter(name -> tree.has("arms") && !arms.contains(name))
        .ifPresent(
            name ->
                tree.report(
                    path, "there is no arm '" + name + "'" + Suggestion.orList(name, arms)));
  }

  private void batch() {
    tree.number("training.batch")
        .flatMap(batch -> tree.number("data.train").filter(rows -> batch > rows))
        .ifPresent(
            rows ->
                tree.report(
                    "training.batch",
                    "must be at most data.train (%d), got %s"
                        .formatted(rows.intValue(), tree.at("training.batch"))));
  }

  private void mnistRows() {
    tree.text("data.source")
        .map(source -> Map.of("mnist", "MNIST", "fashion-mnist", "Fashion-MNIST").get(source))
        .ifPresent(this::mnistRows);
  }

  private void mnistRows(String name) {
    double train = tree.number("data.train").orElse(0.0);
    double validation = tree.number("data.validation").orElse(0.0);
    if (train + validation > Mnist.TRAIN_ROWS) {
      tree.report(
          train > Mnist.TRAIN_ROWS ? "data.train" : "data.validation",
          "%s has %d rows for training and validation together, got %.0f + %.0f"
              .formatted(name, Mnist.TRAIN_ROWS, train, validation));
    }
    if (tree.number("data.test").orElse(0.0) > Mnist.TEST_ROWS) {
      tree.report(
          "data.test",
          "%s has %d test rows, got %s".formatted(name, Mnist.TEST_ROWS, tree.at("data.test")));
    }
  }

  private void arms() {
    if (tree.has("arms.tuned")) {
      tree.report(
          "arms.tuned", "the name 'tuned' is taken by the result of tuning; choose another");
    }
  }

  /** A mean has to be of positions. */
  private void averageOfMeans() {
    if (isAveraged()) {
      optimizer()
          .filter(rule -> rule.coefficients().contains(Coefficient.AVERAGING))
          .map(Optimizer::word)
          .ifPresent(
              optimizer ->
                  tree.report(
                      AVERAGE,
                      "optimizer %s is judged by a mean of its own; remove it"
                          .formatted(optimizer)));
    }
  }

  private boolean isAveraged() {
    return tree.word(AVERAGE).filter(word -> !word.equals(new LastIterate().word())).isPresent();
  }

  /** A mean has to be of the end. */
  private void average() {
    if (!isAveraged()) {
      return;
    }
    Sections.ALL.words().stream()
        .filter(tree.root()::has)
        .forEach(
            section ->
                tree.report(
                    AVERAGE,
                    "section %s judges runs in its own way, without averages; remove one of both"
                        .formatted(section)));
  }

  private void strategy() {
    boolean replay = tree.text("run.strategy").filter(Strategy.REPLAY.word()::equals).isPresent();
    optimizer()
        .filter(rule -> !rule.isReversible())
        .map(Optimizer::word)
        .ifPresent(
            optimizer -> {
              if (replay) {
                tree.report(
                    "run.strategy",
                    "a step of %s cannot be undone; use one of %s"
                        .formatted(
                            optimizer,
                            StrategyChoice.ALL.words().stream()
                                .filter(word -> !word.equals(Strategy.REPLAY.word()))
                                .collect(Collectors.joining(", "))));
              }
              if (tree.root().has("reversal")) {
                tree.report(
                    "reversal", "a step of %s cannot be undone; remove it".formatted(optimizer));
              }
            });
  }

  private Optional<Optimizer> optimizer() {
    return tree.word("training.optimizer").flatMap(Optimizers.ALL::find);
  }

  private void lastSteps() {
    double steps = tree.number("training.steps").orElse(Double.POSITIVE_INFINITY);
    tree.number("tune.last-steps")
        .filter(last -> last > steps)
        .ifPresent(
            last ->
                tree.report(
                    "tune.last-steps",
                    "must be at most training.steps (%.0f), got %.0f".formatted(steps, last)));
  }

  private void layerRates() {
    tree.text("training.layer-rates")
        .filter(TrainingConfig.LayerRates.SAI.word()::equals)
        .flatMap(rule -> optimizer())
        .map(CrossChecks::whyNotSai)
        .filter(reason -> !reason.isEmpty())
        .ifPresent(reason -> tree.report("training.layer-rates", reason));
  }

  private static String whyNotSai(Optimizer optimizer) {
    if (optimizer.equals(new SgdSai())) {
      return optimizer.word() + " takes these ratios itself; use uniform";
    }
    return optimizer.scaling().normalizes()
        ? "sai is for optimizers whose steps follow the gradient's size, not for "
            + optimizer.word()
        : "";
  }

  /** Another loss has neither classes to share between nor logits. */
  private void ofCrossEntropy() {
    tree.text("model.loss")
        .filter(loss -> !loss.equals(Loss.CROSS_ENTROPY.word()))
        .ifPresent(
            loss ->
                TrainingConfig.OF_CROSS_ENTROPY.stream()
                    .map("training."::concat)
                    .filter(path -> tree.number(path).filter(value -> value != 0).isPresent())
                    .forEach(
                        path ->
                            tree.report(
                                path,
                                "is for model.loss %s, but model.loss is %s; remove it"
                                    .formatted(Loss.CROSS_ENTROPY.word(), loss))));
  }

  /** Rules and operations of u-muP keep numbers at a size of 1 together alone. */
  private void unitScaled() {
    String unit = new UnitTransformer().word();
    Optional<Architecture> architecture = OwnDepth.architecture(tree);
    boolean isUnit = architecture.filter(UnitTransformer.class::isInstance).isPresent();
    Optional<Parametrization> rules =
        tree.text("model.parametrization").flatMap(Catalogue.of(Parametrization.class)::find);
    if (isUnit) {
      rules
          .filter(rule -> rule != Parametrization.U_MUP && !rule.isFaulty())
          .ifPresent(
              rule ->
                  tree.report(
                      "model.parametrization",
                      "%s needs %s, got %s"
                          .formatted(unit, Parametrization.U_MUP.word(), rule.word())));
    } else if (rules.filter(Parametrization.U_MUP::equals).isPresent()) {
      architecture
          .filter(CrossChecks::isOfThisProgram)
          .ifPresent(
              other ->
                  tree.report(
                      "model.parametrization",
                      "%s is for model.architecture %s, got %s"
                          .formatted(Parametrization.U_MUP.word(), unit, other.word())));
    }
  }

  private static boolean isOfThisProgram(Architecture architecture) {
    return architecture.getClass().getPackage().equals(Architecture.class.getPackage());
  }

  private void sweep() {
    int widths = tree.at("sweep.widths").size();
    tree.number("model.base-width")
        .filter(base -> widths > 0)
        .filter(
            base ->
                IntStream.range(0, widths)
                    .mapToObj(i -> tree.number("sweep.widths." + i))
                    .noneMatch(width -> width.filter(base::equals).isPresent()))
        .ifPresent(
            base ->
                tree.report(
                    "sweep.widths",
                    "must contain model.base-width (%.0f), got %s"
                        .formatted(base, tree.at("sweep.widths"))));
  }

  /** What trains at other widths needs a network that has one. */
  private void hidden() {
    if (tree.has("model.hidden")) {
      List.of("transfer", "sweep").stream()
          .filter(tree::has)
          .forEach(
              section ->
                  tree.report(
                      section,
                      "trains at several widths, but model.hidden fixes the sizes; remove it, or"
                          + " set model.width and model.depth instead"));
    }
  }

  /** Reports to {@code tree} that nothing is asked for. */
  static void checkSomethingToDo(ConfigTree tree) {
    List<String> parts = Stream.concat(PARTS.stream(), Sections.ALL.words().stream()).toList();
    if (parts.stream().noneMatch(part -> tree.root().has(part) && !Judging.isOff(tree, part))) {
      tree.report(
          "", "asks for nothing to be run; add at least one of " + String.join(", ", parts));
    }
  }

  /** There is one final loss. */
  private void objectives() {
    List<String> sections =
        List.of("tune", "mean-hypergradient", "landscape").stream().filter(tree::has).toList();
    for (String section : sections) {
      String first = sections.get(0) + ".objective";
      String path = section + ".objective";
      tree.text(path)
          .flatMap(rows -> tree.text(first).filter(other -> !other.equals(rows)))
          .ifPresent(other -> tree.report(path, "must be that of %s, %s".formatted(first, other)));
    }
  }

  private void landscape() {
    tree.number("landscape.to")
        .flatMap(to -> tree.number("landscape.from").filter(from -> from >= to))
        .ifPresent(
            from ->
                tree.report(
                    "landscape.to",
                    "must be above landscape.from (%s), got %s"
                        .formatted(from, tree.at("landscape.to"))));
  }

  private void search() {
    if (!tree.has("search")) {
      return;
    }
    boolean tunes = tree.root().has("tune");
    requireArm(tree, "search.start");
    SearchedSettingChecks.check(tree);
    if (!tunes && tree.at("search.hyperparameters").isEmpty()) {
      tree.report(
          "search.hyperparameters",
          tree.at("search.architecture").isEmpty()
              ? "lists nothing and nothing is tuned; list some or add tune"
              : "lists nothing; what search.architecture lists is searched beside at least one");
    }
    double runs = tree.number("search.runs").orElse(0.0);
    double seeds = tree.number("search.seeds").orElse(1.0);
    if (runs == 0 && !tunes) {
      tree.report("search.runs", "0 is as many runs as tuning takes, but nothing is tuned; set it");
    } else if (runs > 0 && runs < seeds) {
      tree.report(
          "search.runs", "must be at least search.seeds (%.0f), got %.0f".formatted(seeds, runs));
    }
  }

  private void transfer() {
    int arms = tree.at("transfer.arms").size();
    for (int i = 0; i < arms; i++) {
      requireArm(tree, "transfer.arms." + i);
    }
    int contrasts = tree.at("transfer.contrast").size();
    for (int i = 0; i < contrasts; i++) {
      String path = "transfer.contrast." + i;
      tree.text("model.parametrization")
          .filter(own -> tree.text(path).filter(own::equals).isPresent())
          .ifPresent(
              own ->
                  tree.report(path, own + " is the experiment's own parametrization; remove it"));
    }
    if (tree.has("transfer") && arms == 0 && !tree.root().has("tune")) {
      tree.report(
          "transfer.arms",
          "names no arm and nothing is tuned, so there is nothing to train; name arms or add tune");
    }
  }
}

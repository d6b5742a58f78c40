package org.retrograde.experiments.importance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.Tied;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.VarianceShare;

/** Which numbers of a space matter over its box, and which modules. */
public final class ModuleImportances {

  private static final String ALL = "all modules";

  private ModuleImportances() {}

  /**
   * Returns the space of what is tuned: with the box of the search, if that searches the same
   * numbers.
   */
  public static SearchSpace tuned(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    SearchSpace tuned =
        SearchSpace.of(problem, config.startingArm(), config.tunedHyperparameters());
    if (config.search() != null) {
      SearchSpace searched = SearchSpace.of(problem);
      if (searched.numbers().equals(tuned.numbers())) {
        return searched;
      }
    }
    return tuned;
  }

  /**
   * Returns the shares of the linear loss, without fANOVA.
   *
   * @param space without numbers of the architecture
   * @param start derivatives with respect to the raw vector at the start, one a seed. Not modified.
   * @param tuned the same after tuning, or none. Not modified.
   */
  public static ModuleShares of(
      TrainingProblem problem, SearchSpace space, List<double[]> start, List<double[]> tuned) {
    LinearShares atStart = new LinearShares(space.box(), start);
    LinearShares atTuned = new LinearShares(space.box(), tuned);
    List<String> modules = modules(problem.modules(), space.searched().space());
    List<VarianceShare> numbers = new ArrayList<>();
    for (int i = 0; i < modules.size(); i++) {
      numbers.add(
          new VarianceShare(
              space.numbers().get(i).name(),
              modules.get(i),
              atStart.changes(i),
              atTuned.changes(i),
              atStart.of(i),
              atTuned.of(i),
              List.of()));
    }
    List<VarianceShare> sums = new ArrayList<>();
    for (String module : modules.stream().distinct().toList()) {
      int[] own = members(modules, module);
      sums.add(
          new VarianceShare(
              module, module, List.of(), List.of(), atStart.of(own), atTuned.of(own), List.of()));
    }
    return new ModuleShares(numbers, sums, 0, "");
  }

  /** Returns shares with fANOVA's beside them, or with the reason why there are none. */
  public static ModuleShares with(ModuleShares shares, Fanova fanova) {
    List<String> modules = shares.numbers().stream().map(VarianceShare::module).toList();
    return new ModuleShares(
        IntStream.range(0, shares.numbers().size())
            .mapToObj(i -> shares.numbers().get(i).withFanova(fanova.sum(i)))
            .toList(),
        shares.modules().stream()
            .map(sum -> sum.withFanova(fanova.sum(members(modules, sum.module()))))
            .toList(),
        fanova.trials(),
        fanova.note());
  }

  private static int[] members(List<String> modules, String module) {
    return IntStream.range(0, modules.size()).filter(i -> modules.get(i).equals(module)).toArray();
  }

  /** Returns the module of each raw number. */
  private static List<String> modules(List<ModulePlace> places, HyperparameterSpace space) {
    List<String> modules = new ArrayList<>();
    for (Hyperparameter hyperparameter : space.hyperparameters()) {
      int tied = 0;
      if (hyperparameter instanceof Tied rows && rows.tying().places() == places.size()) {
        tied = rows.rows() * rows.tying().columns();
        for (int i = 0; i < tied; i++) {
          modules.add(module(places, rows.tying(), i % rows.tying().columns()));
        }
      }
      for (int i = tied; i < hyperparameter.size(); i++) {
        modules.add(ALL);
      }
    }
    return modules;
  }

  /** A type of which all members are, else a block in which all are. */
  private static String module(List<ModulePlace> places, Tying tying, int column) {
    List<ModulePlace> own =
        IntStream.range(0, places.size())
            .filter(place -> tying.column(place) == column || tying.factor(place) == column)
            .mapToObj(places::get)
            .toList();
    boolean isFactor = IntStream.range(0, places.size()).anyMatch(g -> tying.factor(g) == column);
    if (!isFactor && own.stream().map(ModulePlace::type).distinct().count() == 1) {
      return own.get(0).type();
    }
    int block = own.get(0).block();
    return block > 0 && own.stream().allMatch(place -> place.block() == block)
        ? "block " + block
        : ALL;
  }
}

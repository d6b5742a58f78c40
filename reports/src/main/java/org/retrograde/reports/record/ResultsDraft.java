package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results on their way from one copy to the next: the one place that lists their components. */
final class ResultsDraft {

  List<ScheduleCurve> schedules = List.of();
  List<GroupValue> initScales = List.of();
  List<GroupValue> penalties = List.of();
  List<Importance> importances = List.of();
  List<TransferRun> transfer = List.of();
  List<ArmDescription> arms = List.of();
  List<GridPoint> grid = List.of();
  @Nullable MemoryUse memory;
  @Nullable ReversalProof reversal;
  @Nullable Plan plan;
  List<AdjointTrace> adjointTraces = List.of();
  List<OptimizerNote> optimizerNotes = List.of();
  List<SearchCurve> searches = List.of();
  @Nullable TrajectoryMap trajectories;
  List<MixingMatrix> mixings = List.of();
  List<TaskResult> tasks = List.of();
  List<JudgedRun> judged = List.of();
  List<PictureSet> pictures = List.of();
  List<MeanDerivative> meanDerivatives = List.of();
  @Nullable Landscape landscape;
  List<PublishedFigure> published = List.of();
  List<CheckFigure> checks = List.of();
  List<String> notes = List.of();

  /** Nothing. */
  ResultsDraft() {}

  /** The components of {@code from}. */
  ResultsDraft(Results from) {
    schedules = from.schedules();
    initScales = from.initScales();
    penalties = from.penalties();
    importances = from.importances();
    transfer = from.transfer();
    arms = from.arms();
    grid = from.grid();
    memory = from.memory();
    reversal = from.reversal();
    plan = from.plan();
    adjointTraces = from.adjointTraces();
    optimizerNotes = from.optimizerNotes();
    searches = from.searches();
    trajectories = from.trajectories();
    mixings = from.mixings();
    tasks = from.tasks();
    judged = from.judged();
    pictures = from.pictures();
    meanDerivatives = from.meanDerivatives();
    landscape = from.landscape();
    published = from.published();
    checks = from.checks();
    notes = from.notes();
  }

  /** Returns what has been put together. */
  Results results() {
    return new Results(
        Results.SCHEMA,
        schedules,
        initScales,
        penalties,
        importances,
        transfer,
        arms,
        grid,
        memory,
        reversal,
        plan,
        adjointTraces,
        optimizerNotes,
        searches,
        trajectories,
        mixings,
        tasks,
        judged,
        pictures,
        meanDerivatives,
        landscape,
        published,
        checks,
        notes);
  }
}

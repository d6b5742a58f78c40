package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run found. Every component may be absent (an empty list or null); a report shows what is
 * there.
 *
 * <p>Start from {@link #empty()} and add components with the {@code withX} copies.
 *
 * @param schema {@link #SCHEMA}
 * @param schedules hyperparameters over the steps of training
 * @param initScales init scale of each group
 * @param penalties penalty of each group
 * @param importances exact derivatives with respect to log hyperparameters
 * @param transfer training runs of every arm at every width
 * @param arms what the arms are
 * @param grid grid searches of the baselines
 * @param memory cost of reversibility, or null if not measured
 * @param reversal evidence of exact reversal, or null if not gathered
 * @param plan cost of each way back, predicted and measured, or null if not planned; absent in
 *     older files
 * @param adjointTraces |d_x| along the way back; absent in older files
 * @param optimizerNotes figures that the optimizer kept about training; absent in older files
 * @param searches what descent and searches without derivatives found, by what they spent; absent
 *     in older files
 * @param trajectories training of two weights as a picture, or null if there are not two; absent in
 *     older files
 * @param mixings how tasks share weights; absent in older files
 * @param tasks how each task did in each arm; absent in older files
 * @param judged runs on unseen seeds with the settings before and after tuning; absent in older
 *     files
 * @param pictures what was tuned that is a picture; absent in older files
 * @param meanDerivatives hypergradients of the starting settings averaged over seeds; absent in
 *     older files
 * @param landscape loss and derivative over learning rates, or null; absent in older files
 * @param published figures that others published, beside this run's; absent in older files
 * @param checks figures that the run checked about itself
 * @param notes remarks for the reader
 */
public record Results(
    String schema,
    List<ScheduleCurve> schedules,
    List<GroupValue> initScales,
    List<GroupValue> penalties,
    List<Importance> importances,
    List<TransferRun> transfer,
    List<ArmDescription> arms,
    List<GridPoint> grid,
    @Nullable MemoryUse memory,
    @Nullable ReversalProof reversal,
    @JsonProperty(required = false) @Nullable Plan plan,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<AdjointTrace> adjointTraces,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<OptimizerNote> optimizerNotes,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<SearchCurve> searches,
    @JsonProperty(required = false) @Nullable TrajectoryMap trajectories,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<MixingMatrix> mixings,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<TaskResult> tasks,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<JudgedRun> judged,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<PictureSet> pictures,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<MeanDerivative> meanDerivatives,
    @JsonProperty(required = false) @Nullable Landscape landscape,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<PublishedFigure> published,
    List<CheckFigure> checks,
    List<String> notes) {

  /** The schema that this class reads and writes. */
  public static final String SCHEMA = "retrograde-results-1";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public Results {
    Schemas.require(SCHEMA, schema);
    schedules = List.copyOf(schedules);
    initScales = List.copyOf(initScales);
    penalties = List.copyOf(penalties);
    importances = List.copyOf(importances);
    transfer = List.copyOf(transfer);
    arms = List.copyOf(arms);
    grid = List.copyOf(grid);
    adjointTraces = List.copyOf(adjointTraces);
    optimizerNotes = List.copyOf(optimizerNotes);
    searches = List.copyOf(searches);
    mixings = List.copyOf(mixings);
    tasks = List.copyOf(tasks);
    judged = List.copyOf(judged);
    pictures = List.copyOf(pictures);
    meanDerivatives = List.copyOf(meanDerivatives);
    published = List.copyOf(published);
    checks = List.copyOf(checks);
    notes = List.copyOf(notes);
  }

  /** Results with nothing in them. */
  public static Results empty() {
    return new ResultsDraft().results();
  }

  /** A copy with these schedules. */
  public Results withSchedules(List<ScheduleCurve> schedules) {
    return changed(draft -> draft.schedules = schedules);
  }

  /** A copy with these init scales. */
  public Results withInitScales(List<GroupValue> initScales) {
    return changed(draft -> draft.initScales = initScales);
  }

  /** A copy with these penalties. */
  public Results withPenalties(List<GroupValue> penalties) {
    return changed(draft -> draft.penalties = penalties);
  }

  /** A copy with these importances. */
  public Results withImportances(List<Importance> importances) {
    return changed(draft -> draft.importances = importances);
  }

  /** A copy with these transfer runs. */
  public Results withTransfer(List<TransferRun> transfer) {
    return changed(draft -> draft.transfer = transfer);
  }

  /** A copy with these arms. */
  public Results withArms(List<ArmDescription> arms) {
    return changed(draft -> draft.arms = arms);
  }

  /** A copy with this grid. */
  public Results withGrid(List<GridPoint> grid) {
    return changed(draft -> draft.grid = grid);
  }

  /** A copy with this memory. */
  public Results withMemory(@Nullable MemoryUse memory) {
    return changed(draft -> draft.memory = memory);
  }

  /** A copy with this reversal. */
  public Results withReversal(@Nullable ReversalProof reversal) {
    return changed(draft -> draft.reversal = reversal);
  }

  /** A copy with this plan. */
  public Results withPlan(@Nullable Plan plan) {
    return changed(draft -> draft.plan = plan);
  }

  /** A copy with these adjoint traces. */
  public Results withAdjointTraces(List<AdjointTrace> adjointTraces) {
    return changed(draft -> draft.adjointTraces = adjointTraces);
  }

  /** A copy with these optimizer notes. */
  public Results withOptimizerNotes(List<OptimizerNote> optimizerNotes) {
    return changed(draft -> draft.optimizerNotes = optimizerNotes);
  }

  /** A copy with these searches. */
  public Results withSearches(List<SearchCurve> searches) {
    return changed(draft -> draft.searches = searches);
  }

  /** A copy with these trajectories. */
  public Results withTrajectories(@Nullable TrajectoryMap trajectories) {
    return changed(draft -> draft.trajectories = trajectories);
  }

  /** A copy with these mixings. */
  public Results withMixings(List<MixingMatrix> mixings) {
    return changed(draft -> draft.mixings = mixings);
  }

  /** A copy with these results of tasks. */
  public Results withTasks(List<TaskResult> tasks) {
    return changed(draft -> draft.tasks = tasks);
  }

  /** A copy with these runs on unseen seeds. */
  public Results withJudged(List<JudgedRun> judged) {
    return changed(draft -> draft.judged = judged);
  }

  /** A copy with these pictures. */
  public Results withPictures(List<PictureSet> pictures) {
    return changed(draft -> draft.pictures = pictures);
  }

  /** A copy with these mean derivatives. */
  public Results withMeanDerivatives(List<MeanDerivative> meanDerivatives) {
    return changed(draft -> draft.meanDerivatives = meanDerivatives);
  }

  /** A copy with this landscape. */
  public Results withLandscape(@Nullable Landscape landscape) {
    return changed(draft -> draft.landscape = landscape);
  }

  /** A copy with these published figures. */
  public Results withPublished(List<PublishedFigure> published) {
    return changed(draft -> draft.published = published);
  }

  /** A copy with these checks. */
  public Results withChecks(List<CheckFigure> checks) {
    return changed(draft -> draft.checks = checks);
  }

  /** A copy with these notes. */
  public Results withNotes(List<String> notes) {
    return changed(draft -> draft.notes = notes);
  }

  private Results changed(Consumer<ResultsDraft> change) {
    ResultsDraft draft = new ResultsDraft(this);
    change.accept(draft);
    return draft.results();
  }
}

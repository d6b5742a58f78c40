package org.retrograde.experiments.runner;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.PublishedConfig;
import org.retrograde.experiments.config.RunFigure;
import org.retrograde.reports.record.CriterionFigure.Range;
import org.retrograde.reports.record.GroupValue;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Tasks;

/**
 * Finds the figures of a run that a config compares with published ones.
 *
 * @param results of the run
 * @param iterations of its tuning
 */
record PublishedFigures(Results results, List<MetaIteration> iterations) {

  /** Returns a figure of the results with a published one beside it. */
  PublishedFigure beside(PublishedConfig config) {
    double ours = ours(RunFigure.parse(config.figure()).orElseThrow());
    double least = config.least() == null ? Double.NEGATIVE_INFINITY : config.least();
    double most = config.most() == null ? Double.POSITIVE_INFINITY : config.most();
    return PublishedFigure.of(
            config.figure().replace('-', ' '), config.source(), config.published(), Double.NaN)
        .beside(ours, new Range(least, most))
        .withSentence(config.words());
  }

  private double ours(RunFigure figure) {
    return switch (figure.kind()) {
      case FINAL_LOSS_AT_START -> checked(0);
      case FINAL_LOSS_TUNED ->
          checked(
              IntStream.range(0, iterations.size())
                  .filter(i -> iterations.get(i).best())
                  .max()
                  .orElse(0));
      case TEST_LOSS_SEPARATE -> ofTasks("separate");
      case SHARED_OVER_SEPARATE -> ofTasks("shared") / ofTasks("separate");
      case HIDDEN_SHARED_OVER_SEPARATE -> ofTasks("hidden layers shared") / ofTasks("separate");
      case TUNED_OVER_SEPARATE -> ofTasks("tuned") / ofTasks("separate");
      case TRAINING_LOSS_AT_START -> mean("start", run -> loss(run.training()));
      case VALIDATION_LOSS_AT_START -> mean("start", run -> run.validation().loss());
      case TEST_LOSS_AT_START -> mean("start", run -> loss(run.test()));
      case TEST_ERROR_AT_START -> mean("start", run -> error(run.test()));
      case TRAINING_LOSS_TUNED -> mean("tuned", run -> loss(run.training()));
      case VALIDATION_LOSS_TUNED -> mean("tuned", run -> run.validation().loss());
      case TEST_LOSS_TUNED -> mean("tuned", run -> loss(run.test()));
      case TEST_ERROR_TUNED -> mean("tuned", run -> error(run.test()));
      case PEAK_RATE -> rates(figure).get(peak(rates(figure)));
      case PEAK_STEP -> peak(rates(figure));
      case LOG_INIT_SCALE -> logInitScale(figure);
      case SMOOTHNESS -> smoothness(figure);
      case CHAOS_ONSET -> chaos();
      case FIRST_SPIKE -> firstSpike();
      case OPTIMAL_LOSS -> optimum(Optimum::loss);
      case PERCENT_ABOVE_OPTIMUM ->
          optimum(
              found -> of(found.schedules(), Optimum.Beside::name, figure, found::percentAbove));
      case EXPECTED_LOSS ->
          optimum(
              found -> of(found.schedules(), Optimum.Beside::name, figure, Optimum.Beside::loss));
      case HYPERGRADIENT_CORRELATION -> optimum(PublishedFigures::correlation);
      case LAW_EXPLAINS ->
          laws(found -> of(found.curves(), LawCurve::name, figure, LawCurve::explained));
      case LAW_PERCENT_OFF ->
          laws(found -> of(found.curves(), LawCurve::name, figure, found::percentOff));
      case LAW_GRADIENT_COSINE ->
          laws(
              found ->
                  of(
                      found.gradients(),
                      LossLaws.Gradient::name,
                      figure,
                      LossLaws.Gradient::cosine));
      case LAW_GRADIENT_SIGNS ->
          laws(
              found ->
                  of(found.gradients(), LossLaws.Gradient::name, figure, LossLaws.Gradient::signs));
      case PERCENT_ABOVE_FALLING_OPTIMUM ->
          laws(found -> of(found.atPeak(), LossLaws.AtPeak::name, figure, found::percentAbove));
      case RANK_CORRELATION ->
          laws(
              found ->
                  of(
                      found.rankings(),
                      LossLaws.Ranking::name,
                      figure,
                      LossLaws.Ranking::correlation));
      case TOP_TWO_HITS ->
          laws(
              found ->
                  of(found.rankings(), LossLaws.Ranking::name, figure, LossLaws.Ranking::hits));
      case MEASURED -> measured(figure.group());
    };
  }

  private double checked(int iteration) {
    Double check = iterations.isEmpty() ? null : iterations.get(iteration).checkObjective();
    return check == null ? Double.NaN : check;
  }

  /** The mean loss over tasks and seeds. */
  private double ofTasks(String arm) {
    return results.all(Tasks.class).stream()
        .filter(result -> result.arm().equals(arm))
        .flatMap(result -> result.losses().stream())
        .mapToDouble(loss -> loss)
        .average()
        .orElse(Double.NaN);
  }

  private static double loss(JudgedRun.@Nullable Score score) {
    return score == null ? Double.NaN : score.loss();
  }

  private static double error(JudgedRun.@Nullable Score score) {
    return score == null ? Double.NaN : score.error();
  }

  private double mean(String settings, Function<JudgedRun, Double> figure) {
    return results.all(Judged.class).stream()
        .filter(run -> run.settings().equals(settings))
        .mapToDouble(figure::apply)
        .average()
        .orElse(Double.NaN);
  }

  /** The tuned learning rates of a group, which may share them with all others. */
  private List<Double> rates(RunFigure figure) {
    return results.all(Schedules.class).stream()
        .filter(curve -> curve.hyperparameter().equals("learning rate"))
        .filter(curve -> curve.group().equals(figure.group()) || curve.group().equals("all"))
        .map(ScheduleCurve::tuned)
        .findFirst()
        .orElse(List.of(Double.NaN));
  }

  private static int peak(List<Double> rates) {
    return IntStream.range(0, rates.size())
        .boxed()
        .max(Comparator.comparingDouble(rates::get))
        .orElse(0);
  }

  private double logInitScale(RunFigure figure) {
    return results.all(InitScales.class).stream()
        .filter(value -> value.name().equals("init scale") && value.group().equals(figure.group()))
        .mapToDouble(GroupValue::tuned)
        .map(Math::log)
        .findFirst()
        .orElse(Double.NaN);
  }

  private double smoothness(RunFigure figure) {
    return results.all(MeanDerivatives.class).stream()
        .filter(curve -> curve.hyperparameter().equals("log learning rate"))
        .filter(curve -> curve.group().equals(figure.group()))
        .mapToDouble(MeanDerivative::smoothness)
        .findFirst()
        .orElse(Double.NaN);
  }

  private double optimum(ToDoubleFunction<Optimum> figure) {
    return results.find(Optimum.class).stream().mapToDouble(figure).findFirst().orElse(Double.NaN);
  }

  private double measured(String name) {
    return results.all(Studies.class).stream()
        .map(study -> study.figures().get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double correlation(Optimum found) {
    Optimum.Agreement agreement = found.agreement();
    return agreement == null ? Double.NaN : agreement.correlation();
  }

  private double laws(ToDoubleFunction<LossLaws> figure) {
    return results.find(LossLaws.class).stream().mapToDouble(figure).findFirst().orElse(Double.NaN);
  }

  /** Returns a figure of what has the name that a published one asks for. */
  private static <T> double of(
      List<T> all, Function<T, String> name, RunFigure figure, ToDoubleFunction<T> value) {
    return all.stream()
        .filter(one -> name.apply(one).equals(figure.group()))
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private double chaos() {
    return results.find(Landscape.class).map(Landscape::chaos).orElse(Double.NaN);
  }

  private double firstSpike() {
    List<Landscape.Point> points =
        results.find(Landscape.class).map(Landscape::points).orElse(List.of());
    double[] at = points.stream().mapToDouble(Landscape.Point::logRate).toArray();
    double[] derivative = points.stream().mapToDouble(Landscape.Point::derivative).toArray();
    OptionalInt spike = FirstSpike.find(at, derivative);
    return spike.isEmpty() ? Double.NaN : at[spike.getAsInt()];
  }
}

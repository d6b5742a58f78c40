package org.retrograde.hypergrad.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A run whose learning rates a rule has chosen step by step, and which is an ordinary run from then
 * on: {@code run.withSettings(settings)} takes the same steps to the same bits, and is undone and
 * differentiated as any other, the rates being numbers.
 *
 * @param settings those of the run with the rates that were chosen
 * @param trained its end
 * @param evaluations losses and gradients that the rule asked for, beside one a step
 */
public record RuledRun(RunSettings settings, Trained trained, long evaluations) {

  /**
   * Trains by a rule.
   *
   * @param run whose learning rates are the {@link StepView#usual} ones. Not modified.
   * @throws DivergenceException if the run leaves the numbers, or a rate does
   */
  public static RuledRun of(TrainingRun run, RateRule rule) {
    RunSettings settings = run.settings().copy();
    Ruled[] ruled = new Ruled[1];
    Trained trained =
        run.withSettings(settings)
            .trainThrough(
                loss -> {
                  ruled[0] = new Ruled(run.device(), loss, rule, settings.coefficients());
                  return ruled[0];
                });
    return new RuledRun(settings, trained, ruled[0].evaluations);
  }

  /** Lets the rule choose before each step, and writes what it chose where the step reads it. */
  private static final class Ruled implements Objective {

    private final Objective loss;
    private final CoefficientTable table;
    private final RateRule.Chooser chooser;
    private final List<Tensor> place;
    private final List<Tensor> slope;
    private long evaluations;

    Ruled(Device device, Objective loss, RateRule rule, CoefficientTable table) {
      this.loss = loss;
      this.table = table;
      this.chooser = rule.begin(loss.groups().size());
      this.place = tensors(device);
      this.slope = tensors(device);
    }

    private List<Tensor> tensors(Device device) {
      return loss.groups().stream()
          .map(group -> device.tensor(group.rows(), group.cols()))
          .toList();
    }

    @Override
    public Scalar evaluate(int step, List<Tensor> weights, List<Tensor> gradient) {
      double here = loss.linearize(step, weights, gradient).loss().value();
      if (!Double.isFinite(here)) {
        return Scalar.of(here); // the run ends here, and says so itself
      }
      double[] rates = chooser.rates(new View(step, here, weights, gradient));
      for (int g = 0; g < rates.length; g++) {
        if (!(rates[g] >= 0 && Double.isFinite(rates[g]))) {
          throw new DivergenceException(
              step, "the learning rate of " + loss.groups().get(g).name(), rates[g]);
        }
        table.set(Coefficient.LEARNING_RATE, step, g, rates[g]);
      }
      return Scalar.of(here);
    }

    private final class View implements StepView {

      private final int step;
      private final double here;
      private final List<Tensor> weights;
      private final List<Tensor> gradient;
      private double @Nullable [][] hostWeights;
      private double @Nullable [][] hostGradient;

      View(int step, double here, List<Tensor> weights, List<Tensor> gradient) {
        this.step = step;
        this.here = here;
        this.weights = weights;
        this.gradient = gradient;
      }

      @Override
      public int step() {
        return step;
      }

      @Override
      public int steps() {
        return table.steps();
      }

      @Override
      public double[] usual() {
        double[] usual = new double[table.groups()];
        for (int g = 0; g < usual.length; g++) {
          usual[g] = table.get(Coefficient.LEARNING_RATE, step, g);
        }
        return usual;
      }

      @Override
      public double loss() {
        return here;
      }

      @Override
      public double[][] weights() {
        if (hostWeights == null) {
          hostWeights = toHost(weights);
        }
        return hostWeights;
      }

      @Override
      public double[][] gradient() {
        if (hostGradient == null) {
          hostGradient = toHost(gradient);
        }
        return hostGradient;
      }

      @Override
      public double lossAt(double[][] point) {
        return evaluateAt(step, point);
      }

      @Override
      public double[][] gradientAt(int batch, double[][] point) {
        evaluateAt(batch, point);
        return toHost(slope);
      }

      private double evaluateAt(int batch, double[][] point) {
        evaluations++;
        for (int g = 0; g < point.length; g++) {
          place.get(g).assign(point[g]);
        }
        return loss.linearize(batch, place, slope).loss().value();
      }
    }

    private static double[][] toHost(List<Tensor> tensors) {
      return tensors.stream().map(Tensor::toArray).toArray(double[][]::new);
    }

    @Override
    public List<ParameterGroup> groups() {
      return loss.groups();
    }

    @Override
    public List<Tensor> initialWeights(Device device) {
      return loss.initialWeights(device);
    }

    @Override
    public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
      return loss.linearize(step, weights, gradient);
    }

    @Override
    public double finalLoss(List<Tensor> weights) {
      return loss.finalLoss(weights);
    }

    @Override
    public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
      return loss.finalGradient(weights, gradient);
    }

    @Override
    public List<LossParameter> parameters() {
      return loss.parameters();
    }

    @Override
    public List<Tensor> effective(List<Tensor> weights) {
      return loss.effective(weights);
    }

    @Override
    public void collect(RunSettings derivative) {
      loss.collect(derivative);
    }
  }
}

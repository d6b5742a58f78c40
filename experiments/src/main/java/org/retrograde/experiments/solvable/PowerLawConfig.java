package org.retrograde.experiments.solvable;

import java.util.OptionalDouble;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.word.Keyword;

/**
 * The keys of the problem.
 *
 * @param decay of {@link PowerLawModel}
 * @param source of it
 * @param noise of it
 * @param batch of it
 * @param modes of it
 * @param form what is trained
 */
record PowerLawConfig(double decay, double source, double noise, int batch, int modes, Form form)
    implements Solvable {

  /** Returns the model. */
  PowerLawModel model() {
    return new PowerLawModel(decay, source, noise, batch, modes);
  }

  @Override
  public boolean trainsExpectation() {
    return form == Form.EXPECTED;
  }

  @Override
  public HostObjective objective(long seed) {
    return trainsExpectation()
        ? PowerLawObjective.expected(model())
        : PowerLawObjective.sampled(model(), seed);
  }

  @Override
  public Optimizer optimizer(Optimizer named) {
    return trainsExpectation() ? new ExpectedSgd(batch, noise) : named;
  }

  @Override
  public RateLoss expectedLoss() {
    return new ExpectedLoss(model());
  }

  @Override
  public OptionalDouble gradientSize(double[] state) {
    return OptionalDouble.of(model().gradientSize(state));
  }

  /** What is trained. */
  enum Form implements Keyword {
    /** The weights, on samples. */
    SAMPLED("weights, on samples of the run's seed"),
    /** Their expected squared distances. */
    EXPECTED(
        "the expectation over all samples, an exact recursion of SGD without momentum, of which the"
            + " learning rates alone can be tuned and which no seed changes");

    private final String meaning;

    Form(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}

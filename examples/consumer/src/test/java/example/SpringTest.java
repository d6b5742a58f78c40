package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.reversible.optimizer.Coefficient;

final class SpringTest {

  private static final double[] RATES = {0.1, 0.08, 0.12, 0.05};

  @Test
  void theDerivativeByEveryRateIsThatOfDifferences() {
    Hypergradient result = Spring.differentiate(RATES);
    assertTrue(result.reversal().exact());
    for (int step = 0; step < RATES.length; step++) {
      double h = 1e-4;
      double difference = (lossWith(step, h) - lossWith(step, -h)) / (2 * h);
      assertEquals(
          difference,
          result.derivative().coefficients().get(Coefficient.LEARNING_RATE, step, 0),
          1e-5);
    }
  }

  private static double lossWith(int step, double change) {
    double[] rates = RATES.clone();
    rates[step] += change;
    return Spring.differentiate(rates).finalLoss();
  }
}

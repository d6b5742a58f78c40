package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.reports.record.CheckFigure;

/**
 * What a check found.
 *
 * @param figures each with its limit
 * @param verdict in plain words: whether hypergradients are usable here, and what usually helps
 * @param adjointNorms |d_x| before each step, and at the end
 */
public record CheckOutcome(
    List<CheckFigure> figures, List<String> verdict, List<Double> adjointNorms) {

  static final String DIRECTION = "direction ";

  private static final String ROUGHNESS = "1 - metasmoothness";
  private static final String TRANSFER = "width ";
  private static final String NORMS = "spread of norms";
  private static final String PRODUCTS = "tf32 products";
  private static final String GROWTH = "growth of |d_x|, decades";

  /** Half of the weighted signs agree twice: below that a step is as likely to mislead. */
  private static final double ROUGH = 0.5;

  /** 18 degrees; under a right parametrization an eighth of the width stays within. */
  private static final double TURN = 0.05;

  /** Largest over smallest norm, D2 of docs/mup.md. */
  private static final double SPREAD = 2.5;

  /** The gradient with respect to early weights is a thousand times that of the last ones. */
  private static final double CHAOS = 3;

  /** Copies its lists. */
  public CheckOutcome {
    figures = List.copyOf(figures);
    verdict = List.copyOf(verdict);
    adjointNorms = List.copyOf(adjointNorms);
  }

  /** Returns whether every figure is within its limit. */
  public boolean passed() {
    return figures.stream().allMatch(CheckFigure::passed);
  }

  static CheckFigure roughness(double smoothness, double move) {
    return new CheckFigure(
        ROUGHNESS,
        1 - smoothness,
        ROUGH,
        1 - smoothness <= ROUGH,
        String.format(
                Locale.ROOT,
                "three trainings, %.3g apart in raw hyperparameters: how far the second change of"
                    + " the",
                move)
            + " weights disagrees in sign with the first (0 smooth, 1 random)");
  }

  /** Looks at how |d_x| grows from the last step to the largest before it. */
  static CheckFigure growth(List<Double> norms) {
    double last = norms.get(norms.size() - 1);
    double largest = norms.stream().mapToDouble(norm -> norm).filter(n -> n > 0).max().orElse(0);
    double decades = last > 0 ? Math.log10(largest / last) : 0;
    return new CheckFigure(
        GROWTH,
        decades,
        CHAOS,
        decades <= CHAOS,
        "how far the derivative with respect to the weights grows on its way to the start");
  }

  /** Looks at the angle and the size of hypergradients, those at the tuned width first. */
  static List<CheckFigure> transfer(List<HypergradientTransfer.Point> points) {
    List<CheckFigure> figures = new ArrayList<>();
    HypergradientTransfer.Point tuned = points.get(0);
    for (HypergradientTransfer.Point point : points.subList(1, points.size())) {
      double limit = Math.min(1, TURN + 2 * point.noise());
      figures.add(
          new CheckFigure(
              TRANSFER + point.width(),
              1 - point.cosine(),
              limit,
              1 - point.cosine() <= limit,
              ("1 - cosine of the angle to the hypergradient at width %d (seeds alone: %.2g); %.3g"
                      + " times as long")
                  .formatted(tuned.width(), point.noise(), point.norm() / tuned.norm())));
    }
    figures.add(spread(points));
    return figures;
  }

  /** Noise of seeds blurs a norm by about the root of what it does to the cosine. */
  private static CheckFigure spread(List<HypergradientTransfer.Point> points) {
    DoubleSummaryStatistics norms =
        points.stream().mapToDouble(HypergradientTransfer.Point::norm).summaryStatistics();
    double noise = points.stream().mapToDouble(HypergradientTransfer.Point::noise).max().orElse(0);
    double spread = norms.getMax() / norms.getMin();
    double limit = SPREAD * (1 + 2 * Math.sqrt(noise));
    return new CheckFigure(
        NORMS,
        spread,
        limit,
        spread <= limit,
        String.format(
            Locale.ROOT,
            "the longest hypergradient of all widths over the shortest (%.2g but for noise of"
                + " seeds)",
            SPREAD));
  }

  static CheckFigure noTransfer(String divergence) {
    return new CheckFigure(TRANSFER + "other", Double.POSITIVE_INFINITY, TURN, false, divergence);
  }

  /** Looks at what products in TF32 do to a hypergradient. */
  static CheckFigure products(double[] tf32, double[] float32) {
    RawVector coarse = new RawVector(tf32);
    RawVector fine = new RawVector(float32);
    double turn = 1 - coarse.dot(fine) / (coarse.norm() * fine.norm());
    return new CheckFigure(
        PRODUCTS,
        turn,
        TURN,
        turn <= TURN,
        ("1 - cosine of the angle to the hypergradient with float32 products; the difference is"
                + " %.2g of its length")
            .formatted(coarse.plus(fine.scaled(-1)).norm() / fine.norm()));
  }

  static CheckFigure noProducts(String divergence) {
    return new CheckFigure(PRODUCTS, Double.POSITIVE_INFINITY, TURN, false, divergence);
  }

  static List<String> verdict(List<CheckFigure> figures) {
    List<String> words = new ArrayList<>();
    for (CheckFigure figure : figures) {
      if (!figure.passed()) {
        words.add(words(figure));
      }
    }
    if (words.isEmpty()) {
      return List.of(
          "Hypergradients are usable here: runs come back to their first bit, derivatives agree"
              + " with finite differences, and training reacts smoothly to moves of the size of a"
              + " meta-step.");
    }
    words.add(0, "Hypergradients are not safe to use here as it is:");
    return words.stream().distinct().toList();
  }

  private static String words(CheckFigure figure) {
    if (figure.name().equals(ROUGHNESS)) {
      return "Training does not react smoothly to hyperparameters at the scale of a meta-step, so"
          + " their derivative does not say where to go. What usually helps: a smaller meta-step, a"
          + " larger batch, a smoother activation such as tanh, a wider network, a smaller learning"
          + " rate, fewer steps.";
    }
    if (figure.name().equals(GROWTH)) {
      return String.format(
              Locale.ROOT,
              "|d_x| grows by %.1f decades toward the start: training is beyond the edge of chaos,",
              figure.value())
          + " and derivatives with respect to early steps say little. What usually helps: a smaller"
          + " learning rate or momentum, a warm-up, clipping (training.clip), going back fewer"
          + " steps (tune.last-steps), knots that average over time, sign or norm-clipped"
          + " meta-steps.";
    }
    if (figure.name().startsWith(TRANSFER)) {
      return "Hypergradients do not point the same way at every width, so what is tuned at one is"
          + " not right at the others. What usually helps: model.parametrization mup, a tuned width"
          + " of at least 64, more seeds (tune.seeds) where hypergradients are near 0.";
    }
    if (figure.name().equals(NORMS)) {
      return "Hypergradients are not of one size at every width, so a meta-step that suits one does"
          + " not suit another, nor what it leads to. What usually helps:"
          + " model.parametrization mup.";
    }
    if (figure.name().equals(PRODUCTS)) {
      return "Products in TF32 turn hypergradients noticeably. What helps: run.products float32.";
    }
    if (figure.name().startsWith(DIRECTION)) {
      return "Derivatives do not agree with finite differences. With relu, kinks between the points"
          + " of a difference can be the reason: compare with tanh. Otherwise please report this.";
    }
    return "A run did not come back to its first bit; please report this.";
  }
}

package org.retrograde.experiments.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.retrograde.models.autodiff.BlockFunctions.CausalSoftmax;
import org.retrograde.models.autodiff.BlockFunctions.Normalized;
import org.retrograde.models.autodiff.LinearMaps.AddedRow;
import org.retrograde.models.autodiff.LinearMaps.Centred;
import org.retrograde.models.autodiff.LinearMaps.Kept;
import org.retrograde.models.autodiff.LinearMaps.Looked;
import org.retrograde.models.autodiff.LinearMaps.Patches;
import org.retrograde.models.autodiff.LinearMaps.Reshaped;
import org.retrograde.models.autodiff.LinearMaps.Rotated;
import org.retrograde.models.autodiff.LinearMaps.Scaled;
import org.retrograde.models.autodiff.LinearMaps.WeightedSum;
import org.retrograde.models.autodiff.LinearMaps.WindowMax;
import org.retrograde.models.autodiff.LinearMaps.WindowMeans;
import org.retrograde.models.autodiff.Primitive;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Products.Gated;
import org.retrograde.models.autodiff.Products.HeadProduct;
import org.retrograde.models.autodiff.Products.Linear;
import org.retrograde.models.autodiff.Products.ScaledColumns;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;

/**
 * The primitives as Python of a library, and which functions of the template {@code layers.jte}
 * that calls.
 */
final class Formulas {

  /** Angles that are as far apart as this are not the same. */
  private static final double NEAR = 1e-9;

  private final ExportTarget target;
  private final Set<String> functions = new LinkedHashSet<>();
  private final Map<List<Double>, String> frequencies = new LinkedHashMap<>();
  private int dropouts;

  Formulas(ExportTarget target) {
    this.target = target;
  }

  /** Returns the functions that what was asked for so far calls. */
  Set<String> functions() {
    return functions;
  }

  /** Returns by how much pairs of columns turn from a place to the next, and its names. */
  Map<List<Double>, String> frequencies() {
    return frequencies;
  }

  /**
   * Returns an expression of the result.
   *
   * @throws ExportException if none is known
   */
  String of(Operation<?> operation) {
    Primitive primitive = operation.atBase();
    if (primitive instanceof Elementwise elementwise) {
      return activation(elementwise.f(), operation.name(0));
    }
    if (primitive instanceof Affine
        || primitive instanceof Linear
        || primitive instanceof HeadProduct
        || primitive instanceof Gated
        || primitive instanceof ScaledColumns) {
      return product(operation);
    }
    if (primitive instanceof Patches
        || primitive instanceof WindowMax
        || primitive instanceof WindowMeans) {
      return windows(operation);
    }
    return sumOrBlocks(operation);
  }

  private String product(Operation<?> operation) {
    String x = operation.name(0);
    String other = operation.name(1);
    if (operation.atBase() instanceof Affine) {
      String product = as(Affine.class, operation).times(Affine::multiplier, x + " @ " + other);
      return product + " + " + operation.name(2);
    }
    if (operation.atBase() instanceof Linear linear) {
      return as(Linear.class, operation)
          .times(Linear::multiplier, x + " @ " + other + (linear.transposed() ? ".T" : ""));
    }
    if (operation.atBase() instanceof HeadProduct) {
      return headProduct(as(HeadProduct.class, operation));
    }
    if (operation.atBase() instanceof Gated) {
      return x + " * " + other;
    }
    String columns = operation.wholeOf(0, Tensor::cols);
    String factors = operation.wholeOf(1, Tensor::cols);
    return factors.equals("1") || factors.equals(columns)
        ? x + " * " + other
        : call("scaled_columns", x, other);
  }

  private String headProduct(Operation<HeadProduct> operation) {
    Heads heads = operation.atBase().heads();
    int rows = operation.baseInputs().get(0).tensor().rows();
    if (heads.result() != heads.count()
        || heads.left() != heads.count()
        || operation.baseInputs().get(1).tensor().rows() != rows) {
      throw new ExportException("it shares heads in a way that has no formula in Python");
    }
    return operation.times(
        HeadProduct::scale,
        call(
            operation.atBase().transposed() ? "head_logits" : "head_values",
            operation.name(0),
            operation.name(1),
            operation.whole(product -> product.heads().left()),
            operation.whole(product -> product.heads().right()),
            Integer.toString(rows / heads.sequences())));
  }

  private String windows(Operation<?> operation) {
    Primitive primitive = operation.atBase();
    if (primitive instanceof Patches) {
      return slid("patches", as(Patches.class, operation), Patches::windows);
    }
    return primitive instanceof WindowMax
        ? slid("window_max", as(WindowMax.class, operation), WindowMax::windows)
        : slid("window_means", as(WindowMeans.class, operation), WindowMeans::windows);
  }

  private <P extends Primitive> String slid(
      String name, Operation<P> operation, Function<P, Windows> windows) {
    return call(
        name,
        operation.name(0),
        operation.whole(p -> windows.apply(p).height()),
        operation.whole(p -> windows.apply(p).width()),
        operation.whole(p -> windows.apply(p).size()),
        operation.whole(p -> windows.apply(p).stride()),
        operation.whole(p -> windows.apply(p).padding()));
  }

  private String sumOrBlocks(Operation<?> operation) {
    Primitive primitive = operation.atBase();
    String x = operation.name(0);
    if (primitive instanceof Scaled) {
      return as(Scaled.class, operation).times(Scaled::factor, x);
    }
    if (primitive instanceof AddedRow) {
      return x + " + " + operation.name(1);
    }
    if (primitive instanceof WeightedSum) {
      Operation<WeightedSum> sum = as(WeightedSum.class, operation);
      return sum.times(WeightedSum::first, x) + " + " + sum.times(WeightedSum::second, sum.name(1));
    }
    if (primitive instanceof Looked) {
      return "%s[%s]".formatted(x, operation.name(1));
    }
    if (primitive instanceof Centred) {
      return call("centred", x, as(Centred.class, operation).whole(Centred::block));
    }
    if (primitive instanceof Normalized) {
      Operation<Normalized> norm = as(Normalized.class, operation);
      return call("normalized", x, norm.whole(Normalized::block), norm.real(Normalized::epsilon));
    }
    if (primitive instanceof CausalSoftmax) {
      return call(
          "causal_softmax", x, as(CausalSoftmax.class, operation).whole(CausalSoftmax::length));
    }
    if (primitive instanceof Kept kept) {
      return dropped(x, kept.keep());
    }
    if (primitive instanceof Reshaped) {
      return "%s.reshape(-1, %s)".formatted(x, as(Reshaped.class, operation).whole(Reshaped::cols));
    }
    if (primitive instanceof Rotated rotated) {
      return rotated(operation, rotated);
    }
    throw new ExportException(
        "it makes %s, which has no formula for %s"
            .formatted(primitive.getClass().getSimpleName(), target.library()));
  }

  private String rotated(Operation<?> operation, Rotated rotated) {
    if (!(operation.wider() instanceof Rotated wider)
        || wider.cosines().cols() != rotated.cosines().cols()) {
      throw new ExportException("it turns more pairs of columns at another width");
    }
    return call(
        "rotated",
        operation.name(0),
        Integer.toString(rotated.cosines().rows()),
        frequencies.computeIfAbsent(
            frequencies(rotated),
            unknown -> "FREQUENCIES" + (frequencies.isEmpty() ? "" : frequencies.size() + 1)));
  }

  private String dropped(String x, double keep) {
    return target == ExportTarget.PYTORCH
        ? "torch.nn.functional.dropout(%s, 1 - %s, self.training)".formatted(x, keep)
        : call("dropped", x, Double.toString(keep), "key", Integer.toString(dropouts++));
  }

  /**
   * Returns by how much each pair turns from one place to the next.
   *
   * @throws ExportException if angles are no multiples of that
   */
  private static List<Double> frequencies(Rotated rotated) {
    int pairs = rotated.cosines().cols();
    double[] cosines = rotated.cosines().toArray();
    double[] sines = rotated.sines().toArray();
    double[] angles = new double[pairs];
    if (rotated.cosines().rows() > 1) {
      Arrays.setAll(angles, k -> Math.atan2(sines[pairs + k], cosines[pairs + k]));
    }
    for (int i = 0; i < cosines.length; i++) {
      int place = i / pairs;
      double angle = place * angles[i % pairs];
      if (Math.abs(Math.cos(angle) - cosines[i]) > NEAR
          || Math.abs(Math.sin(angle) - sines[i]) > NEAR) {
        throw new ExportException("pairs that do not turn evenly are not known in Python");
      }
    }
    return Arrays.stream(angles).boxed().toList();
  }

  private String activation(Nonlinearity f, String x) {
    boolean torch = target == ExportTarget.PYTORCH;
    return switch (f) {
      case RELU -> (torch ? "torch.relu" : "jax.nn.relu") + "(" + x + ")";
      case TANH -> (torch ? "torch.tanh" : "jax.numpy.tanh") + "(" + x + ")";
      case LOGISTIC -> (torch ? "torch.sigmoid" : "jax.nn.sigmoid") + "(" + x + ")";
      case SILU -> (torch ? "torch.nn.functional.silu" : "jax.nn.silu") + "(" + x + ")";
      case GELU ->
          torch
              ? "torch.nn.functional.gelu(" + x + ", approximate=\"tanh\")"
              : "jax.nn.gelu(" + x + ")";
      case SQUARED_RELU -> (torch ? "torch.relu" : "jax.nn.relu") + "(" + x + ") ** 2";
    };
  }

  private String call(String function, String... arguments) {
    functions.add(function);
    return "%s(%s)".formatted(function, String.join(", ", arguments));
  }

  /** The class of a primitive is that at either width. */
  private static <P extends Primitive> Operation<P> as(Class<P> type, Operation<?> of) {
    return new Operation<>(
        type.cast(of.atBase()),
        type.cast(of.wider()),
        of.baseInputs(),
        of.widerInputs(),
        of.names(),
        of.numbers());
  }
}

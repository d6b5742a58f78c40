package org.retrograde.experiments.export;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.retrograde.models.autodiff.Primitive;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.reversible.device.Tensor;

/**
 * A primitive of a network at two widths, and what Python calls its inputs.
 *
 * @param atBase the primitive at the base width
 * @param wider the same at {@link PowerLaw#RATIO} times that
 * @param baseInputs what the first is applied to
 * @param widerInputs what the second is applied to
 * @param names of the inputs
 * @param numbers how numbers of both are said
 */
record Operation<P extends Primitive>(
    P atBase,
    P wider,
    List<Variable> baseInputs,
    List<Variable> widerInputs,
    List<String> names,
    WidthText numbers) {

  /** Returns the name of an input. */
  String name(int input) {
    return names.get(input);
  }

  /** Returns a whole number of the primitive, as it follows the width. */
  String whole(ToIntFunction<P> number) {
    return numbers.whole(number.applyAsInt(atBase), number.applyAsInt(wider));
  }

  /** Returns a number of the primitive, as it follows the width. */
  String real(ToDoubleFunction<P> number) {
    return numbers.real(number.applyAsDouble(atBase), number.applyAsDouble(wider));
  }

  /** Returns a whole number of an input, as it follows the width. */
  String wholeOf(int input, ToIntFunction<Tensor> number) {
    return numbers.whole(
        number.applyAsInt(baseInputs.get(input).tensor()),
        number.applyAsInt(widerInputs.get(input).tensor()));
  }

  /** Returns a product of something with a number of the primitive. */
  String times(ToDoubleFunction<P> factor, String product) {
    String text = real(factor);
    boolean isOne = product.matches("\\w+(\\(.*\\))?");
    return text.equals("1.0")
        ? product
        : (isOne ? "%s * %s" : "%s * (%s)").formatted(text, product);
  }
}

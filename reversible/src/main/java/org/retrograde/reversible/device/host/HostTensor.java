package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.Tensor;

/** What lanes need of a tensor of either precision, a span at a time. */
interface HostTensor extends Tensor {

  /** products = scale * elements. */
  void multiply(double scale, Span span, double[] products);

  /** products = scale * elements^2. */
  void multiplySquares(double scale, Span span, double[] products);

  /** products *= elements. */
  void multiplyInto(double[] products, Span span);

  /** elements = scale * lanes. */
  void round(double scale, long[] lanes, Span span);

  /** Returns the sum of the elements times the products from {@code first} on. */
  double dot(double[] products, int first, Span span);
}

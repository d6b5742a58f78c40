package org.retrograde.reversible.device.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Products;

/**
 * Matrix products: in binary32 by oneDNN where there is one and it is the faster, else by OpenBLAS.
 * With several threads by oneDNN alone: each library has threads of its own, and those of OpenBLAS
 * wait for their next product by asking for the processor again and again, while the other's need
 * it (docs/performance.md).
 *
 * <p>Both are called through jnr-ffi, which pins heap arrays for the call, where JavaCPP would copy
 * each of them in and back out (a third of the time of narrow products). The collector waits for a
 * pinned array, so none is held for longer than one product.
 */
final class HostBlas {

  private static final OpenBlas OPEN_BLAS = new OpenBlas();
  private static final Optional<OneDnn> ONE_DNN = OneDnn.find();

  private static volatile Choice choice = Choice.BY_SHAPE;

  private HostBlas() {}

  /**
   * Sets how every product in this process is computed from now on.
   *
   * @throws IllegalArgumentException if that library is not there
   */
  static void use(int threads, Products products) {
    if (products == Products.ONEDNN && ONE_DNN.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no oneDNN that this system can load; use products in float32 or openblas");
    }
    OPEN_BLAS.library().openblas_set_num_threads(threads);
    ONE_DNN.ifPresent(oneDnn -> oneDnn.setThreads(threads));
    choice =
        switch (products) {
          case ONEDNN -> Choice.ONE_DNN;
          case OPENBLAS -> Choice.OPEN_BLAS;
          case FLOAT32, TF32 -> threads == 1 ? Choice.BY_SHAPE : Choice.ONE_DNN;
        };
  }

  /** Which library multiplies; where there is no oneDNN, the other one does. */
  private enum Choice {
    ONE_DNN,
    OPEN_BLAS,
    BY_SHAPE
  }

  private static boolean isShared(OneDnn oneDnn) {
    return choice == Choice.BY_SHAPE && oneDnn.leavesSome();
  }

  /** Returns oneDNN where it is to multiply, or null. */
  private static @Nullable OneDnn oneDnnFor(Product p) {
    OneDnn oneDnn = ONE_DNN.orElse(null);
    if (oneDnn == null || choice == Choice.OPEN_BLAS) {
      return null;
    }
    return choice == Choice.ONE_DNN || oneDnn.isFasterFor(p) ? oneDnn : null;
  }

  /** What decides the bits of a product, as far as the libraries tell. */
  static Map<String, String> describe() {
    OpenBlas.Library openBlas = OPEN_BLAS.library();
    Map<String, String> facts = new LinkedHashMap<>();
    ONE_DNN
        .filter(oneDnn -> choice != Choice.OPEN_BLAS)
        .ifPresent(
            oneDnn ->
                facts.put(
                    "float32 products",
                    oneDnn.describe() + (isShared(oneDnn) ? ", some by the BLAS" : "")));
    facts.put("BLAS", openBlas.openblas_get_config().strip());
    facts.put("BLAS kernel", openBlas.openblas_get_corename());
    facts.put("BLAS threads", Integer.toString(openBlas.openblas_get_num_threads()));
    return facts;
  }

  /** c = alpha op(a) op(b) + beta c, in binary32. */
  static void multiply(Product p, float alpha, float[] a, float[] b, float beta, float[] c) {
    OneDnn oneDnn = oneDnnFor(p);
    if (oneDnn != null) {
      oneDnn.multiply(p, alpha, a, b, beta, c);
    } else {
      OPEN_BLAS.multiply(p, alpha, a, b, beta, c);
    }
  }

  /**
   * c = alpha op(a) op(b) + beta c, in binary32, of matrices within larger ones.
   *
   * @return false if that cannot be done, as where OpenBLAS is to multiply, and nothing was
   */
  static boolean multiplyBlocks(
      Product p, float alpha, Float32Block a, Float32Block b, float beta, Float32Block c) {
    OneDnn oneDnn = oneDnnFor(p);
    return oneDnn != null && oneDnn.multiplyBlocks(p, alpha, a, b, beta, c);
  }

  /** The same in binary64, which is for checks and not for speed: it cannot be done. */
  static boolean multiplyBlocks(
      Product p, double alpha, Float64Block a, Float64Block b, double beta, Float64Block c) {
    return false;
  }

  /** c = alpha op(a) op(b) + beta c, in binary64. */
  static void multiply(Product p, double alpha, double[] a, double[] b, double beta, double[] c) {
    OPEN_BLAS.multiply(p, alpha, a, b, beta, c);
  }
}

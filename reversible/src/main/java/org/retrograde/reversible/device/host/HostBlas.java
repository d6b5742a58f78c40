package org.retrograde.reversible.device.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Matrix products: in binary32 by oneDNN where there is one and it is the faster, else by OpenBLAS.
 *
 * <p>Both are called through jnr-ffi, which pins heap arrays for the call, where JavaCPP would copy
 * each of them in and back out (a third of the time of narrow products). The collector waits for a
 * pinned array, so none is held for longer than one product.
 */
final class HostBlas {

  private static final OpenBlas OPEN_BLAS = new OpenBlas();
  private static final Optional<OneDnn> ONE_DNN = OneDnn.find();

  private HostBlas() {}

  /** Sets the number of threads of every product in this process from now on. */
  static void setThreads(int threads) {
    OPEN_BLAS.library().openblas_set_num_threads(threads);
    ONE_DNN.ifPresent(oneDnn -> oneDnn.setThreads(threads));
  }

  /** What decides the bits of a product, as far as the libraries tell. */
  static Map<String, String> describe() {
    OpenBlas.Library openBlas = OPEN_BLAS.library();
    Map<String, String> facts = new LinkedHashMap<>();
    ONE_DNN.ifPresent(oneDnn -> facts.put("float32 products", oneDnn.describe()));
    facts.put("BLAS", openBlas.openblas_get_config().strip());
    facts.put("BLAS kernel", openBlas.openblas_get_corename());
    facts.put("BLAS threads", Integer.toString(openBlas.openblas_get_num_threads()));
    return facts;
  }

  /** c = alpha op(a) op(b) + beta c, in binary32. */
  static void multiply(Product p, float alpha, float[] a, float[] b, float beta, float[] c) {
    if (ONE_DNN.isPresent() && ONE_DNN.get().isFasterFor(p)) {
      ONE_DNN.get().multiply(p, alpha, a, b, beta, c);
    } else {
      OPEN_BLAS.multiply(p, alpha, a, b, beta, c);
    }
  }

  /**
   * c = alpha op(a) op(b) + beta c, in binary32, of matrices within larger ones.
   *
   * @return false if that cannot be done, and nothing was
   */
  static boolean multiplyBlocks(
      Product p, float alpha, Float32Block a, Float32Block b, float beta, Float32Block c) {
    return ONE_DNN.isPresent() && ONE_DNN.get().multiplyBlocks(p, alpha, a, b, beta, c);
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

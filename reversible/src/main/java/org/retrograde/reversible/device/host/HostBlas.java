package org.retrograde.reversible.device.host;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Row-major matrix products by OpenBLAS, straight from and to heap arrays. */
final class HostBlas {

  private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;

  private HostBlas() {}

  /** Sets the number of threads of every product in this process from now on. */
  static void setThreads(int threads) {
    openblas_nolapack.blas_set_num_threads(threads);
  }

  /** What decides the bits of a product, as far as the library tells. */
  static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("BLAS", "OpenBLAS " + version());
    String chosen = System.getenv("OPENBLAS_CORETYPE");
    facts.put("BLAS kernel", chosen == null ? "chosen by OpenBLAS for this processor" : chosen);
    facts.put("BLAS threads", Integer.toString(openblas_nolapack.blas_get_num_threads()));
    return facts;
  }

  private static String version() {
    try {
      return Loader.getVersion("org.bytedeco", "openblas");
    } catch (IOException e) {
      return "of unknown version (" + e.getMessage() + ")";
    }
  }

  /** c = op(a) op(b) + beta c, in binary32; op(a) is [m, k], op(b) is [k, n]. */
  static void multiply(Product p, float[] a, float[] b, float beta, float[] c) {
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR, p.transA(), p.transB(), p.m(), p.n(), p.k(), 1f, a, p.lda(), b, p.ldb(), beta, c, p.n());
  }

  /** c = op(a) op(b) + beta c, in binary64; op(a) is [m, k], op(b) is [k, n]. */
  static void multiply(Product p, double[] a, double[] b, double beta, double[] c) {
    openblas_nolapack.cblas_dgemm(
        ROW_MAJOR, p.transA(), p.transB(), p.m(), p.n(), p.k(), 1d, a, p.lda(), b, p.ldb(), beta, c, p.n());
  }

  /** The shape of a product. */
  record Product(int m, int n, int k, boolean transposeA, boolean transposeB) {

    private int transA() {
      return transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    private int transB() {
      return transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    private int lda() {
      return transposeA ? m : k;
    }

    private int ldb() {
      return transposeB ? k : n;
    }
  }
}

package org.retrograde.reversible.device.host;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Row-major matrix products by OpenBLAS, straight from and to heap arrays. */
final class HostBlas {

  private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;

  private static final ThreadLocal<FloatScratch> FLOATS =
      ThreadLocal.withInitial(FloatScratch::new);

  private HostBlas() {}

  /** Sets the number of threads of every product in this process from now on. */
  static void setThreads(int threads) {
    openblas_nolapack.blas_set_num_threads(threads);
  }

  /** Bytes of all native memory that JavaCPP keeps for this process, the scratch below among it. */
  static long nativeBytes() {
    return Pointer.totalBytes();
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
    FloatScratch scratch = FLOATS.get();
    FloatPointer result = scratch.of(2, c.length);
    if (beta != 0) {
      result.put(c, 0, c.length);
    }
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR,
        p.transA(),
        p.transB(),
        p.m(),
        p.n(),
        p.k(),
        1f,
        scratch.of(0, a.length).put(a, 0, a.length),
        p.lda(),
        scratch.of(1, b.length).put(b, 0, b.length),
        p.ldb(),
        beta,
        result,
        p.n());
    result.get(c, 0, c.length);
  }

  /** c = op(a) op(b) + beta c, in binary64; op(a) is [m, k], op(b) is [k, n]. */
  static void multiply(Product p, double[] a, double[] b, double beta, double[] c) {
    openblas_nolapack.cblas_dgemm(
        ROW_MAJOR,
        p.transA(),
        p.transB(),
        p.m(),
        p.n(),
        p.k(),
        1d,
        a,
        p.lda(),
        b,
        p.ldb(),
        beta,
        c,
        p.n());
  }

  /**
   * Native copies of three operands, kept a thread: a heap array that is passed to JavaCPP directly
   * is copied in and back out, constant operands too (measured: 10 to 40 % slower).
   */
  private static final class FloatScratch {

    private final FloatPointer[] pointers = new FloatPointer[3];

    FloatPointer of(int operand, int length) {
      FloatPointer pointer = pointers[operand];
      if (pointer == null || pointer.capacity() < length) {
        pointer = new FloatPointer(length);
        pointers[operand] = pointer;
      }
      return pointer.position(0);
    }
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

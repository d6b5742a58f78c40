package org.retrograde.reversible.device.host;

import java.util.LinkedHashMap;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Pinned;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Matrix products by the OpenBLAS that comes with JavaCPP.
 *
 * <p>JavaCPP finds, unpacks and loads the library of this system; the products are called through
 * jnr-ffi, which pins heap arrays for the call, where JavaCPP would copy each of them in and back
 * out (measured: a third of the time of narrow products). The collector waits for a pinned array,
 * so a call holds one for no longer than one product.
 */
final class HostBlas {

  private static final int ROW_MAJOR = 101;
  private static final int NOT_TRANSPOSED = 111;
  private static final int TRANSPOSED = 112;

  private static final String LIBRARY = "openblas_nolapack";

  private static final OpenBlas OPEN_BLAS = load();

  private HostBlas() {}

  private static OpenBlas load() {
    Loader.load(openblas_nolapack.class);
    return Loader.getLoadedLibraries().entrySet().stream()
        .filter(library -> library.getKey().startsWith(LIBRARY))
        .findFirst()
        .map(
            library ->
                LibraryLoader.create(OpenBlas.class).failImmediately().load(library.getValue()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "JavaCPP has loaded no %s, only %s"
                        .formatted(LIBRARY, Loader.getLoadedLibraries().keySet())));
  }

  /** The functions of OpenBLAS that are in use; jnr-ffi implements it, so it is public. */
  public interface OpenBlas {

    /** c = alpha op(a) op(b) + beta c, in binary32. */
    void cblas_sgemm(
        int order,
        int transA,
        int transB,
        int m,
        int n,
        int k,
        float alpha,
        @Pinned @In float[] a,
        int lda,
        @Pinned @In float[] b,
        int ldb,
        float beta,
        @Pinned float[] c,
        int ldc);

    /** c = alpha op(a) op(b) + beta c, in binary64. */
    void cblas_dgemm(
        int order,
        int transA,
        int transB,
        int m,
        int n,
        int k,
        double alpha,
        @Pinned @In double[] a,
        int lda,
        @Pinned @In double[] b,
        int ldb,
        double beta,
        @Pinned double[] c,
        int ldc);

    /** Sets the number of threads of every product in this process from now on. */
    void openblas_set_num_threads(int threads);

    /** Returns that number. */
    int openblas_get_num_threads();

    /** Returns the name of the kernels in use, such as SkylakeX. */
    String openblas_get_corename();

    /** Returns the version and how it was built. */
    String openblas_get_config();
  }

  /** Sets the number of threads of every product in this process from now on. */
  static void setThreads(int threads) {
    OPEN_BLAS.openblas_set_num_threads(threads);
  }

  /** What decides the bits of a product, as far as the library tells. */
  static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("BLAS", OPEN_BLAS.openblas_get_config().strip());
    facts.put("BLAS kernel", OPEN_BLAS.openblas_get_corename());
    facts.put("BLAS threads", Integer.toString(OPEN_BLAS.openblas_get_num_threads()));
    return facts;
  }

  /** c = op(a) op(b) + beta c, in binary32; op(a) is [m, k], op(b) is [k, n]. */
  static void multiply(Product p, float[] a, float[] b, float beta, float[] c) {
    OPEN_BLAS.cblas_sgemm(
        ROW_MAJOR,
        p.transA(),
        p.transB(),
        p.m(),
        p.n(),
        p.k(),
        1f,
        a,
        p.lda(),
        b,
        p.ldb(),
        beta,
        c,
        p.n());
  }

  /** c = op(a) op(b) + beta c, in binary64; op(a) is [m, k], op(b) is [k, n]. */
  static void multiply(Product p, double[] a, double[] b, double beta, double[] c) {
    OPEN_BLAS.cblas_dgemm(
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

  /** The shape of a product. */
  record Product(int m, int n, int k, boolean transposeA, boolean transposeB) {

    private int transA() {
      return transposeA ? TRANSPOSED : NOT_TRANSPOSED;
    }

    private int transB() {
      return transposeB ? TRANSPOSED : NOT_TRANSPOSED;
    }

    private int lda() {
      return transposeA ? m : k;
    }

    private int ldb() {
      return transposeB ? k : n;
    }
  }
}

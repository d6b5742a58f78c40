package org.retrograde.reversible.device.host;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Pinned;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The OpenBLAS that comes with JavaCPP, which finds, unpacks and loads the library of this system.
 */
final class OpenBlas {

  private static final int ROW_MAJOR = 101;
  private static final int NOT_TRANSPOSED = 111;
  private static final int TRANSPOSED = 112;

  private static final String LIBRARY = "openblas_nolapack";

  private final Library library;

  OpenBlas() {
    Loader.load(openblas_nolapack.class);
    library =
        Loader.getLoadedLibraries().entrySet().stream()
            .filter(loaded -> loaded.getKey().startsWith(LIBRARY))
            .findFirst()
            .map(
                loaded ->
                    LibraryLoader.create(Library.class).failImmediately().load(loaded.getValue()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "JavaCPP has loaded no %s, only %s"
                            .formatted(LIBRARY, Loader.getLoadedLibraries().keySet())));
  }

  /** The functions in use; jnr-ffi implements it, so it is public. */
  public interface Library {

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

  Library library() {
    return library;
  }

  void multiply(Product p, float alpha, float[] a, float[] b, float beta, float[] c) {
    library.cblas_sgemm(
        ROW_MAJOR,
        transposed(p.transposeA()),
        transposed(p.transposeB()),
        p.m(),
        p.n(),
        p.k(),
        alpha,
        a,
        p.lda(),
        b,
        p.ldb(),
        beta,
        c,
        p.n());
  }

  void multiply(Product p, double alpha, double[] a, double[] b, double beta, double[] c) {
    library.cblas_dgemm(
        ROW_MAJOR,
        transposed(p.transposeA()),
        transposed(p.transposeB()),
        p.m(),
        p.n(),
        p.k(),
        alpha,
        a,
        p.lda(),
        b,
        p.ldb(),
        beta,
        c,
        p.n());
  }

  private static int transposed(boolean transposed) {
    return transposed ? TRANSPOSED : NOT_TRANSPOSED;
  }
}

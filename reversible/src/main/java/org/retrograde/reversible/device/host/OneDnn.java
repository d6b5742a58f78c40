package org.retrograde.reversible.device.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Pinned;
import jnr.ffi.types.int64_t;
import org.bytedeco.javacpp.Loader;

/**
 * The binary32 products of oneDNN, a fifth faster than those of OpenBLAS on narrow matrices and
 * more on wide ones (docs/performance.md). Used where its library is on the class path in the form
 * in which JavaCPP packs it for Linux; JavaCPP's own binding is not, as it wants OpenCL.
 */
final class OneDnn {

  /** Instruction sets up to AVX2. */
  private static final int NARROW_SETS = 0x7;

  /** Elements of a result from which on a transposed left factor is slow on those. */
  private static final int LARGE = 1 << 16;

  /** Lengths of its rows that are multiples of this fall into the same few sets of the cache. */
  private static final int ALIASED = 256;

  /** Multiplications from which on a product is worth waking threads that sleep. */
  private static final long WORTH_THREADS = 1 << 24;

  private final Library library;
  private volatile int threads = 1;

  /** OpenMP has a number of threads for each thread that calls it. */
  private final ThreadLocal<Integer> threadsHere = ThreadLocal.withInitial(() -> 0);

  private final boolean isNarrow;

  private final Optional<OneDnnBlocks> blocks;

  private OneDnn(Library library, Optional<OneDnnBlocks> blocks) {
    this.library = library;
    this.blocks = blocks;
    this.isNarrow = library.dnnl_get_effective_cpu_isa() <= NARROW_SETS;
  }

  /** Loads the library; empty where there is none for this system, or none that it can load. */
  static Optional<OneDnn> find() {
    try {
      OpenMpWaiting.inSleep();
      // What oneDNN needs must lie beside it.
      return unpack("libgomp.so.1").flatMap(openMp -> unpack("libdnnl.so.3")).map(OneDnn::load);
    } catch (LinkageError | UncheckedIOException e) {
      return Optional.empty(); // an older C library, or nowhere to unpack to: OpenBLAS serves
    }
  }

  /**
   * Loads the library from a file.
   *
   * @throws UnsatisfiedLinkError if it cannot be loaded, or lacks a function
   */
  static OneDnn load(String path) {
    Library library = LibraryLoader.create(Library.class).failImmediately().load(path);
    OneDnn loaded = new OneDnn(library, OneDnnBlocks.find(path));
    loaded.describe();
    return loaded;
  }

  /** Unpacks a library next to others of its jar, as JavaCPP does; returns its path. */
  private static Optional<String> unpack(String name) {
    URL packed =
        OneDnn.class.getResource("/org/bytedeco/dnnl/" + Loader.getPlatform() + "/" + name);
    try {
      return packed == null
          ? Optional.empty()
          : Optional.of(Loader.cacheResource(packed).getPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + packed, e);
    }
  }

  /** The functions in use; jnr-ffi implements it, so it is public. */
  public interface Library {

    /** c = alpha op(a) op(b) + beta c, rows stored one after the other; returns 0 if it could. */
    int dnnl_sgemm(
        byte transA,
        byte transB,
        @int64_t long m,
        @int64_t long n,
        @int64_t long k,
        float alpha,
        @Pinned @In float[] a,
        @int64_t long lda,
        @Pinned @In float[] b,
        @int64_t long ldb,
        float beta,
        @Pinned float[] c,
        @int64_t long ldc);

    /** Returns three integers, major, minor and patch. */
    Pointer dnnl_version();

    /** Returns the number of the instruction set in use. */
    int dnnl_get_effective_cpu_isa();

    /**
     * Sets the number of threads for what the calling thread does. A function of OpenMP, found
     * through oneDNN, as a process may have loaded more than one OpenMP.
     */
    void omp_set_num_threads(int threads);
  }

  void setThreads(int count) {
    threads = count;
  }

  /** Returns what decides the bits of its products. */
  String describe() {
    Pointer version = library.dnnl_version();
    return String.format(
        Locale.ROOT,
        "oneDNN %d.%d.%d, instruction set %#x",
        version.getInt(0),
        version.getInt(Integer.BYTES),
        version.getInt(2L * Integer.BYTES),
        library.dnnl_get_effective_cpu_isa());
  }

  /**
   * Returns whether OpenBLAS does not serve better: without AVX-512, some large gradients of
   * weights take it half as long (docs/performance.md).
   */
  boolean isFasterFor(Product p) {
    return !(isNarrow && p.transposeA() && p.lda() % ALIASED == 0 && (long) p.m() * p.n() >= LARGE);
  }

  /** Returns whether there are products that OpenBLAS serves better. */
  boolean leavesSome() {
    return isNarrow;
  }

  /** Returns how many of some threads a product is worth. */
  static int threadsFor(Product p, int threads) {
    return (long) p.m() * p.n() * p.k() < WORTH_THREADS ? 1 : threads;
  }

  private void takeThreads(Product p) {
    int wanted = threadsFor(p, threads);
    if (threadsHere.get() != wanted) {
      library.omp_set_num_threads(wanted);
      threadsHere.set(wanted);
    }
  }

  void multiply(Product p, float alpha, float[] a, float[] b, float beta, float[] c) {
    takeThreads(p);
    int status =
        library.dnnl_sgemm(
            OneDnnBlocks.letter(p.transposeA()),
            OneDnnBlocks.letter(p.transposeB()),
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
    if (status != 0) {
      throw new IllegalStateException("oneDNN refused %s with status %d".formatted(p, status));
    }
  }

  /**
   * Multiplies matrices within larger ones.
   *
   * @return false if that cannot be done here, and nothing was
   */
  boolean multiplyBlocks(
      Product p, float alpha, Float32Block a, Float32Block b, float beta, Float32Block c) {
    if (blocks.isEmpty()) {
      return false;
    }
    takeThreads(p);
    blocks.get().multiply(p, alpha, a, b, beta, c);
    return true;
  }
}

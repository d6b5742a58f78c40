package org.retrograde.reversible.device.cuda;

import jnr.ffi.Pointer;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;

/**
 * Matrix products by cuBLAS that repeat their bits on one model of card and version of cuBLAS: one
 * handle and workspace a stream, nothing emulated, TF32 only where asked for, and every array
 * aligned alike.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cublas/#results-reproducibility">cuBLAS, Results
 *     reproducibility</a>
 */
final class CudaBlas {

  /** What cuBLAS itself would take on Hopper. */
  static final long WORKSPACE_BYTES = 32L << 20;

  private static final int DEFAULT_MATH = 0;
  private static final int TF32_TENSOR_OP_MATH = 3;
  private static final long TRANSPOSED_A = 1;
  private static final long TRANSPOSED_B = 2;

  private final Cublas cublas;
  private final long handle;
  private final CudaArray workspace;
  private final Pointer scalars = NativeBlock.of(2 * Double.BYTES);

  /** Makes a handle; the context must be current. */
  CudaBlas(CudaStream stream, Cublas cublas, CudaArray workspace, Products products) {
    this.cublas = cublas;
    this.workspace = workspace;
    long[] made = new long[1];
    check("cublasCreate", cublas.cublasCreate_v2(made));
    this.handle = made[0];
    check("cublasSetStream", cublas.cublasSetStream_v2(handle, stream.handle()));
    check(
        "cublasSetWorkspace",
        cublas.cublasSetWorkspace_v2(handle, workspace.address(), WORKSPACE_BYTES));
    int mode =
        switch (products) {
          case FLOAT32, ONEDNN, OPENBLAS -> DEFAULT_MATH;
          case TF32 -> TF32_TENSOR_OP_MATH;
        };
    check("cublasSetMathMode", cublas.cublasSetMathMode(handle, mode));
  }

  /** Returns the version, such as 130100. */
  int version() {
    int[] version = new int[1];
    check("cublasGetVersion", cublas.cublasGetVersion_v2(handle, version));
    return version[0];
  }

  /**
   * Returns the call c [m, n] = alpha op(a) op(b) + beta c, inner length k, of matrices whose rows
   * lie one after the other.
   */
  static Call product(
      Precision precision,
      int[] shape,
      double alpha,
      CudaArray a,
      boolean transposeA,
      CudaArray b,
      boolean transposeB,
      double beta,
      CudaArray c) {
    long transposed = (transposeA ? TRANSPOSED_A : 0) + (transposeB ? TRANSPOSED_B : 0);
    return new Call(Operations.of(Operations.PRODUCT, precision), (long) shape[0] * shape[1], 0)
        .with(a)
        .with(b)
        .with(c)
        .with(shape[0], shape[1], shape[2])
        .with(alpha)
        .with(beta)
        .with(transposed);
  }

  /** Puts a product into the stream: to cuBLAS, whose columns lie in order, c' = op(b)' op(a)'. */
  void multiply(Call call) {
    int m = (int) call.word(0);
    int n = (int) call.word(1);
    int k = (int) call.word(2);
    double alpha = Double.longBitsToDouble(call.word(3));
    double beta = Double.longBitsToDouble(call.word(4));
    int opA = (call.word(5) & TRANSPOSED_A) != 0 ? 1 : 0;
    int opB = (call.word(5) & TRANSPOSED_B) != 0 ? 1 : 0;
    int lda = opA == 1 ? m : k;
    int ldb = opB == 1 ? k : n;
    long a = call.array(0).address();
    long b = call.array(1).address();
    long c = call.array(2).address();
    long first = scalars.address();
    long second = first + Double.BYTES;
    if (call.operation().is(Operations.of(Operations.PRODUCT, Precision.FLOAT64))) {
      scalars.putDouble(0, alpha);
      scalars.putDouble(Double.BYTES, beta);
      check(
          "cublasDgemm",
          cublas.cublasDgemm_v2(handle, opB, opA, n, m, k, first, b, ldb, a, lda, second, c, n));
    } else {
      scalars.putFloat(0, (float) alpha);
      scalars.putFloat(Double.BYTES, (float) beta);
      check(
          "cublasSgemm",
          cublas.cublasSgemm_v2(handle, opB, opA, n, m, k, first, b, ldb, a, lda, second, c, n));
    }
  }

  private void check(String call, int status) {
    if (status != 0) {
      throw new CudaException(
          "%s failed with status %d (workspace of %d bytes)"
              .formatted(call, status, workspace.bytes()));
    }
  }

  void destroy() {
    check("cublasDestroy", cublas.cublasDestroy_v2(handle));
  }
}

package org.retrograde.reversible.device.cuda;

import jnr.ffi.annotations.Out;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;

/**
 * Functions of libcublas; public because jnr-ffi implements it.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cublas/">cuBLAS</a>
 */
public interface Cublas {

  int cublasCreate_v2(@Out long[] handle);

  int cublasDestroy_v2(@intptr_t long handle);

  int cublasGetVersion_v2(@intptr_t long handle, @Out int[] version);

  int cublasSetStream_v2(@intptr_t long handle, @intptr_t long stream);

  int cublasSetWorkspace_v2(@intptr_t long handle, @intptr_t long workspace, @size_t long bytes);

  int cublasSetMathMode(@intptr_t long handle, int mode);

  int cublasSgemm_v2(
      @intptr_t long handle,
      int transA,
      int transB,
      int m,
      int n,
      int k,
      @intptr_t long alpha,
      @intptr_t long a,
      int lda,
      @intptr_t long b,
      int ldb,
      @intptr_t long beta,
      @intptr_t long c,
      int ldc);

  int cublasDgemm_v2(
      @intptr_t long handle,
      int transA,
      int transB,
      int m,
      int n,
      int k,
      @intptr_t long alpha,
      @intptr_t long a,
      int lda,
      @intptr_t long b,
      int ldb,
      @intptr_t long beta,
      @intptr_t long c,
      int ldc);
}

package org.retrograde.reversible.device.cuda;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;

/**
 * Functions of libcuda, of CUDA 12.0 and later; public because jnr-ffi implements it. Pointers and
 * handles are numbers. A function that NVIDIA has made anew is named by its version: the plain name
 * is the oldest one.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-driver-api/">CUDA Driver API</a>
 */
public interface CudaDriver {

  int cuInit(int flags);

  int cuDriverGetVersion(@Out int[] version);

  int cuDeviceGetCount(@Out int[] count);

  int cuDeviceGet(@Out int[] device, int ordinal);

  int cuDeviceGetName(@Out byte[] name, int length, int device);

  int cuDeviceGetAttribute(@Out int[] value, int attribute, int device);

  int cuDeviceTotalMem_v2(@Out long[] bytes, int device);

  int cuDevicePrimaryCtxRetain(@Out long[] context, int device);

  int cuCtxSetCurrent(@intptr_t long context);

  int cuGetErrorName(int error, @Out long[] name);

  int cuGetErrorString(int error, @Out long[] text);

  int cuMemGetInfo_v2(@Out long[] free, @Out long[] total);

  int cuMemAlloc_v2(@Out long[] address, @size_t long bytes);

  int cuMemFree_v2(@intptr_t long address);

  int cuMemAllocHost_v2(@Out long[] address, @size_t long bytes);

  int cuMemFreeHost(@intptr_t long address);

  int cuMemcpyHtoDAsync_v2(
      @intptr_t long to, @intptr_t long from, @size_t long bytes, @intptr_t long stream);

  int cuMemcpyDtoHAsync_v2(
      @intptr_t long to, @intptr_t long from, @size_t long bytes, @intptr_t long stream);

  int cuMemsetD8Async(@intptr_t long to, byte value, @size_t long bytes, @intptr_t long stream);

  int cuStreamCreate(@Out long[] stream, int flags);

  int cuStreamSynchronize(@intptr_t long stream);

  int cuStreamDestroy_v2(@intptr_t long stream);

  int cuStreamBeginCapture_v2(@intptr_t long stream, int mode);

  int cuStreamGetCaptureInfo_v2(
      @intptr_t long stream,
      @Out int[] status,
      @Out long[] id,
      @Out long[] graph,
      @Out long[] dependencies,
      @Out long[] count);

  int cuStreamEndCapture(@intptr_t long stream, @Out long[] graph);

  int cuGraphInstantiateWithFlags(@Out long[] executable, @intptr_t long graph, long flags);

  int cuGraphExecKernelNodeSetParams_v2(
      @intptr_t long executable, @intptr_t long node, @intptr_t long parameters);

  int cuGraphLaunch(@intptr_t long executable, @intptr_t long stream);

  int cuGraphDestroy(@intptr_t long graph);

  int cuGraphExecDestroy(@intptr_t long executable);

  int cuModuleLoadData(@Out long[] module, @In byte[] image);

  int cuModuleGetFunction(@Out long[] function, @intptr_t long module, @In String name);

  int cuLaunchKernelEx(
      @intptr_t long configuration,
      @intptr_t long function,
      @intptr_t long parameters,
      @intptr_t long extra);
}

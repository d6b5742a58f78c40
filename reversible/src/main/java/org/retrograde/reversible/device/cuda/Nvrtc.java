package org.retrograde.reversible.device.cuda;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.intptr_t;

/**
 * Functions of libnvrtc, the compiler; public because jnr-ffi implements it.
 *
 * @see <a href="https://docs.nvidia.com/cuda/nvrtc/">NVRTC</a>
 */
public interface Nvrtc {

  int nvrtcVersion(@Out int[] major, @Out int[] minor);

  String nvrtcGetErrorString(int result);

  int nvrtcGetNumSupportedArchs(@Out int[] count);

  int nvrtcGetSupportedArchs(@Out int[] capabilities);

  int nvrtcCreateProgram(
      @Out long[] program,
      @In String source,
      @In String name,
      int headers,
      @intptr_t long headerSources,
      @intptr_t long headerNames);

  int nvrtcDestroyProgram(@In @Out long[] program);

  int nvrtcCompileProgram(@intptr_t long program, int count, @In String[] options);

  int nvrtcGetProgramLogSize(@intptr_t long program, @Out long[] bytes);

  int nvrtcGetProgramLog(@intptr_t long program, @Out byte[] log);

  int nvrtcGetCUBINSize(@intptr_t long program, @Out long[] bytes);

  int nvrtcGetCUBIN(@intptr_t long program, @Out byte[] cubin);

  int nvrtcGetPTXSize(@intptr_t long program, @Out long[] bytes);

  int nvrtcGetPTX(@intptr_t long program, @Out byte[] ptx);
}

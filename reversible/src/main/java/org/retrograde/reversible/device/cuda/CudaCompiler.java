package org.retrograde.reversible.device.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Compiles CUDA C++ by NVRTC, which needs neither a card nor a driver. */
final class CudaCompiler {

  /** Products and sums stay apart, as on every other device; the rest is NVRTC's default. */
  static final List<String> OPTIONS =
      List.of("--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true", "--std=c++17");

  private final Nvrtc nvrtc;
  private final int target;
  private final boolean direct;

  /**
   * Makes a compiler for a card.
   *
   * @param capability such as 90; where this NVRTC is older than the card it makes PTX of the
   *     newest kind that it knows, for the driver to translate
   */
  CudaCompiler(Nvrtc nvrtc, int capability) {
    int[] known = capabilities(nvrtc);
    this.nvrtc = nvrtc;
    this.target =
        Arrays.stream(known)
            .filter(one -> one <= capability)
            .max()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the card's compute capability is %s, this NVRTC compiles for %s"
                            .formatted(CardFacts.dotted(capability), Arrays.toString(known))));
    this.direct = target == capability;
  }

  /** Returns what besides the source decides the code that comes out. */
  String description() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check("nvrtcVersion", nvrtc.nvrtcVersion(major, minor));
    return String.format(
        Locale.ROOT, "NVRTC %d.%d %s", major[0], minor[0], String.join(" ", options()));
  }

  private List<String> options() {
    String architecture = "--gpu-architecture=" + (direct ? "sm_" : "compute_") + target;
    return Stream.concat(Stream.of(architecture), OPTIONS.stream()).toList();
  }

  /**
   * Compiles.
   *
   * @param name of the source, for messages
   * @return machine code, or PTX as text that ends with a 0
   */
  byte[] compile(String name, String source) {
    long[] program = new long[1];
    check("nvrtcCreateProgram", nvrtc.nvrtcCreateProgram(program, source, name, 0, 0, 0));
    try {
      String[] options = options().toArray(String[]::new);
      int result = nvrtc.nvrtcCompileProgram(program[0], options.length, options);
      if (result != 0) {
        throw new CudaException("the kernels do not compile: " + log(program[0]));
      }
      return direct ? cubin(program[0]) : ptx(program[0]);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  /** Returns the compute capabilities that an NVRTC compiles for. */
  static int[] capabilities(Nvrtc nvrtc) {
    int[] count = new int[1];
    check(nvrtc, "nvrtcGetNumSupportedArchs", nvrtc.nvrtcGetNumSupportedArchs(count));
    int[] known = new int[count[0]];
    check(nvrtc, "nvrtcGetSupportedArchs", nvrtc.nvrtcGetSupportedArchs(known));
    return known;
  }

  private String log(long program) {
    long[] bytes = new long[1];
    check("nvrtcGetProgramLogSize", nvrtc.nvrtcGetProgramLogSize(program, bytes));
    byte[] log = new byte[Math.toIntExact(bytes[0])];
    check("nvrtcGetProgramLog", nvrtc.nvrtcGetProgramLog(program, log));
    return new String(log, StandardCharsets.UTF_8).strip();
  }

  private byte[] cubin(long program) {
    long[] bytes = new long[1];
    check("nvrtcGetCUBINSize", nvrtc.nvrtcGetCUBINSize(program, bytes));
    byte[] image = new byte[Math.toIntExact(bytes[0])];
    check("nvrtcGetCUBIN", nvrtc.nvrtcGetCUBIN(program, image));
    return image;
  }

  private byte[] ptx(long program) {
    long[] bytes = new long[1];
    check("nvrtcGetPTXSize", nvrtc.nvrtcGetPTXSize(program, bytes));
    byte[] image = new byte[Math.toIntExact(bytes[0])];
    check("nvrtcGetPTX", nvrtc.nvrtcGetPTX(program, image));
    return image;
  }

  private void check(String call, int result) {
    check(nvrtc, call, result);
  }

  private static void check(Nvrtc nvrtc, String call, int result) {
    if (result != 0) {
      throw new CudaException(
          "%s failed with error %d, %s".formatted(call, result, nvrtc.nvrtcGetErrorString(result)));
    }
  }
}

package org.retrograde.reversible.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels of all operations, and those of a step with momentum and with AdamW, compile for
 * every card from 7.5 on, without contractions, and keep everything in registers. Needs nvcc of
 * CUDA 12 or 13, no card and no driver.
 */
@Tag("slow")
final class KernelsCompileTest {

  private static final Pattern MEMORY =
      Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill");

  @BeforeAll
  static void skipWithoutCompiler() {
    assumeTrue(runs("nvcc", "--version"), "skipped: there is no nvcc");
  }

  private static boolean runs(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Path source(Path folder) throws IOException {
    Map<String, String> kernels = new LinkedHashMap<>();
    KernelSource.single().forEach((operation, text) -> kernels.put(text, KernelLibrary.name(text)));
    for (List<Call> step : List.of(ExampleSteps.momentum(4), ExampleSteps.adamW(4))) {
      for (Unit unit : Fusion.units(step)) {
        kernels.put(unit.kernel(), KernelLibrary.name(unit.kernel()));
      }
    }
    return Files.writeString(folder.resolve("kernels.cu"), KernelSource.module(kernels));
  }

  private static String compiled(Path folder, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("nvcc"));
    CudaCompiler.OPTIONS.forEach(option -> command.add(option.replace("--std=", "-std=")));
    command.addAll(List.of(options));
    command.add(source(folder).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @ParameterizedTest(name = "compute capability {0}")
  @ValueSource(ints = {75, 80, 86, 89, 90, 100, 120})
  void theyCompileAndStayInRegisters(int capability, @TempDir Path folder)
      throws IOException, InterruptedException {
    String cubin = folder.resolve("kernels.cubin").toString();
    String said =
        compiled(folder, "-cubin", "-arch=sm_" + capability, "-Xptxas", "-v", "-o", cubin);
    Matcher memory = MEMORY.matcher(said);
    int kernels = 0;
    while (memory.find()) {
      kernels++;
      // A call of the division's slow path may save a register or two.
      assertThat(Integer.parseInt(memory.group(1))).as("stack frame").isLessThanOrEqualTo(16);
      assertThat(Integer.parseInt(memory.group(2))).as("spilled").isLessThanOrEqualTo(8);
    }
    assertThat(kernels).isGreaterThan(Operations.all().size());
  }

  @Test
  void productsAndSumsStayApart(@TempDir Path folder) throws IOException, InterruptedException {
    Path ptx = folder.resolve("kernels.ptx");
    compiled(folder, "-ptx", "-arch=compute_90", "-o", ptx.toString());
    String text = Files.readString(ptx);
    assertThat(text).contains("mul.rn.f64", "add.rn.f64", "sqrt.rn.f64", "div.rn.f64");
    assertThat(text).doesNotContain("fma.rn", "fma.ftz", ".ftz", ".approx");
    // The control: without the option there are contractions.
    Path contracted = folder.resolve("contracted.ptx");
    compiled(folder, "-ptx", "-arch=compute_90", "-fmad=true", "-o", contracted.toString());
    assertThat(Files.readString(contracted)).contains("fma.rn.f64");
  }
}

package org.retrograde.reversible.device.nd4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The graphics cards of this machine, asked of {@code nvidia-smi}, which comes with every driver.
 * So no CUDA library is loaded, which might not survive a card that it has no code for.
 *
 * @param gpus in the tool's order
 * @param reason why there are none; empty if there are
 */
public record GpuSurvey(List<Gpu> gpus, String reason) {

  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=name,compute_cap,driver_version,memory.total",
          "--format=csv,noheader");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Copies the list. */
  public GpuSurvey {
    gpus = List.copyOf(gpus);
  }

  /** Asks; takes up to some seconds where there is a card. */
  public static GpuSurvey take() {
    return take(COMMAND, PATIENCE);
  }

  static GpuSurvey take(List<String> command, Duration patience) {
    String tool = command.get(0);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return none(tool + " is not there");
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return none("%s did not answer within %d s".formatted(tool, patience.toSeconds()));
      }
      byte[] output = process.getInputStream().readAllBytes(); // a line a card: no pipe fills up
      return read(tool, new String(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return none("%s cannot be read: %s".formatted(tool, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none(tool + " was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static GpuSurvey read(String tool, String output) {
    List<Gpu> gpus = output.lines().flatMap(line -> Gpu.parse(line).stream()).toList();
    if (!gpus.isEmpty()) {
      return new GpuSurvey(gpus, "");
    }
    String said = output.lines().filter(line -> !line.isBlank()).findFirst().orElse("nothing");
    return none("%s says: %s".formatted(tool, said.strip()));
  }

  private static GpuSurvey none(String reason) {
    return new GpuSurvey(List.of(), reason);
  }

  /**
   * Returns why the CUDA backend cannot be used here, and what to do. Nothing if it can, and
   * nothing if no card is seen: a container may hide the tool from a card that is there.
   *
   * @param chosen whether the user chooses among the cards, by CUDA_VISIBLE_DEVICES: then one that
   *     is served is enough
   */
  Optional<String> refusal(boolean chosen) {
    List<String> refusals = gpus.stream().flatMap(gpu -> gpu.refusal().stream()).toList();
    boolean someServed = refusals.size() < gpus.size();
    if (refusals.isEmpty() || (chosen && someServed)) {
      return Optional.empty();
    }
    String advice =
        someServed
            ? "Set CUDA_VISIBLE_DEVICES to the other cards, or use the device host."
            : "Use the device host, or a build without the Maven profile cuda.";
    return Optional.of("device nd4j: " + String.join("; ", refusals) + ". " + advice);
  }

  /** Returns whether device nd4j of this build runs on one of the cards. */
  public boolean isInUse() {
    return Nd4jBackend.isForCuda() && gpus.stream().anyMatch(gpu -> gpu.refusal().isEmpty());
  }

  /** Returns which cards there are, and what this build makes of each. */
  public String describe() {
    return describe(Nd4jBackend.isForCuda());
  }

  String describe(boolean forCuda) {
    if (gpus.isEmpty()) {
      return "none found (%s)".formatted(reason);
    }
    String served =
        forCuda
            ? "device nd4j runs on it"
            : "not used, device nd4j of this build runs on the CPU (Maven profile cuda)";
    return gpus.stream()
        .map(gpu -> gpu + ": " + gpu.refusal().map(text -> "refused, " + text).orElse(served))
        .collect(Collectors.joining("; "));
  }
}

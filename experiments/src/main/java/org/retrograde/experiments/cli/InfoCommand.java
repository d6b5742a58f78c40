package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.nd4j.GpuSurvey;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what decides the bits of a run on this machine. */
@Command(
    name = "info",
    description = "Prints versions, device, BLAS, threads, processor, memory and graphics cards.",
    mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

  private static final String CUDA = "cuda";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = DeviceOptions.NAMES,
      description = "The device to open; host if not given.")
  private @Nullable String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of matrix products; without effect on cuda.")
  private int threads = 1;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, String> facts = new LinkedHashMap<>(Provenance.versions());
    facts.put("devices", String.join(", ", Devices.names()));
    try (Device opened = open()) {
      facts.putAll(Provenance.machine(opened));
    }
    facts.putIfAbsent("GPU", GpuSurvey.take().describe());
    if (device == null) {
      facts.put("device " + CUDA, cuda());
    } else if (device.startsWith(CUDA)) {
      facts.put("threads", "without effect on this device");
    }
    PrintWriter out = Streams.of(spec).out();
    if (json) {
      out.println(Json.of(facts));
    } else {
      facts.forEach((name, value) -> out.printf("%-14s %s%n", name, value));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private Device open() {
    return DeviceOptions.open(device == null ? "host" : device, Precision.FLOAT32, threads);
  }

  /** Returns what device cuda would run on, or why it cannot. */
  private static String cuda() {
    Optional<String> whyNot = Devices.whyNot(CUDA);
    if (whyNot.isPresent()) {
      return "not usable: " + whyNot.get();
    }
    return Devices.hardware(CUDA).entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining("; "));
  }

  /** Answers {@code --version}. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return Provenance.versions().entrySet().stream()
          .map(fact -> fact.getKey() + " " + fact.getValue())
          .toArray(String[]::new);
    }
  }
}

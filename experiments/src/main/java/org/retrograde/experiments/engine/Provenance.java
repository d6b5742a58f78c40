package org.retrograde.experiments.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.reversible.device.Device;

/** What decides the bits of a run beside its config: versions, device, processor. */
public final class Provenance {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Provenance() {}

  /** Returns the versions of the program and of the Java that runs it. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    String own = Provenance.class.getPackage().getImplementationVersion();
    versions.put("Retrograde", own == null ? "development" : own);
    versions.put("Java", System.getProperty("java.version", "unknown"));
    versions.put(
        "Java VM",
        System.getProperty("java.vm.name", "unknown")
            + " "
            + System.getProperty("java.vm.version", ""));
    return versions;
  }

  /** Returns the machine, and what the device says of itself. */
  public static Map<String, String> machine(Device device) {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("device", device.name() + " " + device.precision());
    machine.putAll(device.describe());
    machine.putAll(processor());
    return machine;
  }

  /** Returns operating system, processor, cores and memory. */
  public static Map<String, String> processor() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put(
        "system",
        "%s %s"
            .formatted(
                System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "")));
    machine.put("processor", processorName());
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("heap limit", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    return machine;
  }

  private static String processorName() {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Returns the settings of the run as they came to be. */
  public static Map<String, String> settings(RunConfig run) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("device", run.device());
    settings.put("precision", run.precision().word());
    settings.put("products", run.products().word());
    settings.put("threads a run", Integer.toString(run.threads()));
    settings.put("runs at once", Integer.toString(run.jobsAtOnce()));
    settings.put("state hash every", run.hashEvery() + " steps");
    return settings;
  }
}

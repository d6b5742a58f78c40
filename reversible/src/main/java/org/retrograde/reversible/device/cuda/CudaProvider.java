package org.retrograde.reversible.device.cuda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Products;

/** Opens the {@code cuda} device. */
public final class CudaProvider implements DeviceProvider {

  /** Set to calls or plans, launches without what is above it; for finding faults. */
  static final String LAUNCHING = "retrograde.cuda.launching";

  private static @Nullable CudaLibraries loaded;

  /** Called by the service loader. */
  public CudaProvider() {}

  @Override
  public String word() {
    return CudaDevice.NAME;
  }

  @Override
  public String meaning() {
    return "an NVIDIA card of compute capability 7.5 or newer";
  }

  @Override
  public Set<Products> products() {
    return Set.of(Products.FLOAT32, Products.TF32);
  }

  @Override
  public Optional<String> whyNot() {
    try {
      return CardFacts.of(libraries().driver()).refusal();
    } catch (IllegalArgumentException | CudaException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Map<String, String> hardware() {
    return hardware(libraries());
  }

  static Map<String, String> hardware(CudaLibraries libraries) {
    Map<String, String> facts = new LinkedHashMap<>(CardFacts.of(libraries.driver()).describe());
    facts.put("CUDA libraries", String.join(", ", libraries.found()));
    return facts;
  }

  @Override
  public Device open(DeviceSettings settings) {
    return new CudaDevice(CudaDevice.NAME, settings, libraries(), launching());
  }

  /** Returns what the user asks for; graphs, if nothing. */
  static Launching launching() {
    String said = System.getProperty(LAUNCHING, "graphs");
    return switch (said) {
      case "calls" -> Launching.CALLS;
      case "plans" -> Launching.PLANS;
      case "graphs" -> Launching.GRAPHS;
      default ->
          throw new IllegalArgumentException(
              "-D%s must be calls, plans or graphs, got '%s'".formatted(LAUNCHING, said));
    };
  }

  /** Loads them when a device is first opened, and keeps them. */
  private static synchronized CudaLibraries libraries() {
    if (loaded == null) {
      loaded = CudaLibraries.load();
    }
    return loaded;
  }
}

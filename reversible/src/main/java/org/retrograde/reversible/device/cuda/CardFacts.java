package org.retrograde.reversible.device.cuda;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the driver tells of the first card that it shows, without a context on it.
 *
 * @param name such as "NVIDIA H100 80GB HBM3"
 * @param capability the compute capability, such as 90
 * @param multiprocessors how many the card has
 * @param threads how many run at a time on each
 * @param totalBytes of memory
 * @param driverVersion the CUDA version of the driver, such as 13000
 */
record CardFacts(
    String name,
    int capability,
    int multiprocessors,
    int threads,
    long totalBytes,
    int driverVersion) {

  /** Turing: the first with what the kernels are compiled and tested for. */
  static final int OLDEST_CAPABILITY = 75;

  private static final int MULTIPROCESSORS = 16;
  private static final int THREADS_OF_EACH = 39;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  static CardFacts of(CudaDriver driver) {
    check("cuInit", driver.cuInit(0));
    int device = ordinal(driver);
    byte[] name = new byte[256];
    check("cuDeviceGetName", driver.cuDeviceGetName(name, name.length, device));
    long[] bytes = new long[1];
    check("cuDeviceTotalMem", driver.cuDeviceTotalMem_v2(bytes, device));
    int[] version = new int[1];
    check("cuDriverGetVersion", driver.cuDriverGetVersion(version));
    return new CardFacts(
        text(name),
        10 * attribute(driver, device, CAPABILITY_MAJOR)
            + attribute(driver, device, CAPABILITY_MINOR),
        attribute(driver, device, MULTIPROCESSORS),
        attribute(driver, device, THREADS_OF_EACH),
        bytes[0],
        version[0]);
  }

  /** Returns the handle of the first card. */
  static int ordinal(CudaDriver driver) {
    int[] device = new int[1];
    check("cuDeviceGet", driver.cuDeviceGet(device, 0));
    return device[0];
  }

  private static int attribute(CudaDriver driver, int device, int number) {
    int[] value = new int[1];
    check("cuDeviceGetAttribute", driver.cuDeviceGetAttribute(value, number, device));
    return value[0];
  }

  private static String text(byte[] name) {
    int length = 0;
    while (name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  private static void check(String call, int result) {
    if (result != 0) {
      throw new CudaException("%s failed with error %d".formatted(call, result));
    }
  }

  /** Returns why the kernels cannot run on this card; nothing if they can. */
  Optional<String> refusal() {
    return capability >= OLDEST_CAPABILITY
        ? Optional.empty()
        : Optional.of(
            ("device cuda needs a card of compute capability 7.5 or newer, %s has %s;"
                    + " device nd4j, built with -Pcuda, serves cards from 3.7 on")
                .formatted(name, dotted(capability)));
  }

  /** Writes 90 as 9.0. */
  static String dotted(int capability) {
    return String.format(Locale.ROOT, "%d.%d", capability / 10, capability % 10);
  }

  /** Returns the card and the driver as {@code info} shows them. */
  Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "GPU",
        String.format(
            Locale.ROOT,
            "%s (compute capability %s, %d multiprocessors, %d MiB)",
            name,
            dotted(capability),
            multiprocessors,
            totalBytes >> 20));
    facts.put(
        "CUDA driver",
        String.format(Locale.ROOT, "%d.%d", driverVersion / 1000, driverVersion % 1000 / 10));
    return facts;
  }
}

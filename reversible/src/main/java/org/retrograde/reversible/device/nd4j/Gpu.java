package org.retrograde.reversible.device.nd4j;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A graphics card as the driver's tool names it, and whether ND4J's CUDA artifact has code for it.
 *
 * <p>The artifact holds machine code for compute capability 3.7 to 8.6 and no PTX, from which the
 * driver could make code for others. Machine code also runs on later cards of the same major
 * capability, so it serves 8.9 (Ada), and neither Hopper (9.0) nor Blackwell (10.0, 12.0).
 *
 * @param name such as "NVIDIA GeForce RTX 3090"
 * @param capability the compute capability, such as "8.6"; whatever stood there if it is not known
 * @param driver version of the driver
 * @param memory such as "24576 MiB"
 */
public record Gpu(String name, String capability, String driver, String memory) {

  /** The artifact of the Maven profile {@code cuda}. */
  static final String ARTIFACT = "nd4j-cuda-11.6";

  private static final int OLDEST = 37;
  private static final int NEWEST = 89;
  private static final Pattern CAPABILITY = Pattern.compile("(\\d{1,3})\\.(\\d)");
  private static final Pattern LINE =
      Pattern.compile("(?<name>.+),(?<capability>[^,]*),(?<driver>[^,]*),(?<memory>[^,]*)");

  /**
   * Reads a line of {@code nvidia-smi --query-gpu=name,compute_cap,driver_version,memory.total
   * --format=csv,noheader}.
   *
   * @return nothing if it is no such line
   */
  static Optional<Gpu> parse(String line) {
    Matcher fields = LINE.matcher(line);
    return fields.matches()
        ? Optional.of(
            new Gpu(
                fields.group("name").strip(),
                fields.group("capability").strip(),
                fields.group("driver").strip(),
                fields.group("memory").strip()))
        : Optional.empty();
  }

  /**
   * Returns why the artifact cannot run on this card. Nothing if it can, and nothing if the
   * capability is not known: only drivers older than Hopper do not tell it.
   */
  Optional<String> refusal() {
    Matcher parts = CAPABILITY.matcher(capability);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int number = 10 * Integer.parseInt(parts.group(1)) + Integer.parseInt(parts.group(2));
    if (number >= OLDEST && number <= NEWEST) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has compute capability %s, for which %s has no code: it holds machine code for 3.7 to"
                .formatted(name, capability, ARTIFACT)
            + " 8.6 and no PTX, which serves cards up to 8.9 (Ada)");
  }

  /** Returns all of it in one line. */
  @Override
  public String toString() {
    return "%s (compute capability %s, driver %s, %s)".formatted(name, capability, driver, memory);
  }
}

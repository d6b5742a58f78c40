package org.retrograde.experiments.remote;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Device;

/**
 * What decides the bits of a trial beside its text: the program, the Java, the device with its
 * libraries and threads. A trial that is run in others might come out otherwise, so it is refused
 * there.
 *
 * @param facts by name, for people too
 */
@API(status = Status.EXPERIMENTAL)
public record Surroundings(Map<String, String> facts) {

  /** Copies the map. */
  public Surroundings {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Returns those of this process and a device of it. */
  public static Surroundings of(Device device) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("program", ProgramHash.get());
    OwnClasses.hash().ifPresent(hash -> facts.put("classes of your own", hash));
    facts.put(
        "Java",
        "%s of %s"
            .formatted(
                Runtime.version().feature(),
                System.getProperty("java.vendor", "an unknown vendor")));
    facts.put(
        "system",
        "%s %s".formatted(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
    facts.put("device", device.name() + " " + device.precision());
    facts.putAll(device.describe());
    return new Surroundings(facts);
  }

  /** Returns these and others. */
  Surroundings with(Map<String, String> others) {
    if (others.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.putAll(others);
    return new Surroundings(all);
  }

  /** Returns a fact, if it is known here. */
  public Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /** Returns where others differ from these, a sentence each; none if trials have the same bits. */
  public List<String> differences(Surroundings others) {
    Set<String> names = new LinkedHashSet<>(facts.keySet());
    names.addAll(others.facts.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(facts.get(name), others.facts.get(name)))
        .map(
            name ->
                "%s is %s, wanted is %s"
                    .formatted(name, shown(others.facts.get(name)), shown(facts.get(name))))
        .toList();
  }

  private static String shown(@Nullable String fact) {
    return fact == null ? "none" : fact;
  }
}

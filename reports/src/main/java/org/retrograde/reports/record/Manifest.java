package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who ran what, where, when, and how it ended: enough to run it again and to compare the bits.
 *
 * <p>Maps keep the order in which they were filled; lists and maps are copied and cannot be
 * modified afterwards.
 *
 * @param schema {@link #SCHEMA}
 * @param experiment name of the experiment, for example {@code quickstart}
 * @param title one line for people
 * @param summary a sentence or two that say what was done
 * @param status where the run stands
 * @param message why the run failed or was interrupted, or null
 * @param started the start as an ISO-8601 instant
 * @param seconds wall time so far, in seconds
 * @param command the command line, one element an argument
 * @param versions software and its versions (JDK, BLAS, ND4J, Retrograde)
 * @param machine processor, kernel, memory
 * @param settings device, threads and other settings that can change bits
 * @param seeds seeds by purpose, for example {@code train} and {@code check}
 * @param dataHashes hash of each data set by its name
 * @param groups parameter groups of the network, in order; empty where there is none, and in older
 *     files
 * @param finalStateHash hash of the last training state, or null before there is one
 */
public record Manifest(
    String schema,
    String experiment,
    String title,
    String summary,
    RunStatus status,
    @Nullable String message,
    String started,
    double seconds,
    List<String> command,
    Map<String, String> versions,
    Map<String, String> machine,
    Map<String, String> settings,
    Map<String, List<Long>> seeds,
    Map<String, String> dataHashes,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<GroupPlace> groups,
    @Nullable String finalStateHash) {

  /** The schema that this class reads and writes. */
  public static final String SCHEMA = "retrograde-manifest-1";

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public Manifest {
    Schemas.require(SCHEMA, schema);
    command = List.copyOf(command);
    versions = Copies.ordered(versions);
    machine = Copies.ordered(machine);
    settings = Copies.ordered(settings);
    Map<String, List<Long>> copiedSeeds = new LinkedHashMap<>();
    seeds.forEach((purpose, values) -> copiedSeeds.put(purpose, List.copyOf(values)));
    seeds = Copies.ordered(copiedSeeds);
    dataHashes = Copies.ordered(dataHashes);
    groups = List.copyOf(groups);
  }

  /** Returns this manifest of a run that has ended. */
  public Manifest ended(RunStatus how, String why) {
    return new Manifest(
        schema,
        experiment,
        title,
        summary,
        how,
        why,
        started,
        seconds,
        command,
        versions,
        machine,
        settings,
        seeds,
        dataHashes,
        groups,
        finalStateHash);
  }
}

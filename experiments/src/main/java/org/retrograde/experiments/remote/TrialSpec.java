package org.retrograde.experiments.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.models.data.Sha256;

/**
 * A trial as text: everything that a process needs which has only the program and the data.
 *
 * @param schema version of this form
 * @param id of the trial, see {@link org.retrograde.hypergrad.trial.Trial#id}
 * @param config of its problem, resolved
 * @param data hashes of the rows that the config's files hold, by name
 * @param files SHA-256 of files that come with the trial, by the key of the config that names each;
 *     empty where all machines see the same files
 * @param width of the problem
 * @param seed of the start and the batches
 * @param settings without the factors of a width, in Base64
 * @param want what to find out
 * @param surroundings that the results are of
 */
@API(status = Status.EXPERIMENTAL)
public record TrialSpec(
    String schema,
    String id,
    JsonNode config,
    Map<String, String> data,
    Map<String, String> files,
    int width,
    long seed,
    String settings,
    WantText want,
    Surroundings surroundings) {

  private static final int DIGITS = 8;

  /** The version that this program writes and reads. */
  static final String SCHEMA = "retrograde-trial/1";

  /** Copies the maps. */
  public TrialSpec {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * What a trial is to find out.
   *
   * @param kind name of its class
   * @param value its components
   */
  public record WantText(String kind, JsonNode value) {}

  /** Returns the same trial with files that come with it. */
  public TrialSpec withFiles(Map<String, String> hashes) {
    return new TrialSpec(
        schema, id, config, data, hashes, width, seed, settings, want, surroundings);
  }

  /**
   * Returns the name of its files: of the trial and of the surroundings that its result is of, so
   * that what another program left is not in the way.
   */
  String key() {
    String others = Sha256.of(RemoteJson.write(surroundings).getBytes(StandardCharsets.UTF_8));
    return id + "-" + others.substring(0, DIGITS);
  }

  /** Returns it in one line. */
  public String toText() {
    return RemoteJson.write(this);
  }

  /**
   * Reads a line.
   *
   * @throws TrialTextException if it is no trial that this program can read
   */
  public static TrialSpec read(String line) {
    TrialSpec spec = RemoteJson.read(line, TrialSpec.class, "a trial");
    if (!SCHEMA.equals(spec.schema)) {
      throw new TrialTextException(
          "a trial of schema %s, and this program reads %s; use the version that wrote it"
              .formatted(spec.schema, SCHEMA));
    }
    return spec;
  }
}

package org.retrograde.experiments.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reversible.storage.FileReasons;

/**
 * A folder through which trials go to other processes and their results come back: {@code
 * trials-0001.jsonl}, a trial a line; {@code results/KEY.json}, each whole from the moment it is
 * there; {@code claims/KEY}, by which workers tell each other what they are at; {@code
 * refusals/KEY.txt}, why a machine does not run a trial. All machines see it.
 */
@API(status = Status.EXPERIMENTAL)
public final class SpoolFolder {

  /** A claim that nobody has renewed for so long is of a process that is gone. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final String RESULTS = "results";
  private static final String CLAIMS = "claims";
  private static final String REFUSALS = "refusals";

  private final Path folder;

  /** The trials of the lists read so far. */
  private final Map<Path, List<TrialSpec>> lists = new HashMap<>();

  /** Names a folder, which need not be there. */
  public SpoolFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder. */
  public Path root() {
    return folder;
  }

  /**
   * Makes the folder.
   *
   * @throws IOException if that cannot be done
   */
  void make() throws IOException {
    try {
      for (String part : List.of(RESULTS, CLAIMS, REFUSALS)) {
        Files.createDirectories(folder.resolve(part));
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot make the spool %s: %s; name a folder that this machine and its workers can write to"
              .formatted(folder, FileReasons.of(e)),
          e);
    }
  }

  /** Returns where results are. */
  public Path results() {
    return folder.resolve(RESULTS);
  }

  /**
   * Returns all lists, by name.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<Path> lists() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("trials-\\d+\\.jsonl"))
          .sorted()
          .toList();
    }
  }

  /**
   * Returns the lines of a list, a trial each.
   *
   * @throws IOException if it cannot be read
   */
  private static List<String> lines(Path list) throws IOException {
    try {
      return Files.readAllLines(list);
    } catch (NoSuchFileException e) {
      throw new TrialTextException("%s: file not found".formatted(list));
    } catch (IOException e) {
      throw new IOException("cannot read %s: %s".formatted(list, FileReasons.of(e)), e);
    }
  }

  /** Returns the trials of all lists; a list does not change once it is there. */
  List<TrialSpec> trials() throws IOException {
    List<TrialSpec> all = new ArrayList<>();
    for (Path list : lists()) {
      List<TrialSpec> known = lists.get(list);
      if (known == null) {
        known = trials(list);
        lists.put(list, known);
      }
      all.addAll(known);
    }
    return all;
  }

  /**
   * Returns the trials of a list.
   *
   * @throws IOException if it cannot be read
   * @throws TrialTextException if a line is no trial; names it
   */
  static List<TrialSpec> trials(Path list) throws IOException {
    List<TrialSpec> trials = new ArrayList<>();
    for (String line : lines(list)) {
      try {
        trials.add(TrialSpec.read(line));
      } catch (TrialTextException e) {
        throw new TrialTextException(
            "line %d of %s %s".formatted(trials.size() + 1, list, e.getMessage()));
      }
    }
    return trials;
  }

  /**
   * Adds a list. Of several processes that add one at once, each gets its own.
   *
   * @return where it is
   * @throws IOException if it cannot be written
   */
  Path add(List<TrialSpec> trials) throws IOException {
    StringBuilder text = new StringBuilder();
    trials.forEach(trial -> text.append(trial.toText()).append('\n'));
    for (int number = lists().size() + 1; ; number++) {
      try {
        AtomicFile.create(list(number), text.toString());
        return list(number);
      } catch (FileAlreadyExistsException e) {
        // the next number, then
      }
    }
  }

  private Path list(int number) {
    return folder.resolve(String.format(Locale.ROOT, "trials-%04d.jsonl", number));
  }

  private static Path result(Path results, String key) {
    return results.resolve(key + ".json");
  }

  /**
   * Returns the result of a trial, if it is there.
   *
   * @param results folder of them
   * @throws IOException if it cannot be read
   * @throws TrialTextException if it is no result
   */
  static Optional<TrialResult> result(Path results, TrialSpec trial) throws IOException {
    Path file = result(results, trial.key());
    try {
      return Optional.of(TrialResult.read(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (TrialTextException e) {
      throw new TrialTextException(
          "%s %s; remove it, and have the trial run again".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new IOException("cannot read %s: %s".formatted(file, FileReasons.of(e)), e);
    }
  }

  /** Returns whether there is a result of a trial, a failure too. */
  static boolean hasResult(Path results, TrialSpec trial) {
    return Files.exists(result(results, trial.key()));
  }

  /** Returns the name of a result's file, for people. */
  static String nameOf(Path results, TrialSpec trial) {
    return result(results, trial.key()).toString();
  }

  /**
   * Writes a result: whole, or not at all. One that is there stays if it has the same bits.
   *
   * @param results folder, which is made if need be
   * @throws IOException if it cannot be written
   * @throws TrialTextException if another process found other bits
   */
  static void keep(Path results, TrialSpec trial, TrialResult result) throws IOException {
    Files.createDirectories(results);
    Optional<TrialResult> earlier = result(results, trial);
    if (earlier.isPresent() && earlier.get().outcome() != null) {
      if (result.outcome() != null && !result.hasBitsOf(earlier.get())) {
        throw new TrialTextException(
            "%s was computed on %s, and comes out otherwise here: one of the two machines does not"
                    .formatted(result(results, trial.key()), earlier.get().by().host())
                + " compute what it should; neither result is to be trusted");
      }
      return;
    }
    AtomicFile.write(result(results, trial.key()), result.toText() + "\n");
  }

  /** Removes a result that is to be made anew. */
  static void remove(Path results, TrialSpec trial) throws IOException {
    Files.deleteIfExists(result(results, trial.key()));
  }

  /**
   * Claims a trial for this process, so that others take another. Nothing is wrong if two run the
   * same one.
   *
   * @return whether no other process that lives has it
   * @throws IOException if the claim cannot be written
   */
  boolean claim(String key) throws IOException {
    Path claim = claimOf(key);
    Files.createDirectories(folder.resolve(CLAIMS));
    String words = ThisProcess.name();
    try {
      Files.writeString(claim, words, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!isStale(claim)) {
        return false;
      }
      AtomicFile.write(claim, words);
      return true;
    }
  }

  private static boolean isStale(Path claim) throws IOException {
    try {
      if (ThisProcess.isGone(Files.readString(claim).strip())) {
        return true;
      }
      Instant renewed = Files.getLastModifiedTime(claim).toInstant();
      return renewed.isBefore(Instant.now().minus(LEASE));
    } catch (NoSuchFileException e) {
      return true; // given up in this moment
    }
  }

  /** Says that this process is still at a trial. */
  void renew(String key) throws IOException {
    try {
      Files.setLastModifiedTime(claimOf(key), FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      // somebody else has run it, or the folder was removed
    }
  }

  /** Gives a claim back. */
  void release(String key) {
    try {
      if (Files.readString(claimOf(key)).equals(ThisProcess.name())) {
        Files.delete(claimOf(key));
      }
    } catch (IOException e) {
      // it runs out by itself
    }
  }

  private Path claimOf(String key) {
    return folder.resolve(CLAIMS).resolve(key);
  }

  /** Returns whether a worker that lives is at a trial. */
  boolean isClaimed(String key) throws IOException {
    return Files.exists(claimOf(key)) && !isStale(claimOf(key));
  }

  /** Says for all to see why this machine does not run a trial. */
  void refuse(String key, String reason) {
    try {
      Files.createDirectories(folder.resolve(REFUSALS));
      AtomicFile.write(refusalOf(key), ThisProcess.hostName() + ": " + reason + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns which machine does not run a trial, and why; empty once one does. */
  Optional<String> refusal(String key) throws IOException {
    try {
      return Optional.of(Files.readString(refusalOf(key)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Takes back what another machine has said of a trial that this one runs. */
  void accept(String key) throws IOException {
    Files.deleteIfExists(refusalOf(key));
  }

  private Path refusalOf(String key) {
    return folder.resolve(REFUSALS).resolve(key + ".txt");
  }
}

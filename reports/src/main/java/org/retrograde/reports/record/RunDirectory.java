package org.retrograde.reports.record;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run and their layout.
 *
 * <p>Every file but {@code metrics.jsonl} is replaced as a whole and atomically; {@code
 * metrics.jsonl} grows by complete lines. A run that is cut off at any point therefore leaves a
 * directory that can be read. Not safe for use by several threads at once.
 */
public final class RunDirectory {

  private static final String MANIFEST = "manifest.json";
  private static final String CONFIG = "config.yaml";
  private static final String TRIALS = "trials.jsonl";

  private final Path root;
  private final MetricsFile metrics;

  private RunDirectory(Path root) {
    this.root = root;
    this.metrics = new MetricsFile(metricsFile());
  }

  /**
   * Makes the directory of a new run, with its parents. An empty directory is taken as it is.
   *
   * @param root where the run shall live
   * @throws FileAlreadyExistsException if a run lives there already, or a file stands in the way;
   *     nothing is lost
   * @throws FileSystemException if the directory holds other files
   * @throws IOException if the directory cannot be made
   */
  public static RunDirectory create(Path root) throws IOException {
    if (Files.exists(root.resolve(MANIFEST))) {
      throw new FileAlreadyExistsException(
          root.toString(),
          null,
          "holds an earlier run; choose another directory, or move that run away");
    }
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new FileAlreadyExistsException(
          root.toString(), null, "is a file; a run needs a directory");
    }
    Files.createDirectories(root);
    requireEmpty(root);
    return new RunDirectory(root);
  }

  /**
   * Opens the directory of a run that was cut off, to go on with it; or makes it, if there is
   * nothing yet. What an interrupted write has left is cleared away.
   *
   * @param root where the run lives
   * @throws FileSystemException as {@link #create}
   * @throws IOException if the directory cannot be made or read
   */
  public static RunDirectory resume(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      try (Stream<Path> entries = Files.list(root)) {
        for (Path draft : entries.filter(AtomicFile::isDraft).toList()) {
          Files.delete(draft);
        }
      }
    }
    if (Files.exists(root.resolve(MANIFEST))) {
      return new RunDirectory(root);
    }
    // Both are made before the manifest, and it before anything is run.
    Files.deleteIfExists(root.resolve(CONFIG));
    Files.deleteIfExists(root.resolve(TRIALS));
    return create(root);
  }

  /**
   * Opens the directory of an earlier run.
   *
   * @param root a directory that holds a {@code manifest.json}
   * @throws NotDirectoryException if {@code root} is no directory
   * @throws RunRecordException if it holds no run
   */
  public static RunDirectory open(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    if (!Files.exists(root.resolve(MANIFEST))) {
      throw new RunRecordException(
          root, "no " + MANIFEST + " here; give the directory that a run has written");
    }
    return new RunDirectory(root);
  }

  private static void requireEmpty(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      @Nullable Path first = entries.sorted().findFirst().orElse(null);
      if (first != null) {
        throw new FileSystemException(
            root.toString(),
            null,
            "is not empty (it holds "
                + first.getFileName()
                + ") and is no run directory; choose another one");
      }
    }
  }

  /** Returns whether a run was begun here. */
  public boolean isBegun() {
    return Files.exists(manifestFile());
  }

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /** The resolved configuration, {@code config.yaml}. */
  public Path configFile() {
    return root.resolve(CONFIG);
  }

  /** The manifest, {@code manifest.json}. */
  public Path manifestFile() {
    return root.resolve(MANIFEST);
  }

  /** One line per meta-iteration, {@code metrics.jsonl}. */
  public Path metricsFile() {
    return root.resolve("metrics.jsonl");
  }

  /** What the run found, {@code results.json}. */
  public Path resultsFile() {
    return root.resolve("results.json");
  }

  /** The tuned recipe, {@code recipe.json}. */
  public Path recipeFile() {
    return root.resolve("recipe.json");
  }

  /** Results of trials while a run goes on, {@code trials.jsonl}. */
  public Path trialsFile() {
    return root.resolve(TRIALS);
  }

  /** The page for people, {@code report.html}. */
  public Path reportFile() {
    return root.resolve("report.html");
  }

  /**
   * Writes the resolved configuration.
   *
   * @param yaml its whole text
   * @throws IOException if it cannot be written; the earlier text, if any, is then still there
   */
  public void writeConfig(String yaml) throws IOException {
    AtomicFile.write(configFile(), yaml);
  }

  /**
   * Writes or replaces the manifest.
   *
   * @throws IOException if it cannot be written; the earlier one, if any, is then still there
   */
  public void writeManifest(Manifest manifest) throws IOException {
    AtomicFile.write(manifestFile(), RecordJson.pretty(manifest));
  }

  /**
   * Adds one line to the metrics and forces it to the disk. Half a line left by an earlier crash is
   * dropped.
   *
   * @throws IOException if it cannot be written; what is there of the line is then ignored by
   *     {@link #read()}
   */
  public void append(MetaIteration iteration) throws IOException {
    metrics.append(iteration);
  }

  /**
   * Forgets the iterations of a run that is resumed: it goes through them again.
   *
   * @throws IOException if the file cannot be deleted
   */
  public void clearMetrics() throws IOException {
    Files.deleteIfExists(metricsFile());
  }

  /**
   * Writes or replaces the results.
   *
   * @throws IOException if they cannot be written; the earlier ones, if any, are then still there
   */
  public void writeResults(Results results) throws IOException {
    AtomicFile.write(resultsFile(), ResultsJson.write(results));
  }

  /**
   * Writes or replaces the recipe.
   *
   * @param json its whole text
   * @throws IOException if it cannot be written; the earlier one, if any, is then still there
   */
  public void writeRecipe(String json) throws IOException {
    AtomicFile.write(recipeFile(), json);
  }

  /**
   * Reads everything back. Only the manifest must be there: an interrupted run may have written no
   * more.
   *
   * @throws RunRecordException if a file is broken or of an unknown schema; the message names file,
   *     line and remedy
   * @throws IOException if a file cannot be read
   */
  public RunRecord read() throws IOException {
    Manifest manifest = RecordJson.read(source(manifestFile()), Manifest.SCHEMA, Manifest.class);
    Results results =
        Files.exists(resultsFile())
            ? new ResultsJson(FindingKinds.all()).read(source(resultsFile()))
            : Results.empty();
    return new RunRecord(
        manifest,
        metrics.read(),
        results,
        textIfPresent(configFile()),
        textIfPresent(recipeFile()));
  }

  private static RecordJson.Source source(Path file) throws IOException {
    return new RecordJson.Source(file, 1, text(file));
  }

  private static @Nullable String textIfPresent(Path file) throws IOException {
    return Files.exists(file) ? text(file) : null;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      throw new RunRecordException(
          file, "is not UTF-8 text (" + e.getMessage() + "); restore it from a copy");
    }
  }
}

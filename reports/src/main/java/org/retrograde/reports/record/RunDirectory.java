package org.retrograde.reports.record;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run and their layout.
 *
 * <p>Every file but {@code metrics.jsonl} is replaced as a whole and atomically; {@code
 * metrics.jsonl} grows by complete lines. The manifest is the first file, and who makes it has the
 * directory. A run that is cut off at any point therefore leaves a directory that can be read.
 * Threads other than the one that writes may read, and write the manifest.
 */
public final class RunDirectory {

  private static final String MANIFEST = "manifest.json";
  private static final String CONFIG = "config.yaml";

  /** The file in which a run keeps its trials until it ends. */
  public static final String TRIALS = "trials.jsonl";

  /** The file of what was tuned. */
  public static final String RECIPE = "recipe.json";

  /** Spaces at the end of the manifest of a run that goes on. */
  private static final int SPARE = 1024;

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
    return create(root, null);
  }

  /**
   * Makes the directory of a new run as {@link #create(Path)} does. One that holds nothing but the
   * config of this run, as one that was cut off before its manifest has left it, is taken too.
   *
   * @param config what the run will write as its resolved configuration, or null if that is not
   *     known
   */
  public static RunDirectory create(Path root, @Nullable String config) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new FileAlreadyExistsException(
          root.toString(), null, "is a file; a run needs a directory");
    }
    Files.createDirectories(root);
    @Nullable Path first = firstFile(root);
    if (isBegun(root)) { // and it is made before any other
      throw new FileAlreadyExistsException(
          root.toString(),
          null,
          "holds an earlier run; choose another directory, move that run away, go on with it by"
              + " --resume, or replace it by --force");
    }
    if (first != null && holdsConfigAlone(root)) {
      if (Files.readString(root.resolve(CONFIG)).equals(config)) {
        return new RunDirectory(root);
      }
      throw new FileSystemException(
          root.toString(),
          null,
          "holds a config.yaml alone, which is not that of this run: a run that was to be there"
              + " ended before it began, or you keep it there; delete it, or choose another"
              + " directory");
    }
    if (first != null) {
      throw new FileSystemException(
          root.toString(),
          null,
          "is not empty (it holds "
              + first.getFileName()
              + ") and is no run directory; choose another one");
    }
    return new RunDirectory(root);
  }

  /**
   * Makes the directory of a new run under a name that no other has: the one wanted, or else with
   * the first number from 2 on that is free. Of several processes none gets the same.
   *
   * @param wanted where the run shall live, if nothing is there
   * @throws IOException if the directory cannot be made
   */
  public static RunDirectory createNumbered(Path wanted) throws IOException {
    Path root = wanted;
    Files.createDirectories(root.toAbsolutePath().getParent());
    for (int number = 2; ; number++) {
      try {
        return new RunDirectory(Files.createDirectory(root));
      } catch (FileAlreadyExistsException e) {
        root = numbered(wanted, number);
      }
    }
  }

  /** Returns the name beside another one that has a number, such as runs/mine-2. */
  public static Path numbered(Path wanted, int number) {
    return wanted.resolveSibling(wanted.getFileName() + "-" + number);
  }

  /**
   * Opens the directory of a run that was cut off, to go on with it; or makes it, if there is
   * nothing yet.
   *
   * @param root where the run lives
   * @param config as for {@link #create(Path, String)}
   * @throws FileSystemException as {@link #create(Path)}
   * @throws IOException if the directory cannot be made or read
   */
  public static RunDirectory resume(Path root, @Nullable String config) throws IOException {
    if (isBegun(root)) {
      return new RunDirectory(root);
    }
    return create(root, config);
  }

  /**
   * Makes the directory of a new run in the place of an earlier one, whose files are deleted, the
   * manifest last. Files that no run writes stay. Only while no other process writes here.
   *
   * @param root where the run shall live
   * @param config as for {@link #create(Path, String)}
   * @throws RunRecordException if what is there has the manifest of something else; nothing is lost
   * @throws FileSystemException as {@link #create(Path)}
   * @throws IOException if a file cannot be deleted
   */
  public static RunDirectory replace(Path root, @Nullable String config) throws IOException {
    if (!isBegun(root)) {
      return create(root, config);
    }
    RunDirectory earlier = new RunDirectory(root);
    earlier.readManifest();
    for (Path file :
        List.of(
            earlier.reportFile(),
            earlier.recipeFile(),
            earlier.resultsFile(),
            earlier.metricsFile(),
            earlier.configFile(),
            earlier.trialsFile(),
            earlier.tagsFile(),
            earlier.manifestFile())) {
      Files.deleteIfExists(file);
    }
    earlier.clearDrafts();
    earlier.clearCheckpoints();
    return earlier;
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
    if (!isBegun(root)) {
      throw new RunRecordException(root, "no " + MANIFEST + " here; " + remedy(root));
    }
    return new RunDirectory(root);
  }

  private static String remedy(Path root) throws IOException {
    if (firstFile(root) == null) {
      return "it is empty: a run that was to be there ended before it began; run it again";
    }
    return holdsConfigAlone(root)
        ? "a run that was to be there ended before it began; run %s --out %s begins it"
            .formatted(root.resolve(CONFIG), root)
        : "give the directory that a run has written";
  }

  private static boolean holdsConfigAlone(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(file -> !AtomicFile.isDraft(file))
          .allMatch(file -> file.equals(root.resolve(CONFIG)) && Files.isRegularFile(file));
    }
  }

  /** Drafts do not count: a process that was killed may have left them. */
  private static @Nullable Path firstFile(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(file -> !AtomicFile.isDraft(file)).sorted().findFirst().orElse(null);
    }
  }

  /** Returns whether a run was begun here. */
  public boolean isBegun() {
    return isBegun(root);
  }

  /** Returns whether a directory is that of a run. */
  public static boolean isBegun(Path root) {
    return Files.exists(root.resolve(MANIFEST));
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
    return root.resolve(RECIPE);
  }

  /** Results of trials while a run goes on, {@code trials.jsonl}. */
  public Path trialsFile() {
    return root.resolve(TRIALS);
  }

  /** Words by which people find the run, one a line, {@code tags.txt}. */
  public Path tagsFile() {
    return root.resolve("tags.txt");
  }

  /** States of training runs while a run goes on, a folder {@code checkpoints}. */
  public Path checkpointsFolder() {
    return root.resolve("checkpoints");
  }

  /**
   * Deletes the states of training runs.
   *
   * @throws IOException if one cannot be deleted
   */
  public void clearCheckpoints() throws IOException {
    if (Files.isDirectory(checkpointsFolder())) {
      try (Stream<Path> files = Files.list(checkpointsFolder())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(checkpointsFolder());
    }
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
   * Takes the directory for a run: of several that try at once, one gets it.
   *
   * @param manifest the first file of the run
   * @throws FileAlreadyExistsException if another run has begun here; nothing is changed
   * @throws IOException if it cannot be written
   */
  public void begin(Manifest manifest) throws IOException {
    try {
      AtomicFile.create(manifestFile(), text(manifest));
    } catch (FileAlreadyExistsException e) {
      FileAlreadyExistsException taken =
          new FileAlreadyExistsException(
              root.toString(), null, "another run has just begun there; choose another directory");
      taken.initCause(e);
      throw taken;
    }
  }

  /**
   * Writes or replaces the manifest. Where the disk is full, one that is there is written over: a
   * manifest of a run that goes on has spaces at its end, so that there is room to say how it
   * ended.
   *
   * @throws IOException if it cannot be written; the earlier one, if any, is then still there
   */
  public void writeManifest(Manifest manifest) throws IOException {
    try {
      AtomicFile.write(manifestFile(), text(manifest));
    } catch (IOException e) {
      if (!isBegun() || !AtomicFile.overwrite(manifestFile(), text(manifest))) {
        throw e;
      }
    }
  }

  private static String text(Manifest manifest) {
    String text = RecordJson.pretty(manifest);
    return manifest.status() == RunStatus.RUNNING ? text + " ".repeat(SPARE) + "\n" : text;
  }

  /**
   * Deletes what writes that were cut off have left. Only while no other process writes here.
   *
   * @throws IOException if it cannot be deleted
   */
  public void clearDrafts() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      for (Path draft : entries.filter(AtomicFile::isDraft).toList()) {
        Files.delete(draft);
      }
    }
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
   * Writes or replaces the tags.
   *
   * @throws IOException if they cannot be written; the earlier ones, if any, are then still there
   */
  public void writeTags(Tags tags) throws IOException {
    AtomicFile.write(tagsFile(), tags.text());
  }

  /**
   * Gives the run tags beside those that it has.
   *
   * @throws RunRecordException as {@link #readTags}
   * @throws IOException if they cannot be written
   */
  public void tag(Tags more) throws IOException {
    if (!more.all().isEmpty()) {
      writeTags(readTags().with(more.all()));
    }
  }

  /**
   * Reads the tags; none where no file has any.
   *
   * @throws RunRecordException if a line of the file is no tag
   * @throws IOException if it cannot be read
   */
  public Tags readTags() throws IOException {
    @Nullable String text = textIfPresent(tagsFile());
    try {
      return text == null ? Tags.none() : Tags.of(text);
    } catch (IllegalArgumentException e) {
      throw new RunRecordException(tagsFile(), String.valueOf(e.getMessage()));
    }
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
    Manifest manifest = readManifest();
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

  /**
   * Reads the manifest alone.
   *
   * @throws RunRecordException if it is not that of a run
   * @throws IOException if it cannot be read
   */
  public Manifest readManifest() throws IOException {
    return RecordJson.read(source(manifestFile()), Manifest.SCHEMA, Manifest.class);
  }

  private static RecordJson.Source source(Path file) throws IOException {
    return new RecordJson.Source(file, 1, TextFile.read(file));
  }

  private static @Nullable String textIfPresent(Path file) throws IOException {
    return Files.exists(file) ? TextFile.read(file) : null;
  }
}

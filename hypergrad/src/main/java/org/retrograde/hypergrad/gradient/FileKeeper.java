package org.retrograde.hypergrad.gradient;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.archive.ArchiveFile;
import org.retrograde.reversible.exact.SpillSpace;

/**
 * Keeps a run in files of its own: its last state, the words that it has spilled, and a lock.
 *
 * <p>The file of words only grows on the way there, and is only read on the way back. A checkpoint
 * forces it to the disk and notes its length, so it costs the state and what of the words is in
 * memory, however long the run. A checkpoint that is torn, of another run, or whose words are not
 * there, is not used: the run starts at its beginning. What cannot be written is said in the log,
 * and the run goes on.
 */
final class FileKeeper implements Keeper {

  private static final System.Logger LOG = System.getLogger(FileKeeper.class.getName());
  private static final String FORMAT = "retrograde checkpoint 1";

  private final String key;
  private final Duration between;
  private final RunLock lock;
  private final ArchiveFile state;
  private final Path words;
  private final SpillSpace space;
  private boolean forgotten;
  private boolean complained;
  private long lastNanos = System.nanoTime();

  private FileKeeper(
      String key, Checkpoints where, RunLock lock, ArchiveFile state, long spillBytes) {
    this.key = key;
    this.between = where.between();
    this.lock = lock;
    this.state = state;
    String name = key + ".words";
    this.words = where.folder().resolve(name);
    this.space = SpillSpace.into(spillBytes, where.folder(), name);
  }

  /**
   * Opens the files of a run, unless somebody else is doing it.
   *
   * @param key of the run, which names its files
   * @param spillBytes of words in memory
   * @param through what is written goes through it
   */
  static Optional<FileKeeper> open(
      Checkpoints where, String key, long spillBytes, UnaryOperator<OutputStream> through) {
    try {
      Files.createDirectories(where.folder());
      Optional<RunLock> lock = RunLock.take(where.folder().resolve(key + ".lock"));
      ArchiveFile state = new ArchiveFile(where.folder().resolve(key + ".state"), through);
      return lock.map(taken -> new FileKeeper(key, where, taken, state, spillBytes));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep checkpoints in %s: %s; set run.checkpoint-minutes to 0 to do without"
              .formatted(where.folder().toAbsolutePath(), e),
          e);
    }
  }

  /** What stands before the state. */
  private static final class Head {

    private String format = FORMAT;
    private String key;
    private long wordBytes;
    private long fingerprint;

    Head(String key, long wordBytes, long fingerprint) {
      this.key = key;
      this.wordBytes = wordBytes;
      this.fingerprint = fingerprint;
    }

    void archive(Archive archive) {
      format = archive.text(format);
      key = archive.text(key);
      wordBytes = archive.integer(wordBytes);
      fingerprint = archive.integer(fingerprint);
    }
  }

  @Override
  public SpillSpace space() {
    return space;
  }

  @Override
  public void resume(Kept run) {
    Head head = new Head(key, 0, 0);
    try {
      if (!state.isThere()) {
        return;
      }
      if (!state.isWhole()) {
        throw new IOException("it is torn");
      }
      state.read(head::archive);
      if (!head.format.equals(FORMAT)
          || !head.key.equals(key)
          || head.fingerprint != run.fingerprint()) {
        throw new IOException("it is of another run");
      }
      space.cut(head.wordBytes);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING, "a checkpoint cannot be used, the run starts anew: " + e);
      return;
    }
    try {
      state.read(
          archive -> {
            head.archive(archive);
            run.archive(archive);
          });
    } catch (IOException e) {
      ended(); // half of it is in the run by now
      throw new UncheckedIOException(
          "a checkpoint cannot be read and is removed; start the run again: " + e, e);
    }
  }

  @Override
  public void afterStep(Kept run) {
    if (System.nanoTime() - lastNanos >= between.toNanos()) {
      write(run);
      lastNanos = System.nanoTime();
    }
  }

  private void write(Kept run) {
    try {
      Head head = new Head(key, space.force(), run.fingerprint());
      state.write(
          archive -> {
            head.archive(archive);
            run.archive(archive);
          });
      complained = false;
    } catch (IOException e) {
      if (!complained) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a checkpoint cannot be written, the run goes on without: " + e);
        complained = true;
      }
    }
  }

  @Override
  public void ended() {
    forgotten = true;
    try {
      state.delete();
      space.close();
      Files.deleteIfExists(words);
      lock.delete();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a checkpoint cannot be removed: " + e);
    }
  }

  @Override
  public void close() {
    if (!forgotten && !state.isThere()) {
      ended();
    }
    try {
      space.close();
      lock.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a checkpoint cannot be closed: " + e);
    }
  }
}

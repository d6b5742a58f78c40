package org.retrograde.hypergrad.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * One training run that is asked for: a value. What comes of it is a function of the value alone,
 * to the bit, whoever runs it and whatever runs beside it.
 *
 * @param problem what to train
 * @param settings without the factors of a width. Not to be modified any more.
 * @param width of the problem
 * @param seed of the start and the batches
 * @param want what to find out
 * @param <R> what comes of it
 */
public record Trial<R>(Problem problem, RunSettings settings, int width, long seed, Want<R> want) {

  /** Makes a trial of the width that settings are made for. */
  public Trial(Problem problem, RunSettings settings, long seed, Want<R> want) {
    this(problem, settings, problem.width(), seed, want);
  }

  /** Returns trials of the width that settings are made for, one a seed. */
  public static <R> List<Trial<R>> onSeeds(
      Problem problem, RunSettings settings, List<Long> seeds, Want<R> want) {
    return seeds.stream().map(seed -> new Trial<>(problem, settings, seed, want)).toList();
  }

  /** Returns the SHA-256 of everything that the result depends on, in hexadecimal digits. */
  public String id() {
    MessageDigest digest = sha256();
    text(digest, problem.description());
    text(digest, want.getClass().getName());
    text(digest, want.toString());
    digest.update(ByteBuffer.allocate(12).putInt(width).putLong(seed).flip());
    digest.update(SettingsBytes.of(settings));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Runs it here and now, on this thread. */
  public Outcome<R> outcome() {
    long begin = System.nanoTime();
    try {
      R found = want.of(problem, settings, width, seed);
      return Outcome.found(found, secondsSince(begin));
    } catch (DivergenceException | CoefficientRangeException e) {
      return Outcome.diverged(String.valueOf(e.getMessage()), secondsSince(begin));
    }
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}

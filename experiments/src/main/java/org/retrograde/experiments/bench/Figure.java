package org.retrograde.experiments.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a bench.
 *
 * @param unit such as ms
 * @param threads of each run
 * @param measured here
 * @param torch the same of PyTorch, measured in turn with it; null if it was not asked or has none
 * @param ratio measured by torch, round by round
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
    String unit, int threads, Timings measured, @Nullable Timings torch, @Nullable Timings ratio) {

  /** Collects a figure round by round. */
  public static final class Samples {

    private final String unit;
    private final int threads;
    private final List<Double> measured = new ArrayList<>();
    private final List<Double> torch = new ArrayList<>();

    /** Begins a figure. */
    public Samples(String unit, int threads) {
      this.unit = unit;
      this.threads = threads;
    }

    /**
     * Adds a round.
     *
     * @param peer the same measured elsewhere, null if it was not
     */
    public void add(double value, @Nullable Double peer) {
      measured.add(value);
      if (peer != null) {
        torch.add(peer);
      }
    }

    /** Returns what was measured. */
    public Figure figure() {
      if (torch.isEmpty()) {
        return new Figure(unit, threads, Timings.of(measured), null, null);
      }
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < measured.size(); i++) {
        ratios.add(measured.get(i) / torch.get(i));
      }
      return new Figure(unit, threads, Timings.of(measured), Timings.of(torch), Timings.of(ratios));
    }
  }
}

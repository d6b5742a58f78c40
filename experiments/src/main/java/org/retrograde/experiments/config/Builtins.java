package org.retrograde.experiments.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The experiments that come with the program. */
final class Builtins {
  /** All names, in the order to list them. */
  static final List<String> NAMES =
      List.of(
          "quickstart",
          "quickstart-baselines",
          "transfer-mlp",
          "transfer-mlp-adamw",
          "hypergradient-transfer",
          "gpt",
          "gpt-baselines",
          "gpt-one-rate",
          "gpt-200",
          "gpt-hypergradients",
          "convnet-fashion",
          "convnet-fashion-baselines",
          "coordcheck-mlp",
          "coordcheck-gpt",
          "u-mup",
          "modules",
          "lr-sweep-adam",
          "lr-sweep-momentum",
          "label-noise",
          "attribution",
          "paper/p1",
          "paper/p2",
          "paper/p3",
          "paper/p4",
          "paper/p4-layers",
          "paper/p4-schedules",
          "paper/p5",
          "paper/p6",
          "paper/p7",
          "paper/p8",
          "paper/one-cycle",
          "lingle/baseline",
          "lingle/standard",
          "lingle/random-start",
          "lingle/zero-query",
          "lingle/standard-readout",
          "lingle/biases",
          "lingle/embedding-norm",
          "lingle/cosine",
          "lingle/swiglu",
          "lingle/squared-relu",
          "lingle/multi-query",
          "lingle/batch-times-4",
          "lingle/batch-by-4",
          "lingle/standard-attention",
          "lingle/vector-gains",
          "lingle/scalar-gains",
          "lingle/coupled-decay",
          "lingle/independent-decay",
          "lingle/all",
          "schedules/solvable-easy",
          "schedules/solvable-hard",
          "schedules/sampled-easy",
          "schedules/sampled-hard",
          "schedules/one-cycle",
          "schedules/one-cycle-200",
          "schedules/one-cycle-800",
          "schedules/power",
          "schedules/spherical",
          "schedules/spiked",
          "schedules/spiked-learnt",
          "schedules/question-easy",
          "schedules/question-hard",
          "schedules/question-mnist",
          "schedules/question-mnist-no-decay",
          "schedules/question-mnist-strong-decay",
          "schedules/question-fashion",
          "schedules/question-fashion-no-decay",
          "schedules/question-fashion-strong-decay",
          "schedules/law-easy",
          "schedules/law-hard",
          "schedules/law-mnist",
          "schedules/rdbd",
          "schedules/rdbd-128",
          "schedules/rdbd-full",
          "schedules/vsgd",
          "schedules/vsgd-near",
          "schedules/vsgd-far",
          "schedules/vsgd-scored",
          "schedules/armijo",
          "schedules/armijo-momentum",
          "schedules/critical-batch",
          "schedules/sai",
          "schedules/autolrs",
          "schedules/autolrs-easy",
          "schedules/autolrs-hard",
          "schedules/schedule-free",
          "schedules/valley-quadratic",
          "schedules/valley-logistic",
          "schedules/valley-regression",
          "schedules/valley-mnist",
          "schedules/valley",
          "smoke",
          "smoke-gpt",
          "smoke-modules");

  private Builtins() {}

  /**
   * Returns whether a command line or a config means a built-in experiment by a word, be there one
   * of that name or not; else it means a file.
   */
  static boolean isMeant(String word) {
    return word.matches("((paper|lingle|schedules)/)?[A-Za-z0-9_-]*");
  }

  /** Returns the text of one of {@link #NAMES}. */
  static String text(String name) {
    String resource = "/org/retrograde/experiments/builtin/" + name + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(Builtins.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

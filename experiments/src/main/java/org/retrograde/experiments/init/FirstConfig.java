package org.retrograde.experiments.init;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.models.data.DataException;

/**
 * The text of a first experiment: sizes that take seconds to minutes, with the reason beside each.
 *
 * @param name of the experiment
 * @param command that makes it, for its first line
 * @param proposal what the data are
 */
record FirstConfig(String name, String command, Proposal proposal) {

  private static final int LEAST_ROWS = 10;
  private static final long MOST_ROWS = 100_000;
  private static final int LARGEST_BATCH = 128;
  private static final int SMALLEST_BATCH = 4;
  private static final int BATCHES = 10;
  private static final int EPOCHS = 40;
  private static final int FEWEST_STEPS = 100;
  private static final int MOST_STEPS = 1000;

  /** The rate of AdamW that most networks stand, where none has been tried. */
  static final double USUAL_RATE = 0.003;

  /**
   * Checks that there are rows to split.
   *
   * @param data what they are of
   * @throws DataException if there are too few
   */
  FirstConfig requireRows(Path data) {
    if (proposal.rows() < LEAST_ROWS) {
      throw new DataException(
          "%s: there %s; at least %d are needed to train, validate and test"
              .formatted(
                  data.getFileName(),
                  proposal.rows() == 1
                      ? "is only 1 row"
                      : "are only %d rows".formatted(proposal.rows()),
                  LEAST_ROWS));
    }
    return this;
  }

  private int part() {
    return (int) (Math.min(proposal.rows(), MOST_ROWS) / 5);
  }

  private int test() {
    return proposal.testRows() == 0 ? part() : (int) Math.min(proposal.testRows(), MOST_ROWS / 5);
  }

  private int train() {
    int all = (int) Math.min(proposal.rows(), MOST_ROWS);
    return all - (proposal.testRows() == 0 ? 2 : 1) * part();
  }

  private int batch() {
    return Math.max(
        Math.min(SMALLEST_BATCH, train()),
        Math.min(LARGEST_BATCH, Integer.highestOneBit(train() / BATCHES)));
  }

  private int steps() {
    long steps = (long) EPOCHS * train() / batch() / 10 * 10;
    return (int) Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, steps));
  }

  /**
   * Returns the text.
   *
   * @param rate learning rate to start from
   * @param origin where it comes from
   */
  String text(double rate, String origin) {
    List<String> lines = new ArrayList<>();
    lines.add("# Made by `%s` from %s.".formatted(command, proposal.about()));
    lines.add("# Every key: docs/configuration.md.");
    lines.add("name: " + TableProposal.text(name));
    lines.add("title: " + TableProposal.text("%s, tuned by hypergradients".formatted(name)));
    lines.add("seed: 1                    # every random number comes from it");
    lines.add("");
    lines.add("data:");
    proposal.source().forEach(line -> lines.add(of(line)));
    if (proposal.mixes()) {
      lines.add(
          of("shuffle-seed", "1", "rows are mixed before they are split; null for file order"));
    }
    lines.add(of("train", train(), "rows to train on"));
    lines.add(of("validation", part(), "rows to tune by"));
    lines.add(of("test", test(), "rows for the final figures alone"));
    lines.add("");
    lines.add("model:");
    lines.add(of("width", 64, "units of each hidden layer; recipes apply to wider networks"));
    lines.add(of("depth", 2, "hidden layers"));
    lines.add(of("base-width", 64, ""));
    if (proposal.predictsNumbers()) {
      lines.add(of("loss", "squared-error", ""));
    }
    lines.add("");
    lines.add("training:");
    lines.add(of("optimizer", "adamw", ""));
    lines.add(of("batch", batch(), ""));
    lines.add(
        of(
            "steps",
            steps(),
            String.format(Locale.ROOT, "%.3g epochs", (double) steps() * batch() / train())));
    lines.add(of("learning-rate", number(rate), origin));
    lines.add(of("weight-decay", "0.01", ""));
    lines.add("");
    lines.add(
        """
        tune:                      # by exact gradients of the validation loss
          objective: validation
          iterations: 12
          seeds: 2                 # trainings at once
          check-seeds: 4           # others, by which the best iteration is chosen
          check-every: 3
          clip: 0.3
          meta-optimizer: {name: adam, step: 0.15, betas: [0.9, 0.99], decay: cosine}
          hyperparameters:
            - {name: learning-rate, per: group, knots: 5}
            - {name: init-scale, per: weight-group}
            - {name: weight-decay, per: all}
        """
            .stripTrailing());
    return String.join("\n", lines) + "\n";
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, "%.3g", rate);
  }

  private static String of(Proposal.Line line) {
    return of(line.key(), line.value(), line.comment());
  }

  private static String of(String key, int value, String comment) {
    return of(key, String.valueOf(value), comment);
  }

  private static String of(String key, String value, String comment) {
    String text = "  %s: %s".formatted(key, value);
    return comment.isEmpty() ? text : "%-26s # %s".formatted(text, comment);
  }
}

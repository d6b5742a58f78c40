package org.retrograde.reports.html.section;

import org.retrograde.reports.record.TransferRun;

/** The figures of a training run that arms are compared by; lower is better for all. */
enum ComparedFigure {
  VALIDATION_LOSS("validation loss"),
  TEST_LOSS("test loss"),
  TRAINING_LOSS("loss of the last ten minibatches"),
  VALIDATION_ERROR("validation error"),
  TEST_ERROR("test error");

  private final String label;

  ComparedFigure(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Whether it is a loss, and no fraction of rows. */
  boolean isLoss() {
    return switch (this) {
      case VALIDATION_LOSS, TEST_LOSS, TRAINING_LOSS -> true;
      case VALIDATION_ERROR, TEST_ERROR -> false;
    };
  }

  /** The figure of a run; NaN if the run diverged. */
  double of(TransferRun run) {
    if (run.diverged()) {
      return Double.NaN;
    }
    return switch (this) {
      case VALIDATION_LOSS -> run.validationLoss();
      case TEST_LOSS -> run.testLoss();
      case TRAINING_LOSS -> run.trainingLoss();
      case VALIDATION_ERROR -> run.validationError();
      case TEST_ERROR -> run.testError();
    };
  }
}

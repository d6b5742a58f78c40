package org.retrograde.experiments.check;

import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.check.DerivativeFinding.Kind;

/**
 * Whose an objective is, and so who can mend it.
 *
 * @param className of an objective of the user's own; empty for one of this program
 */
record Owner(String className) {

  static Owner of(TrainingProblem problem) {
    return new Owner(problem.objectiveClass().orElse(""));
  }

  private boolean isOurs() {
    return className.isEmpty();
  }

  /** Says whose fault a wrong derivative is, and what to do. */
  String blame(Kind kind) {
    if (isOurs()) {
      return "This is a fault of this program, not of your experiment; please report it, with the"
          + " experiment.";
    }
    String method =
        switch (kind) {
          case GRADIENT -> "gradient does not return the derivative of the loss that it returns";
          case FINAL_GRADIENT ->
              "finalGradient does not return the derivative of the loss that it returns";
          case HESSIAN_PRODUCT ->
              "hessianProduct does not return the derivative of gradient along its direction";
          case SYMMETRY -> "hessianProduct is not that of a symmetric matrix";
          case MIXED -> "hessianProduct does not add the derivative by that parameter";
        };
    return "%s is yours: its %s.".formatted(className, method);
  }

  /** Says why a replay may differ, and what to do. */
  String ofReplay() {
    return isOurs()
        ? "This is a fault of this program; please report it, with the experiment."
        : ("%s is yours: its gradient must have the same bits whenever it is asked for the same"
                + " step and weights.")
            .formatted(className);
  }

  /** Says what makes differences comparable. */
  String advice() {
    return isOurs()
        ? "A smooth activation such as tanh makes it comparable (--set model.activation=tanh)."
        : "%s: start where the loss is smooth, and compute in double precision."
            .formatted(className);
  }
}

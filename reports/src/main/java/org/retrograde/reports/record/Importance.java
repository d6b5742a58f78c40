package org.retrograde.reports.record;

/**
 * The exact derivative of the objective L with respect to the logarithm of a hyperparameter's scale
 * lambda.
 *
 * @param hyperparameter for example {@code learning rate}
 * @param group the parameter group it belongs to
 * @param startLogGradient dL / dlog lambda at the start of tuning; below 0 where a larger lambda
 *     lowers the loss
 * @param tunedLogGradient dL / dlog lambda after tuning
 */
public record Importance(
    String hyperparameter, String group, double startLogGradient, double tunedLogGradient) {}

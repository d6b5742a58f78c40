package org.retrograde.experiments.logistic;

/**
 * The keys of the problem.
 *
 * @param rows examples, at least 1
 * @param features numbers of an example, at least 1
 * @param decay the k-th feature has the deviation k^-decay
 * @param signal root mean square of the log odds that labels are drawn by, above 0
 */
record LogisticConfig(int rows, int features, double decay, double signal) {}

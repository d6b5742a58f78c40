package org.retrograde.experiments.problem;

/** Ways to share weights between tasks that need no tuning. */
enum SharingArm {
  /** Every task has its own weights. */
  SEPARATE("separate"),
  /** All tasks have one network, the mean of all latent weights. */
  SHARED("shared"),
  /** All tasks have the same hidden layers, and output layers of their own. */
  HIDDEN_SHARED("hidden layers shared"),
  /** What tuning starts from. */
  START("start");

  private final String label;

  SharingArm(String label) {
    this.label = label;
  }

  /** Returns the name in reports. */
  String label() {
    return label;
  }

  /**
   * Returns the matrix of a layer.
   *
   * @param tasks K
   * @param last whether it is the output layer
   * @param own what {@link #START} has on the diagonal beyond {@code others}
   * @param others what it has everywhere
   * @return [K, K], row by row
   */
  double[] matrix(int tasks, boolean last, double own, double others) {
    return switch (this) {
      case SEPARATE -> mixed(tasks, 1, 0);
      case SHARED -> mixed(tasks, 0, 1.0 / tasks);
      case HIDDEN_SHARED -> last ? mixed(tasks, 1, 0) : mixed(tasks, 0, 1.0 / tasks);
      case START -> mixed(tasks, own, others);
    };
  }

  private static double[] mixed(int tasks, double own, double others) {
    double[] matrix = new double[tasks * tasks];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = others + (i % (tasks + 1) == 0 ? own : 0);
    }
    return matrix;
  }
}

package org.retrograde.models.network.architecture;

/**
 * What a block of a decoder multiplies its numbers by, beside its weights.
 *
 * @param logits products of queries and keys
 * @param attended means of values
 * @param attention how what attention makes is added to the stream
 * @param entering what enters a nonlinearity
 * @param activated what leaves it
 * @param lowered what the last matrix makes of it
 * @param perceptron how that is added to the stream
 */
public record BlockScales(
    double logits,
    double attended,
    Residual attention,
    double entering,
    double activated,
    double lowered,
    Residual perceptron) {

  /**
   * Makes those of a block that scales nothing but its logits and its branches.
   *
   * @param branch factor of both branches
   */
  static BlockScales plain(double logits, double branch) {
    Residual residual = new Residual(1, branch);
    return new BlockScales(logits, 1, residual, 1, 1, 1, residual);
  }

  /**
   * Factors of a sum.
   *
   * @param stream of what there was
   * @param branch of what is added
   */
  public record Residual(double stream, double branch) {

    /**
     * Makes the sum of two uncorrelated numbers of size 1 that has size 1 too.
     *
     * @param ratio tau, the size of the branch over that of the stream
     */
    static Residual of(double ratio) {
      double size = Math.sqrt(1 + ratio * ratio);
      return new Residual(1 / size, ratio / size);
    }
  }
}

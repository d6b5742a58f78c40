package org.retrograde.reversible.device;

/**
 * How matrices are divided into the blocks of {@link BlockKernels#assignHeadProducts}.
 *
 * @param sequences that the rows of each are divided among, at least 1
 * @param result heads of the result, at least 1
 * @param left heads of the left factor, at least 1
 * @param right heads of the right factor, at least 1; each count divides the largest
 */
public record Heads(int sequences, int result, int left, int right) {

  /** Checks the counts. */
  public Heads {
    int most = Math.max(result, Math.max(left, right));
    if (sequences < 1 || result < 1 || left < 1 || right < 1) {
      throw new IllegalArgumentException(
          "counts must be at least 1, got %d sequences and heads %d, %d, %d"
              .formatted(sequences, result, left, right));
    }
    if (most % result != 0 || most % left != 0 || most % right != 0) {
      throw new IllegalArgumentException(
          "%d, %d and %d heads cannot be shared evenly".formatted(result, left, right));
    }
  }

  /** Returns the number of products of a sequence. */
  public int count() {
    return Math.max(result, Math.max(left, right));
  }

  /**
   * Returns the rows, columns and inner length of each product.
   *
   * @throws IllegalArgumentException if there is none of such blocks
   */
  public Shape shape(Extent to, Extent a, boolean transposeA, Extent b, boolean transposeB) {
    Shape left0 = block(a, left);
    Shape right0 = block(b, right);
    Shape to0 = block(to, result);
    int inner = transposeA ? left0.rows : left0.cols;
    if ((transposeA ? left0.cols : left0.rows) != to0.rows
        || (transposeB ? right0.rows : right0.cols) != to0.cols
        || (transposeB ? right0.cols : right0.rows) != inner) {
      throw new IllegalArgumentException(
          "no product of blocks [%d, %d]%s and [%d, %d]%s has shape [%d, %d]"
              .formatted(
                  left0.rows,
                  left0.cols,
                  transposeA ? "'" : "",
                  right0.rows,
                  right0.cols,
                  transposeB ? "'" : "",
                  to0.rows,
                  to0.cols));
    }
    return new Shape(to0.rows, to0.cols, inner);
  }

  private Shape block(Extent of, int heads) {
    if (of.rows() % sequences != 0 || of.cols() % heads != 0) {
      throw new IllegalArgumentException(
          "a [%d, %d] cannot be divided among %d sequences and %d heads"
              .formatted(of.rows(), of.cols(), sequences, heads));
    }
    return new Shape(of.rows() / sequences, of.cols() / heads, 0);
  }

  /**
   * The shape of a product.
   *
   * @param rows of the result
   * @param cols of the result
   * @param inner columns of the left factor
   */
  public record Shape(int rows, int cols, int inner) {}
}

package org.retrograde.reversible.device;

/**
 * Kernels on matrices that are seen as blocks side by side: heads of attention, groups of columns
 * that are normalized together, sequences one below the other.
 *
 * <p>The terms of {@link Tensor} hold here too. Reductions over a block are accumulated in double
 * precision, in an order that is fixed for a shape.
 *
 * @param <T> the matrices
 */
public interface BlockKernels<T> {

  /**
   * For every sequence s and every head h: this_sh = alpha * op(a_sh) op(b_sh) + beta * this_sh,
   * where a matrix's rows are divided evenly among the sequences and its columns among its heads.
   *
   * <p>A matrix of fewer heads than another shares each among neighbours: of 2 heads beside 8, the
   * first goes with the first four. A shared head of the result is the sum of what they all give,
   * in their order.
   *
   * @param alpha factor of the products, rounded to this precision
   * @param a not this tensor
   * @param b not this tensor
   * @param beta 0 overwrites, 1 adds
   * @param heads how the three are divided
   */
  void assignHeadProducts(
      double alpha, T a, boolean transposeA, T b, boolean transposeB, double beta, Heads heads);

  /**
   * this = softmax over what each place of a sequence may see, itself and those before it: square
   * blocks of {@code length} rows and columns, row i of a block softmax of its first i + 1 logits,
   * then zeros. Shifted by the largest, so that it does not overflow.
   *
   * @param logits same shape; rows and columns are multiples of the length
   * @param length of a sequence
   */
  void assignCausalSoftmax(T logits, int length);

  /**
   * this = tangent of a softmax over blocks of columns: p * (t - &lt;p, t&gt;), block by block. The
   * adjoint is the same.
   *
   * @param p a softmax of each block of each row
   * @param logitsTangent t
   * @param block columns of a block
   */
  void assignSoftmaxTangent(T p, T logitsTangent, int block);

  /**
   * this += derivative of {@link #assignSoftmaxTangent} along a tangent of p: p' * (t - &lt;p,
   * t&gt;) - p * &lt;p', t&gt;, block by block.
   *
   * @param pTangent p'
   * @param direction t
   */
  void addSoftmaxCurvature(T p, T pTangent, T direction, int block);

  /**
   * this = x / sqrt(mean of squares + epsilon), block by block of columns: root-mean-square
   * normalization.
   *
   * @param block columns of a block
   * @param epsilon above 0
   * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich (2019)</a>
   */
  void assignNormalized(T x, int block, double epsilon);

  /**
   * this = tangent of {@link #assignNormalized} along t: r (t - y &lt;y, t&gt; / n), with r = 1 /
   * sqrt(mean of squares + epsilon) and y = r x. The adjoint is the same.
   */
  void assignNormalizedTangent(T x, int block, double epsilon, T direction);

  /** this += derivative of {@link #assignNormalizedTangent} along a tangent of x. */
  void addNormalizedCurvature(T x, int block, double epsilon, T xTangent, T direction);

  /** this = x less its mean, block by block of columns. Its own adjoint. */
  void assignCentred(T x, int block);

  /**
   * this = x with pairs of columns turned by an angle of their place in the sequence: in each block
   * of columns, column j and the one half a block further.
   *
   * @param x rows a multiple of those of the angles, columns of twice theirs
   * @param cosines of the angles, one row a place, one column a pair
   * @param sines of the angles, same shape
   * @param back whether to turn back, which is the adjoint
   * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. (2021)</a>
   */
  void assignRotated(T x, T cosines, T sines, boolean back);

  /**
   * this += scale * a, each column times a factor.
   *
   * @param row factors, shape [1, n]; where n divides the columns, they are repeated
   */
  void addScaledColumns(double scale, T a, T row);

  /**
   * Adds to each element of this row, shape [1, n], the inner product of its columns of a and b:
   * the adjoint of {@link #addScaledColumns} with respect to the factors.
   *
   * @param a columns a multiple of n
   * @param b same shape as a
   */
  void addColumnDots(T a, T b);

  /** this_i += scale * column_i * a_i, row by row; the column has shape [rows, 1]. */
  void addScaledRows(double scale, T a, T column);

  /** this_i = &lt;a_i, b_i&gt;, row by row; this has shape [rows, 1]. */
  void assignRowDots(T a, T b);

  /** this_i = log of the sum of the exponentials of row i; this has shape [rows, 1]. */
  void assignLogSumExp(T logits);

  /**
   * this_i = the row of a table that the i-th number names.
   *
   * @param table as many columns; not this tensor
   * @param numbers as many elements as this has rows, of any shape: whole numbers of rows of the
   *     table, which is not checked
   */
  void assignRowsAt(T table, T numbers);

  /**
   * Adds each row of a matrix to the row of this that its number names, in the order of the rows:
   * the adjoint of {@link #assignRowsAt}.
   *
   * @param a as many columns; not this tensor
   * @param numbers as for {@link #assignRowsAt}; not this tensor
   */
  void addToRowsAt(T a, T numbers);

  /**
   * this_i = scale * a_i where a coin that falls by seed and place says so, else 0: dropout, and
   * its own adjoint. The coin of element i shows heads if the upper 53 bits of {@link
   * Coins#bits(long, long)} are below keep * 2^53: the same on every device.
   *
   * @param scale usually 1 / keep
   * @param keep probability that an element stays, in (0, 1]
   * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. (2014)</a>
   */
  void assignKept(double scale, T a, double keep, long seed);
}

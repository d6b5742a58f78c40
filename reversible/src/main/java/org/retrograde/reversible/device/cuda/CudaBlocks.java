package org.retrograde.reversible.device.cuda;

import org.retrograde.reversible.device.Coins;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** A matrix on the card, seen as blocks. */
abstract class CudaBlocks extends CudaMatrix {

  private static final int TILE_ROWS = 64; // as in kernels.cu
  private static final int TILE_COLS = 32;
  private static final long TRANSPOSED_A = 1;
  private static final long TRANSPOSED_B = 2;

  CudaBlocks(CudaQueues queues, Precision precision, int rows, int cols) {
    super(queues, precision, rows, cols);
  }

  @Override
  public final void assignHeadProducts(
      double alpha,
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      double beta,
      Heads heads) {
    Heads.Shape shape = heads.shape(this, a, transposeA, b, transposeB);
    int down = (shape.rows() + TILE_ROWS - 1) / TILE_ROWS;
    int across = (shape.cols() + TILE_COLS - 1) / TILE_COLS;
    int tiles = Math.multiplyExact(heads.sequences() * heads.result(), down * across);
    put(
        new Call(Operations.of(Operations.HEAD_PRODUCTS, precision), tiles, tiles)
            .with(shape.rows(), shape.cols(), shape.inner())
            .with(heads.count())
            .with(heads.result(), heads.left(), heads.right())
            .with((transposeA ? TRANSPOSED_A : 0) + (transposeB ? TRANSPOSED_B : 0))
            .with(alpha)
            .with(beta)
            .with(array)
            .with(alike(a).array)
            .with(alike(b).array));
  }

  @Override
  public final void assignCausalSoftmax(Tensor logits, int length) {
    CudaArray z = alikeArray(logits);
    int blocks = requireBlocks(length);
    requireSequences(length);
    put(byRows(Operations.CAUSAL_SOFTMAX, blocks, length).with(cols / length).with(array).with(z));
  }

  @Override
  public final void assignSoftmaxTangent(Tensor p, Tensor logitsTangent, int block) {
    put(byBlocks(Operations.SOFTMAX_TANGENT, block, p, logitsTangent));
  }

  @Override
  public final void addSoftmaxCurvature(Tensor p, Tensor pTangent, Tensor direction, int block) {
    put(byBlocks(Operations.SOFTMAX_CURVATURE, block, p, pTangent, direction));
  }

  @Override
  public final void assignNormalized(Tensor x, int block, double epsilon) {
    put(byBlocks(Operations.NORMALIZED, block, x).with(epsilon));
  }

  @Override
  public final void assignNormalizedTangent(Tensor x, int block, double epsilon, Tensor direction) {
    put(byBlocks(Operations.NORMALIZED_TANGENT, block, x, direction).with(epsilon));
  }

  @Override
  public final void addNormalizedCurvature(
      Tensor x, int block, double epsilon, Tensor xTangent, Tensor direction) {
    put(byBlocks(Operations.NORMALIZED_CURVATURE, block, x, xTangent, direction).with(epsilon));
  }

  @Override
  public final void assignCentred(Tensor x, int block) {
    put(byBlocks(Operations.CENTRED, block, x));
  }

  /** A call on blocks of columns, a thread each, of this matrix and others of its shape. */
  private Call byBlocks(Operation[] forms, int block, Tensor... others) {
    Call call = byRows(forms, requireBlocks(block), block).with(array);
    for (Tensor other : others) {
      call.with(alikeArray(other));
    }
    return call;
  }

  @Override
  public final void assignRotated(Tensor x, Tensor cosines, Tensor sines, boolean back) {
    cosines.requireSameShape(sines);
    requireBlocks(2 * cosines.cols());
    requireSequences(cosines.rows());
    put(
        whole(Operations.ROTATED, size() / 2)
            .with(cols, cosines.rows(), cosines.cols())
            .with(back ? 1 : 0)
            .with(array)
            .with(alikeArray(x))
            .with(alike(cosines).array)
            .with(alike(sines).array));
  }

  @Override
  public final void addScaledColumns(double scale, Tensor a, Tensor row) {
    CudaArray from = alikeArray(a);
    CudaArray factors = rowOf(row, row.cols()).array;
    requireBlocks(row.cols());
    put(call(Operations.SCALED_COLUMNS).with(scale).with(row.cols()).with(from).with(factors));
  }

  @Override
  public final void addColumnDots(Tensor a, Tensor b) {
    a.requireSameShape(b);
    rowOf(this, cols);
    if (a.cols() % cols != 0) {
      throw new IllegalArgumentException(
          "%d columns are no blocks of %d".formatted(a.cols(), cols));
    }
    put(
        byColumns(Operations.COLUMN_DOTS, a.size() / cols)
            .with(alike(a).array)
            .with(alike(b).array));
  }

  @Override
  public final void addScaledRows(double scale, Tensor a, Tensor column) {
    CudaArray factors = columnOf(column, rows).array;
    put(call(Operations.SCALED_ROWS).with(scale).with(cols).with(alikeArray(a)).with(factors));
  }

  @Override
  public final void assignRowDots(Tensor a, Tensor b) {
    a.requireSameShape(b);
    columnOf(this, a.rows());
    put(
        byRows(Operations.ROW_DOTS, rows, a.cols())
            .with(array)
            .with(alike(a).array)
            .with(alike(b).array));
  }

  @Override
  public final void assignLogSumExp(Tensor logits) {
    columnOf(this, logits.rows());
    put(byRows(Operations.LOG_SUM_EXP, rows, logits.cols()).with(array).with(alike(logits).array));
  }

  @Override
  public final void assignRowsAt(Tensor table, Tensor numbers) {
    requireNumbers(numbers, this, table);
    put(
        call(Operations.ASSIGN_ROWS_AT)
            .with(cols)
            .with(alike(table).array)
            .with(alike(numbers).array));
  }

  @Override
  public final void addToRowsAt(Tensor a, Tensor numbers) {
    requireNumbers(numbers, a, this);
    put(
        call(Operations.ADD_TO_ROWS_AT)
            .with(cols)
            .with(numbers.size())
            .with(alike(a).array)
            .with(alike(numbers).array));
  }

  private static void requireNumbers(Tensor numbers, Tensor picked, Tensor table) {
    if (picked.rows() != numbers.size() || picked.cols() != table.cols()) {
      throw new IllegalArgumentException(
          "%d rows of [%d, %d] do not have shape [%d, %d]"
              .formatted(numbers.size(), table.rows(), table.cols(), picked.rows(), picked.cols()));
    }
  }

  @Override
  public final void assignKept(double scale, Tensor a, double keep, long seed) {
    put(call(Operations.KEPT).with(scale).with(Coins.bound(keep)).with(seed).with(alikeArray(a)));
  }

  /** Returns how many blocks of so many columns there are. */
  private int requireBlocks(int block) {
    if (block < 1 || cols % block != 0) {
      throw new IllegalArgumentException("%d columns are no blocks of %d".formatted(cols, block));
    }
    return size() / block;
  }

  private void requireSequences(int length) {
    if (rows % length != 0) {
      throw new IllegalArgumentException("%d rows are no sequences of %d".formatted(rows, length));
    }
  }
}

package org.retrograde.models.autodiff;

import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Tensor;

/** Operations that multiply two numbers. */
public final class Products {

  private Products() {}

  /**
   * z = multiplier * x op(W), for inputs x [m, k] and W [k, n], or [n, k] if transposed: a layer
   * without biases, or a readout that shares its matrix with an embedding.
   */
  public record Linear(double multiplier, boolean transposed) implements Bilinear {

    /** Makes one whose matrix is [k, n]. */
    public Linear(double multiplier) {
      this(multiplier, false);
    }

    @Override
    public Tensor take(Tensor x, Tensor w, Workspace workspace) {
      return workspace.take(x.rows(), transposed ? w.rows() : w.cols());
    }

    @Override
    public void addTo(Sum z, Sum x, Sum w) {
      z.addProduct(multiplier, x, false, w, transposed);
    }

    @Override
    public void pullLeft(Sum x, Sum z, Sum w) {
      x.addProduct(multiplier, z, false, w, !transposed);
    }

    @Override
    public void pullRight(Sum w, Sum z, Sum x) {
      if (transposed) {
        w.addProduct(multiplier, z, true, x, false);
      } else {
        w.addProduct(multiplier, x, true, z, false);
      }
    }
  }

  /**
   * y = scale * a op(b), head by head and sequence by sequence: of queries and keys, transposed, or
   * of probabilities and values.
   *
   * @param scale of the products
   * @param transposed whether heads of b are
   * @param heads how a, b and y are divided: of the result, the left and the right factor
   */
  public record HeadProduct(double scale, boolean transposed, Heads heads) implements Bilinear {

    @Override
    public Tensor take(Tensor a, Tensor b, Workspace workspace) {
      int cols = transposed ? b.rows() / heads.sequences() : b.cols() / heads.right();
      return workspace.take(a.rows(), heads.result() * cols);
    }

    @Override
    public void addTo(Sum y, Sum a, Sum b) {
      add(y, a, false, b, transposed, heads);
    }

    @Override
    public void pullLeft(Sum a, Sum y, Sum b) {
      Heads to =
          new Heads(
              heads.sequences(),
              /* result= */ heads.left(),
              /* left= */ heads.result(),
              heads.right());
      add(a, y, false, b, !transposed, to);
    }

    @Override
    public void pullRight(Sum b, Sum y, Sum a) {
      if (transposed) {
        Heads to =
            new Heads(
                heads.sequences(),
                /* result= */ heads.right(),
                /* left= */ heads.result(),
                /* right= */ heads.left());
        add(b, y, true, a, false, to);
      } else {
        Heads to =
            new Heads(
                heads.sequences(),
                /* result= */ heads.right(),
                heads.left(),
                /* right= */ heads.result());
        add(b, a, true, y, false, to);
      }
    }

    private void add(
        Sum to, Sum left, boolean transposeLeft, Sum right, boolean transposeRight, Heads divided) {
      to.multiply(
          left,
          right,
          (sum, a, b, beta) ->
              sum.assignHeadProducts(scale, a, transposeLeft, b, transposeRight, beta, divided));
    }
  }

  /** y = a * b, elementwise: what a gate lets through. */
  public record Gated() implements Bilinear {

    @Override
    public Tensor take(Tensor a, Tensor b, Workspace workspace) {
      return workspace.takeLike(a);
    }

    @Override
    public void addTo(Sum y, Sum a, Sum b) {
      y.add(a, b, (sum, left, right) -> sum.addProduct(1, left, right));
    }

    @Override
    public void pullLeft(Sum a, Sum y, Sum b) {
      addTo(a, y, b);
    }

    @Override
    public void pullRight(Sum b, Sum y, Sum a) {
      addTo(b, y, a);
    }
  }

  /**
   * y = x times a factor a column, the factors in a row [1, n]; where n divides the columns of x
   * they are repeated: gains of a norm, one each, one a place in a head, or one in all.
   */
  public record ScaledColumns() implements Bilinear {

    @Override
    public Tensor take(Tensor x, Tensor row, Workspace workspace) {
      return workspace.takeLike(x);
    }

    @Override
    public void addTo(Sum y, Sum x, Sum row) {
      y.add(x, row, (sum, a, factors) -> sum.addScaledColumns(1, a, factors));
    }

    @Override
    public void pullLeft(Sum x, Sum y, Sum row) {
      addTo(x, y, row);
    }

    @Override
    public void pullRight(Sum row, Sum y, Sum x) {
      row.add(x, y, Tensor::addColumnDots);
    }
  }
}

package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;

/** Pieces of work that one launch does side by side, or a matrix product. */
final class Unit {

  private static final int MOST_PIECES = 32;

  private final List<Piece> pieces = new ArrayList<>();
  private final String text;

  /**
   * Makes a unit of one piece.
   *
   * @param text of the kernel for this piece alone, see {@link KernelSource#kernel}
   */
  Unit(Piece piece, String text) {
    pieces.add(piece);
    this.text = text;
  }

  /** Returns whether this is a matrix product, the only piece of its unit. */
  boolean isProduct() {
    return pieces.get(0).isProduct();
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Returns the text of the kernel for all pieces. */
  String kernel() {
    return KernelSource.kernel(pieces.get(0), pieces.size());
  }

  /** Returns the words of all pieces. */
  int words() {
    return pieces.size() * pieces.get(0).words();
  }

  /**
   * Takes another piece, if it is of the same kind and there is room; returns whether it did.
   *
   * @param itsText of the kernel for that piece alone
   */
  boolean takes(Piece piece, String itsText) {
    boolean fits =
        !isProduct()
            && !piece.isProduct()
            && pieces.size() < MOST_PIECES
            && (pieces.size() + 1) * piece.sums() <= SumPlaces.MOST
            && LaunchBlock.fit(pieces.size() + 1, (pieces.size() + 1) * piece.words())
            && text.equals(itsText);
    if (fits) {
      pieces.add(piece);
    }
    return fits;
  }

  /** Returns whether a later piece must wait for this unit. */
  boolean precedes(Piece piece) {
    return pieces.stream().anyMatch(one -> one.precedes(piece));
  }
}

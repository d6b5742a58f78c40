package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes few launches of many calls, twice: calls on the same elements become one {@link Piece},
 * which passes over memory once; then equal pieces of different arrays, such as the steps of all
 * parameter groups, become one {@link Unit}.
 *
 * <p>Both times a call (a piece) goes as far forward in the list as it may: past what it does not
 * depend on, to the last that it fits. Nothing else changes order, and each element sees the same
 * operations in the same order, so every bit stays.
 */
final class Fusion {

  private Fusion() {}

  /** Returns the launches, in order. */
  static List<Unit> units(List<Call> calls) {
    List<Unit> units = new ArrayList<>();
    for (Piece piece : pieces(calls)) {
      if (!piece.isEmpty()) {
        String text = piece.isProduct() ? "" : KernelSource.kernel(piece, 1);
        if (!taken(piece, text, units)) {
          units.add(new Unit(piece, text));
        }
      }
    }
    return units;
  }

  private static boolean taken(Piece piece, String text, List<Unit> units) {
    for (int u = units.size() - 1; u >= 0; u--) {
      Unit unit = units.get(u);
      if (unit.precedes(piece)) {
        return false;
      }
      if (unit.takes(piece, text)) {
        return true;
      }
    }
    return false;
  }

  private static List<Piece> pieces(List<Call> calls) {
    List<Piece> pieces = new ArrayList<>();
    for (int number = 0; number < calls.size(); number++) {
      if (!joined(number, calls.get(number), pieces)) {
        pieces.add(new Piece(number, calls.get(number)));
      }
    }
    return pieces;
  }

  private static boolean joined(int number, Call call, List<Piece> pieces) {
    for (int p = pieces.size() - 1; p >= 0; p--) {
      Piece piece = pieces.get(p);
      if (piece.joins(call)) {
        piece.add(number, call);
        return true;
      }
      if (piece.precedes(call)) {
        return false;
      }
    }
    return false;
  }
}

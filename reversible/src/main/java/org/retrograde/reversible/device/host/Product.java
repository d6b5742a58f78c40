package org.retrograde.reversible.device.host;

/**
 * The shape of a matrix product op(a) op(b), rows stored one after the other.
 *
 * @param m rows of op(a)
 * @param n columns of op(b)
 * @param k columns of op(a)
 * @param transposeA whether op(a) is a transposed
 * @param transposeB whether op(b) is b transposed
 */
record Product(int m, int n, int k, boolean transposeA, boolean transposeB) {

  /** Returns the rows of a. */
  int rowsA() {
    return transposeA ? k : m;
  }

  /** Returns the rows of b. */
  int rowsB() {
    return transposeB ? n : k;
  }

  /** Returns the length of a row of a. */
  int lda() {
    return transposeA ? m : k;
  }

  /** Returns the length of a row of b. */
  int ldb() {
    return transposeB ? k : n;
  }
}

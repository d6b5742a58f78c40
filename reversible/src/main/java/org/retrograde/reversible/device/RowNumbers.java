package org.retrograde.reversible.device;

/**
 * Numbers of rows to gather or to add to, kept where the kernels of one device read them, so that
 * steps that use the same rows again copy nothing from the host. Immutable.
 *
 * @see Device#rowNumbers
 */
public interface RowNumbers {

  /** Returns a copy on the host. */
  int[] toArray();
}

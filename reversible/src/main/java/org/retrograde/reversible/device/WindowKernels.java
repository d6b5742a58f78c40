package org.retrograde.reversible.device;

/**
 * Kernels on images, see {@link Windows}. The terms of {@link Tensor} hold here too.
 *
 * @param <T> the matrices
 */
public interface WindowKernels<T> {

  /**
   * this = the numbers of another matrix, row by row: as many, in rows of another length, as rows
   * of features are images.
   *
   * @param source of this precision
   */
  void assignReshaped(T source);

  /**
   * this = what each window sees, one row a window: its pixels line by line, each with all its
   * channels; zeros beyond the edge.
   *
   * @param images not this tensor
   */
  void assignPatches(T images, Windows windows);

  /**
   * Adds what windows hold of each pixel to it, in the order of the windows' pixels: the adjoint of
   * {@link #assignPatches}.
   *
   * @param patches not this tensor
   */
  void addPatches(T patches, Windows windows);

  /**
   * this = the largest pixel of each window and channel, NaN above all, the first one if there are
   * several, pixels beyond the edge left out.
   *
   * @param images not this tensor
   */
  void assignWindowMax(T images, Windows windows);

  /**
   * this = of each window and channel what another image has where these have their largest pixel:
   * the tangent of {@link #assignWindowMax}.
   *
   * @param direction same shape as the images
   */
  void assignAtWindowMax(T images, Windows windows, T direction);

  /**
   * Adds to each pixel what the windows hold whose largest it is, in their order: the adjoint of
   * {@link #assignWindowMax}.
   *
   * @param images same shape as this; not this tensor
   * @param held one row a window; not this tensor
   */
  void addAtWindowMax(T images, Windows windows, T held);

  /**
   * this = the mean of each window and channel, zeros beyond the edge counted.
   *
   * @param images not this tensor
   */
  void assignWindowMeans(T images, Windows windows);

  /**
   * Adds to each pixel the mean's share of what its windows hold, in their order: the adjoint of
   * {@link #assignWindowMeans}.
   *
   * @param held one row a window; not this tensor
   */
  void addWindowMeans(T held, Windows windows);
}

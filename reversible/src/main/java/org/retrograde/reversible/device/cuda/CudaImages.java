package org.retrograde.reversible.device.cuda;

import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;

/**
 * A matrix of images on the card. Each thread makes one element: what windows give to a pixel it
 * gathers, in their order, so that no two threads add to the same place.
 */
abstract class CudaImages extends CudaBlocks {

  CudaImages(CudaQueues queues, Precision precision, int rows, int cols) {
    super(queues, precision, rows, cols);
  }

  @Override
  public final void assignReshaped(Tensor source) {
    CudaMatrix from = alike(source);
    requireSize(from.size());
    put(call(Operations.ASSIGN_SCALED, from).with(1d).with(from.array));
  }

  @Override
  public final void assignPatches(Tensor images, Windows windows) {
    windows.require(images, this, windows.area());
    put(call(Operations.ASSIGN_PATCHES, images.cols(), windows).with(alike(images).array));
  }

  @Override
  public final void addPatches(Tensor patches, Windows windows) {
    windows.require(this, patches, windows.area());
    put(call(Operations.ADD_PATCHES, cols, windows).with(alike(patches).array));
  }

  @Override
  public final void assignWindowMax(Tensor images, Windows windows) {
    assignAtWindowMax(images, windows, images);
  }

  @Override
  public final void assignAtWindowMax(Tensor images, Windows windows, Tensor direction) {
    images.requireSameShape(direction);
    windows.require(images, this, 1);
    put(
        call(Operations.ASSIGN_AT_WINDOW_MAX, cols, windows)
            .with(alike(images).array)
            .with(alike(direction).array));
  }

  @Override
  public final void addAtWindowMax(Tensor images, Windows windows, Tensor held) {
    CudaArray a = alikeArray(images);
    windows.require(images, held, 1);
    put(call(Operations.ADD_AT_WINDOW_MAX, cols, windows).with(a).with(alike(held).array));
  }

  @Override
  public final void assignWindowMeans(Tensor images, Windows windows) {
    windows.require(images, this, 1);
    put(call(Operations.ASSIGN_WINDOW_MEANS, cols, windows).with(alike(images).array));
  }

  @Override
  public final void addWindowMeans(Tensor held, Windows windows) {
    windows.require(this, held, 1);
    put(call(Operations.ADD_WINDOW_MEANS, cols, windows).with(alike(held).array));
  }

  private Call call(Operation[] forms, int channels, Windows w) {
    return call(forms)
        .with(channels)
        .with(w.height())
        .with(w.width())
        .with(w.size(), w.stride(), w.padding())
        .with(w.outHeight())
        .with(w.outWidth());
  }
}

package org.retrograde.models.data;

/**
 * What images of any size become.
 *
 * @param side pixels of a side of the square, at least 1
 * @param channels 1 for ink, which is 1 where an image is black and 0 where it is white; 3 for red,
 *     green and blue, each in [0, 1]
 */
public record ImageForm(int side, int channels) {

  /** Checks the channels. */
  public ImageForm {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, got " + channels);
    }
  }

  /** Returns the numbers of an image. */
  int size() {
    return side * side * channels;
  }
}

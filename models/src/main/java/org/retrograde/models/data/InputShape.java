package org.retrograde.models.data;

/** What the numbers of a row of inputs are to each other. */
public sealed interface InputShape {

  /** Returns the numbers of a row. */
  int features();

  /**
   * Features in no order.
   *
   * @param features at least 1
   */
  record Features(int features) implements InputShape {}

  /**
   * An image, line by line, each pixel with all its channels.
   *
   * @param height pixels, at least 1
   * @param width pixels, at least 1
   * @param channels numbers of a pixel, at least 1
   */
  record Image(int height, int width, int channels) implements InputShape {

    @Override
    public int features() {
      return height * width * channels;
    }
  }

  /**
   * One token of a text, by its number, whose rows stand in the order of the text, so that so many
   * of them are a window.
   *
   * @param window tokens that are seen together, at least 1
   */
  record Token(int window) implements InputShape {

    @Override
    public int features() {
      return 1;
    }
  }
}

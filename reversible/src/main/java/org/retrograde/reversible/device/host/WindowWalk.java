package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.Windows;

/** Walks over windows, image by image, from left to right and down. */
final class WindowWalk {

  private WindowWalk() {}

  /** What is done at a window. */
  interface Visit {

    /**
     * Visits a window, of which a rectangle lies within its image: not empty, as a padding is less
     * than a window.
     *
     * @param window counted over all images
     * @param place of the rectangle's first pixel in the window
     * @param pixel that one, counted over all images
     * @param lines of the rectangle
     * @param columns of the rectangle
     */
    void at(int window, int place, int pixel, int lines, int columns);
  }

  static void forEach(Windows w, int images, Visit visit) {
    int window = 0;
    for (int image = 0; image < images; image++) {
      for (int top = -w.padding(); top + w.size() <= w.height() + w.padding(); top += w.stride()) {
        int y = Math.max(top, 0);
        int lines = Math.min(top + w.size(), w.height()) - y;
        for (int left = -w.padding();
            left + w.size() <= w.width() + w.padding();
            left += w.stride()) {
          int x = Math.max(left, 0);
          visit.at(
              window++,
              (y - top) * w.size() + x - left,
              image * w.pixels() + y * w.width() + x,
              lines,
              Math.min(left + w.size(), w.width()) - x);
        }
      }
    }
  }
}

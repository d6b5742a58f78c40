package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.Windows;

/** Walks over windows, image by image, from left to right and down, and over the pixels of each. */
final class WindowWalk {

  private WindowWalk() {}

  /** What is done at a pixel of a window. */
  interface Visit {

    /**
     * Visits.
     *
     * @param window counted over all images
     * @param place of the pixel in its window
     * @param pixel counted over all images; negative beyond the edge
     */
    void at(int window, int place, int pixel);
  }

  static void forEach(Windows w, int images, Visit visit) {
    int window = 0;
    for (int image = 0; image < images; image++) {
      for (int top = -w.padding(); top + w.size() <= w.height() + w.padding(); top += w.stride()) {
        for (int left = -w.padding();
            left + w.size() <= w.width() + w.padding();
            left += w.stride()) {
          forEach(w, image, window++, top, left, visit);
        }
      }
    }
  }

  private static void forEach(Windows w, int image, int window, int top, int left, Visit visit) {
    int place = 0;
    for (int y = top; y < top + w.size(); y++) {
      for (int x = left; x < left + w.size(); x++) {
        boolean inside = y >= 0 && y < w.height() && x >= 0 && x < w.width();
        visit.at(window, place++, inside ? image * w.pixels() + y * w.width() + x : -1);
      }
    }
  }
}

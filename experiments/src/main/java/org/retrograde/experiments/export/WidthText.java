package org.retrograde.experiments.export;

/** Numbers of a network as Python says them for every width: {@code 4 * width}, {@code 0.5}. */
final class WidthText {

  private final int baseWidth;
  private int multiple = 1;

  /** Makes one for numbers at the base width and at {@link PowerLaw#RATIO} times that. */
  WidthText(int baseWidth) {
    this.baseWidth = baseWidth;
  }

  /**
   * Returns a whole number, which stays or grows as the width does.
   *
   * @throws ExportException if it does neither
   */
  String whole(int atBase, int wider) {
    if (atBase == wider) {
      return Integer.toString(atBase);
    }
    if (wider != PowerLaw.RATIO * atBase) {
      throw new ExportException(
          "a size of the network is %d at width %d and %d at %d, and no file knows one between"
              .formatted(atBase, baseWidth, wider, PowerLaw.RATIO * baseWidth));
    }
    int shared = gcd(atBase, baseWidth);
    int times = atBase / shared;
    int over = baseWidth / shared;
    multiple = multiple / gcd(multiple, over) * over;
    return (times == 1 ? "" : times + " * ") + "width" + (over == 1 ? "" : " // " + over);
  }

  /** Returns a number that follows the width as a power. */
  String real(double atBase, double wider) {
    if (atBase == wider) {
      return Double.toString(atBase);
    }
    PowerLaw law = PowerLaw.through(atBase, wider);
    return "%s * (width / BASE_WIDTH) ** %s".formatted(law.atBase(), law.exponent());
  }

  /** Returns what a width must be a multiple of, for every size so far to be a whole number. */
  int multiple() {
    return multiple;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}

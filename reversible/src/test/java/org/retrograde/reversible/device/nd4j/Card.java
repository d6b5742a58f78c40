package org.retrograde.reversible.device.nd4j;

import static org.junit.jupiter.api.Assumptions.abort;

/** The graphics card that tests of ND4J on one need. */
public final class Card {

  private Card() {}

  /** Skips a test where ND4J runs on no card, with the reason, on the console too. */
  public static void assumeInUse(Class<?> test) {
    GpuSurvey survey = GpuSurvey.take();
    if (!survey.isInUse()) {
      String why =
          "skipped: it needs a graphics card and the Maven profile cuda; GPU: " + survey.describe();
      System.out.println(test.getSimpleName() + " " + why);
      abort(why);
    }
  }
}

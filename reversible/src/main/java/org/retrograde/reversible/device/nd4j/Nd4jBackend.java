package org.retrograde.reversible.device.nd4j;

/** Which of ND4J's backends is on the class path; asked without loading it. */
final class Nd4jBackend {

  /** A file of the backend that runs on graphics cards. */
  private static final String CUDA_MARK = "/nd4j-jcublas.properties";

  private Nd4jBackend() {}

  /** Returns whether it is the one for graphics cards. */
  static boolean isForCuda() {
    return Nd4jBackend.class.getResource(CUDA_MARK) != null;
  }
}

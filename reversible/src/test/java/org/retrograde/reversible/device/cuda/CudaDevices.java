package org.retrograde.reversible.device.cuda;

/** Which device the tests of {@code cuda} run on. */
public final class CudaDevices {

  /** Says {@code cuda} on a computer with a card; else it is emulated. */
  public static final String NAME =
      System.getProperty("retrograde.test.cuda", EmulatedProvider.NAME);

  private CudaDevices() {}
}

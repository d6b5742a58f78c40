package org.retrograde.reversible.device.nd4j;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.Precision;

/** Opens the {@code nd4j} device on whatever ND4J backend is on the class path. */
public final class Nd4jProvider implements DeviceProvider {

  /** Called by the service loader. */
  public Nd4jProvider() {}

  @Override
  public String name() {
    return Nd4jDevice.NAME;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The number of threads holds for ND4J's own loops as well. ND4J hands OpenBLAS all cores
   * while it loads, whatever was set before, so it is loaded first.
   */
  @Override
  public Device open(Precision precision, int threads) {
    // What ND4J's loops may use; its setMaxThreads, the size of its pool, has no effect once
    // loaded.
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    if (Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU) {
      openblas_nolapack.blas_set_num_threads(threads);
    }
    return new Nd4jDevice(precision);
  }
}

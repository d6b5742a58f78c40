package org.retrograde.reversible.device.nd4j;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.DeviceSettings;

/** Opens the {@code nd4j} device on whatever ND4J backend is on the class path. */
public final class Nd4jProvider implements DeviceProvider {

  /** Called by the service loader. */
  public Nd4jProvider() {}

  @Override
  public String word() {
    return Nd4jDevice.NAME;
  }

  @Override
  public String meaning() {
    return "the ND4J backend on the class path";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The number of threads holds for ND4J's own loops as well. ND4J hands OpenBLAS all cores
   * while it loads, whatever was set before, so it is loaded first. A graphics card that the
   * backend has no code for is refused before it is loaded.
   */
  @Override
  public Device open(DeviceSettings settings) {
    if (Nd4jBackend.isForCuda()) {
      requireGpu();
    }
    // What ND4J's loops may use; its setMaxThreads, the size of its pool, has no effect once
    // loaded.
    Nd4j.getEnvironment().setMaxMasterThreads(settings.threads());
    if (Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU) {
      openblas_nolapack.blas_set_num_threads(settings.threads());
    }
    return new Nd4jDevice(settings.precision());
  }

  private static void requireGpu() {
    GpuSurvey survey = GpuSurvey.take();
    boolean chosen = System.getenv("CUDA_VISIBLE_DEVICES") != null;
    survey
        .refusal(chosen)
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(text);
            });
    try {
      Nd4j.getExecutioner();
    } catch (LinkageError e) { // also what a failure while ND4J starts is wrapped in
      throw new IllegalArgumentException(
          "device nd4j: %s finds no graphics card that it can use; GPU: %s. Use the device host, or a build without the Maven profile cuda."
              .formatted(Gpu.ARTIFACT, survey.describe()),
          e);
    }
  }
}

package org.retrograde.reversible.device.cuda;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/**
 * Arrays and kernels on an NVIDIA card.
 *
 * <p>Each thread that uses the device has a {@link CudaQueue} of its own; what a thread makes may
 * be read by others, see {@link CudaArray}.
 */
@API(status = Status.MAINTAINED)
public final class CudaDevice implements Device {

  static final String NAME = "cuda";

  private final String name;
  private final DeviceSettings settings;
  private final CudaLibraries libraries;
  private final CudaBase base;
  private final CudaQueues queues;

  CudaDevice(String name, DeviceSettings settings, CudaLibraries libraries, Launching launching) {
    this.name = name;
    this.settings = settings;
    this.libraries = libraries;
    CudaCard card = CudaCard.of(libraries.driver());
    this.base =
        new CudaBase(
            card,
            KernelLibrary.of(card, libraries.nvrtc()),
            new CudaMemory(card),
            new Staging(card),
            libraries.cublas(),
            settings.products(),
            launching);
    this.queues = new CudaQueues(base);
    CudaSelfTest.run(queues);
  }

  /** Returns how many kernels, matrix products and graphs were launched so far. */
  public long launches() {
    return queues.sum(CudaQueue::launches);
  }

  /** Returns how often a thread waited for the card so far. */
  public long waits() {
    return queues.sum(CudaQueue::waits);
  }

  /** Returns how many arrays were copied between the host and the card so far, either way. */
  public long transfers() {
    return base.staging().transfers();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Precision precision() {
    return settings.precision();
  }

  @Override
  public Tensor tensor(Precision elementType, int rows, int cols) {
    return new CudaTensor(queues, elementType, rows, cols);
  }

  @Override
  public Lanes lanes(int length) {
    return new CudaLanes(queues, length);
  }

  @Override
  public Words words(int length) {
    return new CudaWords(queues, length);
  }

  @Override
  public RowNumbers rowNumbers(int[] numbers) {
    return new CudaRowNumbers(queues, numbers);
  }

  @Override
  public void settle() {
    queues.own().await();
  }

  @Override
  public long memoryBytes() {
    return base.card().totalBytes();
  }

  @Override
  public long nativeBytes() {
    return base.memory().bytes();
  }

  @Override
  public OptionalLong freeBytes() {
    return OptionalLong.of(base.memory().available());
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>(base.card().facts().describe());
    facts.put(
        "BLAS",
        String.format(
            Locale.ROOT,
            "cuBLAS %d, %s",
            queues.own().blasVersion(),
            settings.products() == Products.TF32 ? "TF32 products" : "no TF32"));
    facts.put("CUDA libraries", String.join(", ", libraries.found()));
    System.getenv()
        .forEach(
            (variable, value) -> {
              // Both can change what cuBLAS computes.
              if (variable.startsWith("CUBLAS_") || variable.equals("NVIDIA_TF32_OVERRIDE")) {
                facts.put(variable, value);
              }
            });
    return facts;
  }

  @Override
  public void close() {
    queues.close();
  }
}

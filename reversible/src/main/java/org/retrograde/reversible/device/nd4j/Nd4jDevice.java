package org.retrograde.reversible.device.nd4j;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/** Arrays of ND4J; see the package for what runs on them. */
@API(status = Status.MAINTAINED)
public final class Nd4jDevice implements Device {

  static final String NAME = "nd4j";

  private final Precision precision;
  private final Nd4jStore store = new Nd4jStore();

  Nd4jDevice(Precision precision) {
    this.precision = precision;
  }

  /**
   * Returns how many arrays were copied between the host and ND4J's memory so far, either way.
   * Single numbers do not count: a factor that a kernel takes, a sum that it returns.
   */
  public long transfers() {
    return store.memory().transfers();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Tensor tensor(Precision elementType, int rows, int cols) {
    return new Nd4jTensor(store, elementType, rows, cols);
  }

  @Override
  public Lanes lanes(int length) {
    return new Nd4jLanes(store, length);
  }

  @Override
  public Words words(int length) {
    return new Nd4jWords(store, length);
  }

  @Override
  public RowNumbers rowNumbers(int[] numbers) {
    return new Nd4jRowNumbers(store.memory(), numbers);
  }

  /**
   * {@inheritDoc}
   *
   * <p>ND4J does not tell, and what the process has resident says nothing: the heap is committed
   * before it is touched, so that the difference of the two may be below 0. The arrays are counted
   * as they are made and collected.
   */
  @Override
  public long nativeBytes() {
    return store.memory().bytes();
  }

  @Override
  public Map<String, String> describe() {
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("ND4J", version("org.nd4j", "nd4j-api"));
    facts.put("ND4J backend", String.valueOf(environment.get("backend")));
    facts.put("ND4J threads", Integer.toString(Nd4j.getEnvironment().maxMasterThreads()));
    facts.put("BLAS", String.valueOf(environment.get("blas.vendor")));
    if (Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU) {
      facts.put("OpenBLAS", version("org.bytedeco", "openblas"));
      facts.put("BLAS threads", String.valueOf(environment.get("blas.threads")));
    } else {
      facts.put("CUDA", version("org.bytedeco", "cuda"));
      facts.put("GPU", GpuSurvey.take().describe());
    }
    return facts;
  }

  private static String version(String group, String artifact) {
    try {
      return Loader.getVersion(group, artifact);
    } catch (IOException e) {
      return "of unknown version (" + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    store.close();
  }
}

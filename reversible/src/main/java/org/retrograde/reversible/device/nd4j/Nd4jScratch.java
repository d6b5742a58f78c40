package org.retrograde.reversible.device.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.Tensor;

/**
 * Vectors for the intermediate results of a kernel, made once for every length in use: an
 * allocation costs ND4J more than most operations, and off-heap memory waits for the collector.
 *
 * <p>A kernel owns what it takes here until it returns, and calls no other kernel that takes the
 * same slot meanwhile. One instance serves one thread.
 */
final class Nd4jScratch {

  private final Nd4jMemory memory;
  private final Map<Slot, INDArray> vectors = new HashMap<>();
  private final Map<Slot, Tensor> ones = new HashMap<>();
  private final Map<Integer, INDArray> hashWeights = new HashMap<>();
  private final Map<Integer, INDArray> triangles = new HashMap<>();

  Nd4jScratch(Nd4jMemory memory) {
    this.memory = memory;
  }

  /** Returns a vector with whatever the last kernel left in it. */
  INDArray vector(DataType type, int length, int slot) {
    return vectors.computeIfAbsent(
        new Slot(type, length, slot), key -> memory.vector(key.type, key.length));
  }

  /**
   * Returns a row of ones, [1, length]. Not to be modified.
   *
   * @param make makes such a row where there is none yet
   */
  Tensor ones(DataType type, int length, Supplier<Tensor> make) {
    return ones.computeIfAbsent(
        new Slot(type, length, 0),
        key -> {
          Tensor row = make.get();
          row.fill(1);
          return row;
        });
  }

  /** Returns the weights of {@link LaneHash}. Not to be modified. */
  INDArray hashWeights(int length) {
    return hashWeights.computeIfAbsent(
        length,
        key -> memory.upload(IntStream.range(0, key).mapToLong(LaneHash::weight).toArray()));
  }

  /**
   * Returns a square matrix row by row, 1 where the column is no larger than the row, else 0. Not
   * to be modified.
   */
  INDArray triangle(int length) {
    return triangles.computeIfAbsent(
        length,
        key -> {
          INDArray flat = memory.vector(DataType.DOUBLE, (long) key * key).assign(1);
          INDArray square = flat.reshape('c', key, key);
          Nd4jOps.exec(
              DynamicCustomOp.builder("matrix_band_part")
                  .addInputs(square)
                  .addOutputs(square)
                  .addIntegerArguments(-1, 0)
                  .build());
          return flat;
        });
  }

  private record Slot(DataType type, int length, int number) {}
}

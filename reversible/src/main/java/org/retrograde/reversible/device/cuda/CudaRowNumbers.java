package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.RowNumbers;

/**
 * Row numbers on the card, as they are and, once something is added to rows, by target: which rows
 * are numbered, and at which positions each of them, in order. So one thread adds all that goes to
 * an element, first to last.
 */
final class CudaRowNumbers implements RowNumbers {

  private final CudaQueues queues;
  private final int[] numbers;
  private final CudaArray all;
  private final int largest;
  private @Nullable ByTarget byTarget;

  /**
   * The numbers by target.
   *
   * @param distinct how many rows are numbered
   * @param targets which
   * @param starts where the positions of each begin, and where the last one's end
   * @param positions of all targets, in order
   */
  record ByTarget(int distinct, CudaArray targets, CudaArray starts, CudaArray positions) {}

  CudaRowNumbers(CudaQueues queues, int[] numbers) {
    this.queues = queues;
    this.numbers = numbers.clone();
    int most = -1;
    for (int number : numbers) {
      most = Math.max(most, Objects.checkIndex(number, Integer.MAX_VALUE));
    }
    this.largest = most;
    this.all = upload(this.numbers);
  }

  private CudaArray upload(int[] values) {
    CudaArray array = queues.uninitialized((long) Integer.BYTES * values.length, true);
    queues
        .own()
        .upload(
            array, values.length, Integer.BYTES, (to, at, count) -> to.put(0, values, at, count));
    return array;
  }

  @Override
  public int[] toArray() {
    return numbers.clone();
  }

  int count() {
    return numbers.length;
  }

  int largest() {
    return largest;
  }

  CudaArray all() {
    return all;
  }

  ByTarget byTarget() {
    if (byTarget == null) {
      byTarget = sort();
    }
    return byTarget;
  }

  private ByTarget sort() {
    Map<Integer, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < numbers.length; i++) {
      places.computeIfAbsent(numbers[i], number -> new ArrayList<>()).add(i);
    }
    int[] starts = new int[places.size() + 1];
    int[] positions = new int[numbers.length];
    int target = 0;
    int at = 0;
    for (List<Integer> some : places.values()) {
      for (int position : some) {
        positions[at++] = position;
      }
      starts[++target] = at;
    }
    int[] targets = places.keySet().stream().mapToInt(Integer::intValue).toArray();
    return new ByTarget(targets.length, upload(targets), upload(starts), upload(positions));
  }
}

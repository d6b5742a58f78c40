package org.retrograde.reversible.device.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.RowNumbers;

/**
 * Row numbers in ND4J's memory.
 *
 * <p>A scatter of ND4J leaves open in which order it adds to a row that is numbered twice, so rows
 * are added in rounds that hold each number at most once: first occurrences, second ones, and so
 * on. That is found out here, once.
 */
final class Nd4jRowNumbers implements RowNumbers {

  private final int[] numbers;
  private final int largest;
  private final INDArray uploaded;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * Some of the rows.
   *
   * @param positions where they stand in the source
   * @param targets their numbers
   */
  private record Round(INDArray positions, INDArray targets) {}

  Nd4jRowNumbers(Nd4jMemory memory, int[] numbers) {
    this.numbers = numbers.clone();
    int max = -1;
    for (int number : numbers) {
      max = Math.max(max, Objects.checkIndex(number, Integer.MAX_VALUE));
    }
    this.largest = max;
    this.uploaded = memory.upload(this.numbers);
    List<List<Integer>> occurrences = occurrences();
    if (occurrences.size() > 1) {
      for (List<Integer> positions : occurrences) {
        int[] from = positions.stream().mapToInt(Integer::intValue).toArray();
        int[] to = positions.stream().mapToInt(i -> numbers[i]).toArray();
        rounds.add(new Round(memory.upload(from), memory.upload(to)));
      }
    }
  }

  /** Splits the positions: those of a number's first occurrence, second, ... */
  private List<List<Integer>> occurrences() {
    Map<Integer, Integer> seen = new HashMap<>();
    List<List<Integer>> split = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      int occurrence = seen.merge(numbers[i], 1, Integer::sum) - 1;
      if (occurrence == split.size()) {
        split.add(new ArrayList<>());
      }
      split.get(occurrence).add(i);
    }
    return split;
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

  /** out_i = table_numbers[i]. */
  void gather(INDArray table, INDArray out) {
    gather(table, uploaded, out);
  }

  /** table_numbers[i] += rows_i, in the order of i. */
  void scatterAdd(INDArray rows, INDArray table) {
    if (rounds.isEmpty()) {
      scatterAdd(rows, uploaded, table);
    }
    for (Round round : rounds) {
      try (INDArray some = Nd4j.create(table.dataType(), round.targets().length(), table.size(1))) {
        gather(rows, round.positions(), some);
        scatterAdd(some, round.targets(), table);
      }
    }
  }

  /** out_i = table_at[i]. */
  static void gather(INDArray table, INDArray at, INDArray out) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("gather")
                .addInputs(table, at)
                .addIntegerArguments(0)
                .addOutputs(out)
                .build());
  }

  /**
   * table_at[i] += rows_i, in the order of i, for numbers that only the device knows. ND4J keeps
   * the order where it is told to lock: on processors one thread does all, on a card one block of
   * threads does all of a row's.
   */
  static void scatterAddInOrder(INDArray rows, INDArray at, INDArray table) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("scatter_add")
                .addInputs(table, at, rows)
                .addOutputs(table)
                .addBooleanArguments(true)
                .build());
  }

  private static void scatterAdd(INDArray rows, INDArray at, INDArray table) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("scatter_add")
                .addInputs(table, at, rows)
                .addOutputs(table)
                .build());
  }
}

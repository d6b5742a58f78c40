package org.retrograde.hypergrad.recipe;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;

/**
 * Numbers of blocks of a network, which are added to the raw numbers of the groups in them.
 *
 * <p>They are a function of the relative depth of a block, (l - 1) / (L - 1) for block l of L,
 * linear between the blocks that were tuned: the first block of another network takes the numbers
 * of the first, the last those of the last. A network of one block takes what stands halfway, and
 * numbers tuned on one block are those of every block. At the tuned depth they are the tuned ones,
 * bit for bit.
 *
 * @param types of the groups that have them, where they are in a block
 * @param points of each block, one a point of the courses that they are added to, [block][point]
 */
public record DepthNumbers(List<String> types, List<List<Double>> points) {

  /** Copies the lists, and checks that every block has as many points, at least one. */
  public DepthNumbers {
    types = List.copyOf(types);
    points = points.stream().map(List::copyOf).toList();
    if (points.isEmpty()
        || points.get(0).isEmpty()
        || points.stream().mapToInt(List::size).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "every block must have as many numbers as the others, at least one, got " + points);
    }
  }

  /** Returns the number of blocks that they were tuned on. */
  public int blocks() {
    return points.size();
  }

  /** Returns whether a group has them. */
  boolean has(ModulePlace place) {
    return place.block() > 0 && types.contains(place.type());
  }

  /**
   * Returns the numbers of a block.
   *
   * @param block l, from 1
   * @param blocks L of its network, at least l
   */
  public List<Double> of(int block, int blocks) {
    if (block < 1 || block > blocks) {
      throw new IllegalArgumentException("there is no block %d of %d".formatted(block, blocks));
    }
    double place =
        blocks == 1 ? (points.size() - 1) / 2d : (block - 1d) * (points.size() - 1) / (blocks - 1);
    int left = (int) place;
    double fraction = place - left;
    List<Double> before = points.get(left);
    if (fraction == 0) {
      return before;
    }
    List<Double> after = points.get(left + 1);
    List<Double> between = new ArrayList<>();
    for (int k = 0; k < before.size(); k++) {
      between.add((1 - fraction) * before.get(k) + fraction * after.get(k));
    }
    return between;
  }
}

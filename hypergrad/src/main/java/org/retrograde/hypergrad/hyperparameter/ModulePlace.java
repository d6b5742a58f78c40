package org.retrograde.hypergrad.hyperparameter;

import java.util.List;

/**
 * What a parameter group is in its network, whatever its depth: which type of module, and of which
 * block.
 *
 * @param type such as {@code query}: groups of one type do the same in every block
 * @param block from 1; 0 for what is in none, such as an embedding
 */
public record ModulePlace(String type, int block) {

  /** Checks the block. */
  public ModulePlace {
    if (block < 0) {
      throw new IllegalArgumentException(
          "the block of %s must be at least 0, got %d".formatted(type, block));
    }
  }

  /**
   * Returns places of groups of which nothing is known: each is a type, and there are no blocks.
   */
  public static List<ModulePlace> unknown(List<String> groups) {
    return groups.stream().map(group -> new ModulePlace(group, 0)).toList();
  }

  /** Returns the number of blocks. */
  public static int blocks(List<ModulePlace> places) {
    return places.stream().mapToInt(ModulePlace::block).max().orElse(0);
  }
}

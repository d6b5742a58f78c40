package org.retrograde.hypergrad.hyperparameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ties parameter groups by what they are in their network: by their type of module, by their block,
 * or by both, log zeta(m, l) = type(m) + depth(l).
 *
 * <p>Only so many numbers are free as say something. What all types of some blocks gain and the
 * depths of these blocks lose would change nothing, so that the first of blocks that types link has
 * no factor: a type's number is its value there. A fixed gauge leaves no direction in which a
 * search would walk in vain, and keeps its meaning where depths are interpolated to another number
 * of blocks, of which the first is the first.
 */
public final class ModuleTying {

  private final List<ModulePlace> places;
  private final boolean[] moving;

  /**
   * Takes the places of groups.
   *
   * @param places one a group
   * @param moving whether a group is tuned at all
   */
  public ModuleTying(List<ModulePlace> places, boolean[] moving) {
    this.places = List.copyOf(places);
    this.moving = moving.clone();
  }

  /** Ties those of a type. */
  public Tying byType() {
    Map<String, Integer> columns = new LinkedHashMap<>();
    int[] typeOf = types(columns);
    return new Tying(columns.size(), typeOf, stay());
  }

  /**
   * Ties those of a block; what is in none stays.
   *
   * @throws IllegalArgumentException if nothing that moves is in a block
   */
  public Tying byDepth() {
    Map<Integer, Integer> columns = new LinkedHashMap<>();
    int[] noGauge = new int[1 + ModulePlace.blocks(places)];
    int[] factorOf = blocks(columns, 0, noGauge);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("there are no blocks, whose depth could be tuned");
    }
    return new Tying(columns.size(), stay(), factorOf);
  }

  /** Ties those of a type, with a factor of the block. */
  public Tying byTypeAndDepth() {
    Map<String, Integer> types = new LinkedHashMap<>();
    int[] typeOf = types(types);
    Map<Integer, Integer> blocks = new LinkedHashMap<>();
    int[] factorOf = blocks(blocks, types.size(), firsts(typeOf));
    return new Tying(types.size() + blocks.size(), typeOf, factorOf);
  }

  private int[] stay() {
    int[] none = new int[places.size()];
    Arrays.fill(none, -1);
    return none;
  }

  private int[] types(Map<String, Integer> columns) {
    int[] columnOf = stay();
    for (int g = 0; g < columnOf.length; g++) {
      if (moving[g]) {
        columnOf[g] = columns.computeIfAbsent(places.get(g).type(), type -> columns.size());
      }
    }
    return columnOf;
  }

  /**
   * Returns the columns of the blocks.
   *
   * @param offset of the first
   * @param first block that holds the gauge for each block, by its number; 0 where none does
   */
  private int[] blocks(Map<Integer, Integer> columns, int offset, int[] first) {
    int[] columnOf = stay();
    for (int g = 0; g < columnOf.length; g++) {
      int block = places.get(g).block();
      if (moving[g] && block > 0 && first[block] != block) {
        columnOf[g] = columns.computeIfAbsent(block, number -> offset + columns.size());
      }
    }
    return columnOf;
  }

  /** Returns what people call each column: its type, or {@code block 2}. */
  public static List<String> names(List<ModulePlace> places, Tying tying) {
    String[] names = new String[tying.columns()];
    for (int g = places.size() - 1; g >= 0; g--) {
      if (tying.column(g) >= 0) {
        names[tying.column(g)] = places.get(g).type();
      }
      if (tying.factor(g) >= 0) {
        names[tying.factor(g)] = "block " + places.get(g).block();
      }
    }
    return List.of(names);
  }

  /** Returns the first of the blocks that types link to each block. */
  private int[] firsts(int[] typeOf) {
    int[] first = new int[1 + ModulePlace.blocks(places)];
    Arrays.setAll(first, block -> block);
    boolean changes = true;
    while (changes) {
      changes = false;
      for (List<Integer> linked : blocksOfTypes(typeOf)) {
        int least = linked.stream().mapToInt(block -> first[block]).min().orElseThrow();
        for (int block : linked) {
          changes |= first[block] != least;
          first[block] = least;
        }
      }
    }
    return first;
  }

  private List<List<Integer>> blocksOfTypes(int[] typeOf) {
    Map<Integer, List<Integer>> blocks = new LinkedHashMap<>();
    for (int g = 0; g < typeOf.length; g++) {
      if (moving[g] && places.get(g).block() > 0) {
        blocks.computeIfAbsent(typeOf[g], type -> new ArrayList<>()).add(places.get(g).block());
      }
    }
    return List.copyOf(blocks.values());
  }
}

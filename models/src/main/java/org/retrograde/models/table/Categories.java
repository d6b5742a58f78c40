package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The different texts of a column, numbered as they come. */
final class Categories {

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Returns the number of a text, a new one if it is new. */
  int code(String text) {
    Integer known = codes.get(text);
    if (known != null) {
      return known;
    }
    codes.put(text, names.size());
    names.add(text);
    return names.size() - 1;
  }

  /** Returns the text that has a number. */
  String name(int code) {
    return names.get(code);
  }

  int size() {
    return names.size();
  }

  /** Returns the codes in the order of their names: whole numbers by value, texts by letter. */
  List<Integer> sorted() {
    Comparator<Integer> order =
        names.stream().allMatch(name -> name.matches("-?\\d{1,10}"))
            ? Comparator.comparingLong(code -> Long.parseLong(names.get(code)))
            : Comparator.comparing(names::get);
    return IntStream.range(0, names.size()).boxed().sorted(order).toList();
  }

  /** Returns the rank of each code in that order. */
  int[] ranks() {
    List<Integer> sorted = sorted();
    int[] ranks = new int[sorted.size()];
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[sorted.get(rank)] = rank;
    }
    return ranks;
  }

  /** Returns the names in that order. */
  List<String> names() {
    return sorted().stream().map(names::get).toList();
  }
}

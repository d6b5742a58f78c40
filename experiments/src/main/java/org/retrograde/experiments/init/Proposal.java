package org.retrograde.experiments.init;

import java.util.List;

/**
 * What an experiment on some data would be.
 *
 * @param about what the data are, a sentence
 * @param source lines of the section {@code data} that say where rows come from, with comments
 * @param rows that there are, without test rows of their own
 * @param testRows test rows of their own; 0 without
 * @param mixes whether rows are to be mixed before they are split
 * @param predictsNumbers whether there are numbers to predict, and no classes
 * @param remarks sentences for the user
 */
record Proposal(
    String about,
    List<Line> source,
    long rows,
    long testRows,
    boolean mixes,
    boolean predictsNumbers,
    List<String> remarks) {

  Proposal {
    source = List.copyOf(source);
    remarks = List.copyOf(remarks);
  }

  /**
   * A key of a config.
   *
   * @param key with its value
   * @param comment why; empty for none
   */
  record Line(String key, String value, String comment) {}
}

package org.retrograde.reports.html.element;

import java.util.List;

/**
 * What a section shows of one run.
 *
 * @param id anchor of the section, no other's on the page: letters, digits and dashes
 * @param name its short name in the table of contents
 * @param heading a claim that follows from the data, or a question
 * @param blocks what stands in it, in reading order
 */
public record Content(String id, String name, String heading, List<Block> blocks) {

  /** Copies the list. */
  public Content {
    blocks = List.copyOf(blocks);
  }
}

package org.retrograde.reports.html;

import java.util.List;

/**
 * One section of the page.
 *
 * @param id anchor of the section
 * @param name its short name in the table of contents
 * @param heading a claim or a question
 * @param blocks what stands in it, in reading order
 */
record Section(String id, String name, String heading, List<Block> blocks) {

  Section {
    blocks = List.copyOf(blocks);
  }
}

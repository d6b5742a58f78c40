package org.retrograde.reports.html.element;

import java.util.List;

/** What can stand in a section; each kind has a template of its own. */
public sealed interface Block
    permits Block.Paragraph,
        Block.Bullets,
        Block.Code,
        Block.Passage,
        Block.Pictures,
        Figure,
        Folded,
        Table {

  /**
   * Sentences.
   *
   * @param text the sentences
   */
  record Paragraph(String text) implements Block {}

  /**
   * A bulleted list.
   *
   * @param items one bullet each
   */
  record Bullets(List<String> items) implements Block {

    /** Copies the list. */
    public Bullets {
      items = List.copyOf(items);
    }
  }

  /**
   * Text shown as it is, closed at first, with a button that copies it.
   *
   * @param id anchor of the text
   * @param title what it is
   * @param text the text
   * @param printed whether it is printed, opened, or left out on paper
   */
  record Code(String id, String title, String text, boolean printed) implements Block {}

  /**
   * A text and how it goes on, open to be read.
   *
   * @param words what it is
   * @param beginning what was given
   * @param rest what was added
   */
  record Passage(String words, String beginning, String rest) implements Block {}

  /**
   * Small pictures side by side.
   *
   * @param title what they are
   * @param words how to read them
   * @param pictures from left to right
   */
  record Pictures(String title, String words, List<One> pictures) implements Block {

    /** Copies the list. */
    public Pictures {
      pictures = List.copyOf(pictures);
    }

    /**
     * One picture.
     *
     * @param label what it is of
     * @param address a data address that holds it
     */
    public record One(String label, String address) {}
  }
}

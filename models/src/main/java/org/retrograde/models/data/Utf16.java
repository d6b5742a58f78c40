package org.retrograde.models.data;

/** Recognizes text that a spreadsheet or an editor has saved as UTF-16. */
public final class Utf16 {

  /** What is said of such a file. */
  public static final String COMPLAINT = "is UTF-16 text; save it as UTF-8";

  private Utf16() {}

  /** Returns whether text begins with the mark of UTF-16, or has a zero in its first letter. */
  public static boolean is(byte[] text) {
    if (text.length < 2) {
      return false;
    }
    boolean marked =
        (text[0] == (byte) 0xfe && text[1] == (byte) 0xff)
            || (text[0] == (byte) 0xff && text[1] == (byte) 0xfe);
    return marked || (text[0] == 0) != (text[1] == 0);
  }
}

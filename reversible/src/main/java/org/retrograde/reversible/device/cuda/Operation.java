package org.retrograde.reversible.device.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a kernel does to arrays and numbers: a function of kernels.cu, and the kinds of its
 * arguments, in their order.
 *
 * @param number that no other has
 * @param function its name; overloads and templates are chosen by the types of the parameters
 * @param isWhole whether it does an array with all threads of some blocks, and not an element
 * @param parameters after the index of the element, or after the share and the length
 */
record Operation(int number, String function, boolean isWhole, List<Parameter> parameters) {

  private static final AtomicInteger MADE = new AtomicInteger();

  /** One argument. */
  sealed interface Parameter {}

  /**
   * An array.
   *
   * @param type of an element in C++
   * @param isWhole whether the function gets the array, to read other elements than its own
   * @param isRead whether it reads it
   * @param isWritten whether it writes it, or gives up what it holds
   * @param isGivenUp whether what it holds need not be kept
   */
  record Array(String type, boolean isWhole, boolean isRead, boolean isWritten, boolean isGivenUp)
      implements Parameter {}

  /**
   * A number, or a struct of them.
   *
   * @param type in C++
   * @param words of 8 bytes
   */
  record Value(String type, int words) implements Parameter {}

  /**
   * Where what does not fit is reported: the fault word, and the number of the operation.
   *
   * @see CudaQueue
   */
  record Report() implements Parameter {

    static final int WORDS = 2;
  }

  /**
   * A sum over all elements.
   *
   * @param operation Plus, Wrapping or Largest of kernels.cu
   */
  record Sum(String operation) implements Parameter {}

  /**
   * Makes an operation on elements.
   *
   * @param parameters separated by spaces: &lt;T reads an element of type T, &gt;T overwrites it,
   *     =T does both, !T gives it up; with a * behind, the function gets the array; +Op is a sum,
   *     Fault a report; anything else is the type of a number
   */
  static Operation each(String function, String parameters) {
    return new Operation(MADE.incrementAndGet(), function, false, parse(parameters));
  }

  /** Makes an operation on whole arrays; its parameters are written as those of {@link #each}. */
  static Operation whole(String function, String parameters) {
    return new Operation(MADE.incrementAndGet(), function, true, parse(parameters));
  }

  private static List<Parameter> parse(String parameters) {
    return Arrays.stream(parameters.split(" ", -1)).map(Operation::parameter).toList();
  }

  private static Parameter parameter(String text) {
    return switch (text.charAt(0)) {
      case '!' -> new Array(text.substring(1), false, false, true, true);
      case '<' -> array(text.substring(1), true, false);
      case '>' -> array(text.substring(1), false, true);
      case '=' -> array(text.substring(1), true, true);
      case '+' -> new Sum(text.substring(1));
      default -> text.equals("Fault") ? new Report() : new Value(text, words(text));
    };
  }

  private static Array array(String type, boolean isRead, boolean isWritten) {
    boolean isWhole = type.endsWith("*");
    return new Array(
        isWhole ? type.substring(0, type.length() - 1) : type, isWhole, isRead, isWritten, false);
  }

  private static int words(String type) {
    return switch (type) {
      case "double", "i64" -> 1;
      case "Digits" -> 3;
      case "RootScaling" -> 4;
      case "Windows" -> 7;
      case "Heads" -> 8;
      default -> throw new IllegalArgumentException("no number of a kernel has type " + type);
    };
  }

  /** Returns whether this is the same operation. */
  boolean is(Operation other) {
    return number == other.number;
  }

  /** Returns the number of arrays. */
  int arrays() {
    return (int) parameters.stream().filter(Array.class::isInstance).count();
  }

  /** Returns the number of sums. */
  int sums() {
    return (int) parameters.stream().filter(Sum.class::isInstance).count();
  }

  /** Returns the words that the numbers take. */
  int words() {
    int words = 0;
    for (Parameter parameter : parameters) {
      if (parameter instanceof Value value) {
        words += value.words();
      } else if (parameter instanceof Report) {
        words += Report.WORDS;
      }
    }
    return words;
  }
}

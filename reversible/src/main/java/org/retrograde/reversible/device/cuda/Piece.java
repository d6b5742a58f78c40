package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls that one kernel does for one range of elements: a call on a whole array, or a chain of
 * calls on the same elements, each thread doing all of them to its element before the next.
 *
 * <p>An array that several of them use is read once and written once. Whether calls may be chained
 * is a question of arrays alone, see {@link #joins}.
 */
final class Piece {

  /** More would not stay in registers. */
  private static final int MOST_ARRAYS = 16;

  private static final int MOST_CALLS = 24;

  private final Call first;
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private int sums;
  private int words = 1;

  /**
   * How the kernel meets an array.
   *
   * @param array which
   * @param type of its elements
   * @param isWhole whether functions get the array itself
   * @param isLoaded whether its elements are read before they are written
   * @param isStored whether they are written
   */
  record Entry(CudaArray array, String type, boolean isWhole, boolean isLoaded, boolean isStored) {

    private boolean is(CudaArray other, boolean whole) {
      return array == other && isWhole == whole;
    }
  }

  /** Makes a piece of one call, the one with this number in its list. */
  Piece(int number, Call call) {
    this.first = call;
    add(number, call);
  }

  /** Adds a call for which {@link #joins} holds. */
  void add(int number, Call call) {
    numbers.add(number);
    calls.add(call);
    sums += call.operation().sums();
    words += call.operation().words();
    List<Entry> before = List.copyOf(entries);
    int index = 0;
    for (Operation.Parameter parameter : call.operation().parameters()) {
      if (parameter instanceof Operation.Array kind) {
        enter(call.array(index++), kind, before);
      }
    }
  }

  /** A call reads before it writes, whatever the order of its arrays, one of which may be two. */
  private void enter(CudaArray array, Operation.Array kind, List<Entry> beforeTheCall) {
    int at = indexOf(array, kind.isWhole());
    if (at < 0) {
      boolean stored = kind.isWritten() && !kind.isGivenUp();
      entries.add(new Entry(array, kind.type(), kind.isWhole(), kind.isRead(), stored));
    } else {
      Entry before = entries.get(at);
      boolean hasValue = at < beforeTheCall.size() && beforeTheCall.get(at).isStored;
      entries.set(
          at,
          new Entry(
              array,
              before.type,
              before.isWhole,
              before.isLoaded || (kind.isRead() && !hasValue),
              (before.isStored || kind.isWritten()) && !kind.isGivenUp()));
    }
  }

  private int indexOf(CudaArray array, boolean isWhole) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).is(array, isWhole)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns whether a later call may be chained to these: it has the same elements and shares an
   * array, and what one of them writes the other does not read at other elements.
   */
  boolean joins(Call call) {
    if (first.operation().isWhole()
        || call.operation().isWhole()
        || call.length() != first.length()
        || calls.size() == MOST_CALLS
        || entries.size() + call.arrays() > MOST_ARRAYS) {
      return false;
    }
    boolean shares = false;
    int index = 0;
    for (Operation.Parameter parameter : call.operation().parameters()) {
      if (parameter instanceof Operation.Array kind) {
        CudaArray array = call.array(index++);
        for (Entry entry : entries) {
          if (entry.array == array) {
            if (!fit(entry, kind)) {
              return false;
            }
            shares = true;
          }
        }
      }
    }
    return shares;
  }

  private static boolean fit(Entry entry, Operation.Array kind) {
    if (entry.isWhole || kind.isWhole()) {
      return !entry.isStored && !kind.isWritten();
    }
    return entry.type.equals(kind.type());
  }

  /** Returns whether a later call must wait for these. */
  boolean precedes(Call call) {
    int index = 0;
    for (Operation.Parameter parameter : call.operation().parameters()) {
      if (parameter instanceof Operation.Array kind) {
        CudaArray array = call.array(index++);
        for (Entry entry : entries) {
          if (entry.array == array && (entry.isStored || kind.isWritten())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Returns whether a later piece must wait for this one. */
  boolean precedes(Piece later) {
    return later.calls.stream().anyMatch(this::precedes);
  }

  /** Returns whether this is a matrix product, alone in its piece. */
  boolean isProduct() {
    return Operations.isProduct(first.operation());
  }

  /** Returns whether nothing is to be done. */
  boolean isEmpty() {
    return calls.stream().allMatch(call -> Operations.isDiscard(call.operation()));
  }

  boolean isWhole() {
    return first.operation().isWhole();
  }

  List<Call> calls() {
    return calls;
  }

  List<Entry> entries() {
    return entries;
  }

  /** Returns the number of the register or pointer of a call's array. */
  int entryOf(CudaArray array, boolean isWhole) {
    return indexOf(array, isWhole);
  }

  /** Returns the number of sums. */
  int sums() {
    return sums;
  }

  /** Returns the words of its arguments: the length, arrays, numbers, and three for each sum. */
  int words() {
    return words + entries.size() + SumPlaces.WORDS * sums;
  }

  /** Returns the blocks that share its elements. */
  long blocks(int mostBlocks) {
    return blocks(first, sums > 0, mostBlocks);
  }

  /** Returns the blocks that share the elements of a call; of a sum, its length alone decides. */
  static long blocks(Call call, boolean isSum, int mostBlocks) {
    if (call.blocks() > 0) {
      return call.blocks();
    }
    return isSum
        ? SumPlaces.parts(call.length())
        : Math.min((call.length() + LaunchBlock.THREADS - 1) / LaunchBlock.THREADS, mostBlocks);
  }

  /** Returns where in a list of calls the arguments of this piece come from. */
  Arguments arguments() {
    int[] callOfEntry = new int[entries.size()];
    int[] arrayOfEntry = new int[entries.size()];
    for (int e = 0; e < entries.size(); e++) {
      find(entries.get(e).array, e, callOfEntry, arrayOfEntry);
    }
    return new Arguments(
        first.length(),
        numbers.stream().mapToInt(Integer::intValue).toArray(),
        callOfEntry,
        arrayOfEntry);
  }

  private void find(CudaArray array, int entry, int[] callOfEntry, int[] arrayOfEntry) {
    for (int c = 0; c < calls.size(); c++) {
      for (int a = 0; a < calls.get(c).arrays(); a++) {
        if (calls.get(c).array(a) == array) {
          callOfEntry[entry] = numbers.get(c);
          arrayOfEntry[entry] = a;
          return;
        }
      }
    }
  }

  /**
   * Where the arguments of a piece stand in any list of the same calls; holds no arrays, so that a
   * plan keeps none alive.
   *
   * @param length number of elements
   * @param calls numbers of the calls
   * @param callOfEntry for each array, the number of a call that has it
   * @param arrayOfEntry which of that call's arrays it is
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Arguments(long length, int[] calls, int[] callOfEntry, int[] arrayOfEntry) {

    /** Writes the words of a piece and returns where they end. */
    int write(List<Call> list, SumPlaces places, long[] target, int start) {
      int at = start;
      target[at++] = length;
      for (int e = 0; e < callOfEntry.length; e++) {
        target[at++] = list.get(callOfEntry[e]).array(arrayOfEntry[e]).address();
      }
      for (int number : calls) {
        Call call = list.get(number);
        for (int w = 0; w < call.operation().words(); w++) {
          target[at++] = call.word(w);
        }
      }
      for (int number : calls) {
        Call call = list.get(number);
        for (int s = 0; s < call.operation().sums(); s++) {
          at = places.write(call.slot() + s, target, at);
        }
      }
      return at;
    }
  }
}

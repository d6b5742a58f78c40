package org.retrograde.reversible.device.host;

import com.kenai.jffi.ArrayFlags;
import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.util.Optional;

/**
 * The binary32 products of oneDNN on matrices within heap arrays. By jffi, on which jnr-ffi stands:
 * the latter passes an array from its first element alone.
 */
final class OneDnnBlocks {

  private static final byte NOT_TRANSPOSED = 'N';
  private static final byte TRANSPOSED = 'T';

  private static final int READ = ArrayFlags.PINNED | ArrayFlags.IN;
  private static final int WRITTEN = ArrayFlags.PINNED | ArrayFlags.IN | ArrayFlags.OUT;

  private final Function sgemm;

  /** Kept, as jffi closes a library that nobody has. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Library library;

  /** By what a start is multiplied for jffi, which in some versions counts bytes. */
  private final int unit;

  private OneDnnBlocks(Library library, Function sgemm, int unit) {
    this.library = library;
    this.sgemm = sgemm;
    this.unit = unit;
  }

  /**
   * Finds the function in a library that is loaded already.
   *
   * @param path of the library
   * @return empty where jffi cannot pass a part of an array
   */
  static Optional<OneDnnBlocks> find(String path) {
    Library library = Library.getCachedInstance(path, Library.LAZY | Library.LOCAL);
    long address = library == null ? 0 : library.getSymbolAddress("dnnl_sgemm");
    if (address == 0) {
      return Optional.empty();
    }
    Type[] types = {
      Type.SINT8,
      Type.SINT8,
      Type.SINT64,
      Type.SINT64,
      Type.SINT64,
      Type.FLOAT,
      Type.POINTER,
      Type.SINT64,
      Type.POINTER,
      Type.SINT64,
      Type.FLOAT,
      Type.POINTER,
      Type.SINT64
    };
    CallContext context =
        CallContext.getCallContext(Type.SINT32, types, CallingConvention.DEFAULT, false);
    Function sgemm = new Function(address, context);
    for (int unit : new int[] {1, Float.BYTES}) {
      OneDnnBlocks blocks = new OneDnnBlocks(library, sgemm, unit);
      if (blocks.isRight()) {
        return Optional.of(blocks);
      }
    }
    return Optional.empty();
  }

  /** Multiplies one number in the midst of an array, to see that it is that one. */
  private boolean isRight() {
    float[] numbers = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] result = new float[numbers.length];
    Float32Block number = new Float32Block(numbers, 3, 1);
    multiply(
        new Product(1, 1, 1, false, false), 1, number, number, 0, new Float32Block(result, 3, 1));
    float sum = 0;
    for (float each : result) {
      sum += each;
    }
    return result[3] == 16 && sum == 16;
  }

  /** Returns how the library calls a factor that is transposed, or not. */
  static byte letter(boolean transposed) {
    return transposed ? TRANSPOSED : NOT_TRANSPOSED;
  }

  /** c = alpha op(a) op(b) + beta c. */
  void multiply(
      Product p, float alpha, Float32Block a, Float32Block b, float beta, Float32Block c) {
    HeapInvocationBuffer call = new HeapInvocationBuffer(sgemm);
    call.putByte(letter(p.transposeA()));
    call.putByte(letter(p.transposeB()));
    call.putLong(p.m());
    call.putLong(p.n());
    call.putLong(p.k());
    call.putFloat(alpha);
    put(call, a, READ);
    put(call, b, READ);
    call.putFloat(beta);
    put(call, c, WRITTEN);
    int status = Invoker.getInstance().invokeInt(sgemm, call);
    if (status != 0) {
      throw new IllegalStateException("oneDNN refused %s with status %d".formatted(p, status));
    }
  }

  private void put(HeapInvocationBuffer call, Float32Block block, int flags) {
    int start = Math.multiplyExact(block.start(), unit);
    call.putArray(block.data(), start, block.data().length - block.start(), flags);
    call.putLong(block.stride());
  }
}

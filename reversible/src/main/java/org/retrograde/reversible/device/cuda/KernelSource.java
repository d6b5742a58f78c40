package org.retrograde.reversible.device.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Writes kernels around the functions of kernels.cu. */
final class KernelSource {

  static final String FILE = "kernels.cu";

  private KernelSource() {}

  /** Returns kernels.cu. */
  static String functions() {
    try (InputStream in = KernelSource.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all that is compiled at once: kernels.cu, and kernels by their texts, with names. */
  static String module(Map<String, String> kernels) {
    StringBuilder source = new StringBuilder(functions());
    kernels.forEach((text, name) -> source.append(text.replace("NAME", name)));
    return source.toString();
  }

  /** Returns the text of the kernel of each operation, for arrays that are all different. */
  static Map<Operation, String> single() {
    Map<Operation, String> texts = new LinkedHashMap<>();
    for (Operation operation : Operations.all()) {
      Call example = new Call(operation, 1, 0);
      for (int i = 0; i < operation.arrays(); i++) {
        example.with(CudaArray.nowhere());
      }
      texts.put(operation, kernel(new Piece(0, example), 1));
    }
    return texts;
  }

  /**
   * Returns a kernel, called NAME, that does a piece for each of some ranges of elements. Pieces of
   * the same calls, whatever their arrays, have the same text.
   *
   * @param count of the ranges
   */
  static String kernel(Piece piece, int count) {
    StringBuilder fields = new StringBuilder("  i64 n;\n");
    StringBuilder sums = new StringBuilder();
    StringBuilder loads = new StringBuilder();
    StringBuilder stores = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    StringBuilder reductions = new StringBuilder();
    for (int e = 0; e < piece.entries().size(); e++) {
      entry(piece.entries().get(e), e, fields, loads, stores);
    }
    StringBuilder sumFields = new StringBuilder();
    int value = 0;
    int sum = 0;
    for (Call call : piece.calls()) {
      if (Operations.isDiscard(call.operation())) {
        continue;
      }
      calls.append("    ").append(call.operation().function());
      calls.append(piece.isWhole() ? "(share, a.n" : "(i");
      int array = 0;
      for (Operation.Parameter parameter : call.operation().parameters()) {
        if (parameter instanceof Operation.Array kind) {
          int at = piece.entryOf(call.array(array++), kind.isWhole());
          calls.append(kind.isWhole() ? ", a.p" : ", r").append(at);
        } else if (parameter instanceof Operation.Value number) {
          fields.append("  %s v%d;\n".formatted(number.type(), value));
          calls.append(", a.v").append(value++);
        } else if (parameter instanceof Operation.Report) {
          fields.append("  Fault* v%d;\n  i64 v%d;\n".formatted(value, value + 1));
          calls.append(String.format(Locale.ROOT, ", a.v%d, a.v%d", value, value + 1));
          value += Operation.Report.WORDS;
        } else if (parameter instanceof Operation.Sum kind) {
          String op = kind.operation();
          sumFields.append(
              "  void* parts%d;\n  unsigned* done%d;\n  void* out%d;\n".formatted(sum, sum, sum));
          sums.append("  %s::Type s%d = %s::zero();\n".formatted(op, sum, op));
          calls.append(", s").append(sum);
          reductions.append(
              "  reduce<%s>(share, s%d, a.parts%d, a.done%d, a.out%d);\n"
                  .formatted(op, sum, sum, sum, sum));
          sum++;
        }
      }
      calls.append(");\n");
    }
    String body =
        piece.isWhole()
            ? calls.toString()
            : "  FOR_EACH(i, a.n, share) {\n" + loads + calls + stores + "  }\n";
    return "struct Arguments_NAME {\n"
        + fields
        + sumFields
        + "};\n"
        + (piece.isWhole() || sum > 0 ? "REDUCTION" : "KERNEL")
        + "(NAME, (CONSTANT(Many<Arguments_NAME, %d>) many)) {\n".formatted(count)
        + "  int piece = many.piece();\n"
        + "  Share share = many.share(piece);\n"
        + "  const Arguments_NAME& a = many.each[piece];\n"
        + sums
        + body
        + reductions
        + "}\n";
  }

  private static void entry(
      Piece.Entry entry, int e, StringBuilder fields, StringBuilder loads, StringBuilder stores) {
    fields.append("  %s%s* p%d;\n".formatted(entry.isStored() ? "" : "const ", entry.type(), e));
    if (!entry.isWhole()) {
      loads.append(String.format(Locale.ROOT, "    %s r%d", entry.type(), e));
      loads.append(entry.isLoaded() ? " = a.p%d[i];\n".formatted(e) : ";\n");
      if (entry.isStored()) {
        stores.append("    a.p%d[i] = r%d;\n".formatted(e, e));
      }
    }
  }
}

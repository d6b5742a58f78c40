package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Precision;

/**
 * The operations of kernels.cu. Where an operand may have either precision there is an operation
 * for each combination, to be found by {@link #of}.
 */
final class Operations {

  private static final List<Operation> ALL = new ArrayList<>();
  private static final String[] TYPES = {"float", "double"};

  // On lanes.
  static final Operation DECAY = each("decay", "=i64 =i64 Digits");
  static final Operation UNDECAY = each("undecay", "=i64 =i64 Digits");
  static final Operation ADD_LANES = each("add_truncated", "=i64 double <i64 Fault");
  static final Operation[] ADD = eachReal("add_truncated", "=i64 double <A Fault", 1);
  static final Operation[] ADD_SQUARE = eachReal("add_truncated_square", "=i64 double <A Fault", 1);
  static final Operation[] ROUND = eachReal("round_lane", ">A double <i64", 1);
  static final Operation SPILL = each("spill", "=i64 >short");
  static final Operation UNSPILL = each("unspill", "=i64 <short");
  static final Operation COPY = each("copy_lane", ">i64 <i64");
  static final Operation CLEAR = each("clear_lane", ">i64");
  static final Operation HASH = each("hash_lane", "<i64 +Wrapping");
  static final Operation COUNT_BELOW = each("count_below", "<i64 i64 +Wrapping");
  static final Operation COUNT_DIFFERENCE = each("count_difference", "<i64 <i64 +Wrapping");
  static final Operation[] DOT_LANES = eachReal("dot", "<i64 <A +Plus", 1);

  // On reals.
  static final Operation[] FILL = eachReal("fill", ">A double", 1);
  static final Operation[] ASSIGN_SCALED = eachReal("assign_scaled", ">A double <B", 2);
  static final Operation[] ADD_SCALED = eachReal("add_scaled", "=A double <B", 2);
  static final Operation[] SCALE = eachReal("scale_by", "=A double", 1);
  static final Operation[] ADD_PRODUCT = eachReal("add_product", "=A double <B <C", 3);
  static final Operation[] FILL_ROWS = eachReal("fill_rows", ">A i64 <A*", 1);
  static final Operation[] ASSIGN_ROWS = eachReal("assign_rows", ">A i64 <A* <int*", 1);
  static final Operation[] ASSIGN_FUNCTION = eachReal("assign_function", ">A i64 <A", 1);
  static final Operation[] ASSIGN_DERIVATIVE = eachReal("assign_derivative", ">A i64 <A <A", 1);
  static final Operation[] ADD_CURVATURE = eachReal("add_curvature", "=A i64 <A <A <A", 1);
  static final Operation[] ROOT_SCALING = eachReal("root_scaling", ">A RootScaling <i64 <i64", 1);
  static final Operation ROOT_SCALING_ADJOINT =
      each(
          "root_scaling_adjoint",
          "=double =double RootScaling double double <i64 <i64 <double +Plus +Plus");
  static final Operation[] DOT = eachReal("dot", "<A <B +Plus", 2);
  static final Operation[] MAX_ABS = eachReal("max_abs", "<A +Largest", 1);

  // On blocks, windows and rows that are named by numbers.
  static final Operation[] SCALED_COLUMNS =
      eachReal("add_scaled_columns", "=A double i64 <A <A*", 1);
  static final Operation[] SCALED_ROWS = eachReal("add_scaled_rows", "=A double i64 <A <A*", 1);
  static final Operation[] ASSIGN_ROWS_AT = eachReal("assign_rows_at", ">A i64 <A* <A*", 1);
  static final Operation[] ADD_TO_ROWS_AT = eachReal("add_to_rows_at", "=A i64 i64 <A* <A*", 1);
  static final Operation[] KEPT = eachReal("assign_kept", ">A double i64 i64 <A", 1);
  static final Operation[] ASSIGN_PATCHES = eachReal("assign_patches", ">A i64 Windows <A*", 1);
  static final Operation[] ADD_PATCHES = eachReal("add_patches", "=A i64 Windows <A*", 1);
  static final Operation[] ASSIGN_AT_WINDOW_MAX =
      eachReal("assign_at_window_max", ">A i64 Windows <A* <A*", 1);
  static final Operation[] ADD_AT_WINDOW_MAX =
      eachReal("add_at_window_max", "=A i64 Windows <A* <A*", 1);
  static final Operation[] ASSIGN_WINDOW_MEANS =
      eachReal("assign_window_means", ">A i64 Windows <A*", 1);
  static final Operation[] ADD_WINDOW_MEANS = eachReal("add_window_means", "=A i64 Windows <A*", 1);
  static final Operation[] HEAD_PRODUCTS =
      wholeReal("head_products", "Heads double double =A* <A* <A*", 1);
  static final Operation[] CAUSAL_SOFTMAX =
      wholeReal("assign_causal_softmax", "i64 i64 >A* <A*", 1);
  static final Operation[] SOFTMAX_TANGENT =
      wholeReal("assign_softmax_tangent", "i64 >A* <A* <A*", 1);
  static final Operation[] SOFTMAX_CURVATURE =
      wholeReal("add_softmax_curvature", "i64 =A* <A* <A* <A*", 1);
  static final Operation[] NORMALIZED = wholeReal("assign_normalized", "i64 double >A* <A*", 1);
  static final Operation[] NORMALIZED_TANGENT =
      wholeReal("assign_normalized_tangent", "i64 double >A* <A* <A*", 1);
  static final Operation[] NORMALIZED_CURVATURE =
      wholeReal("add_normalized_curvature", "i64 double =A* <A* <A* <A*", 1);
  static final Operation[] CENTRED = wholeReal("assign_centred", "i64 >A* <A*", 1);
  static final Operation[] ROTATED =
      wholeReal("assign_rotated", "i64 i64 i64 i64 >A* <A* <A* <A*", 1);
  static final Operation[] COLUMN_DOTS = wholeReal("add_column_dots", "i64 =A* <A* <A*", 1);
  static final Operation[] ROW_DOTS = wholeReal("assign_row_dots", "i64 >A* <A* <A*", 1);
  static final Operation[] LOG_SUM_EXP = wholeReal("assign_log_sum_exp", "i64 >A* <A*", 1);

  // On whole arrays.
  static final Operation[] COLUMN_SUMS = wholeReal("column_sums", "i64 =A* <A*", 1);
  static final Operation[] SOFTMAX = wholeReal("assign_softmax", "i64 >A* <A* <A* +Plus", 1);
  static final Operation[] COUNT_ARG_MAX = wholeReal("count_arg_max", "i64 <A* <A* +Wrapping", 1);
  static final Operation[] ADD_TO_ROWS =
      wholeReal("add_to_rows", "=A* double i64 i64 <B* <int* <int* <int*", 2);
  static final Operation SELF_TEST =
      whole("self_test", "double double double double >i64* >double*");

  /** Says that what an array holds is not read any more; no kernel does anything for it. */
  static final Operation[] DISCARD = {
    Operation.each("discard", "!float"), Operation.each("discard", "!double")
  };

  /** Matrix products, which cuBLAS does; see {@link CudaBlas#product}. */
  static final Operation[] PRODUCT = {
    Operation.whole("product", "<float* <float* =float* i64 i64 i64 double double i64"),
    Operation.whole("product", "<double* <double* =double* i64 i64 i64 double double i64")
  };

  private Operations() {}

  /** Returns whether an operation is nothing to be done. */
  static boolean isDiscard(Operation operation) {
    return operation.is(DISCARD[0]) || operation.is(DISCARD[1]);
  }

  /** Returns whether an operation is a matrix product. */
  static boolean isProduct(Operation operation) {
    return operation.is(PRODUCT[0]) || operation.is(PRODUCT[1]);
  }

  /** Returns all of them: what is compiled at the start. */
  static List<Operation> all() {
    return List.copyOf(ALL);
  }

  /** Returns the operation for operands of these precisions, in the order of A, B, C. */
  static Operation of(Operation[] forms, Precision... precisions) {
    int index = 0;
    for (Precision precision : precisions) {
      index = TYPES.length * index + (precision == Precision.FLOAT32 ? 0 : 1);
    }
    return forms[index];
  }

  private static Operation each(String function, String parameters) {
    return added(Operation.each(function, parameters));
  }

  private static Operation whole(String function, String parameters) {
    return added(Operation.whole(function, parameters));
  }

  private static Operation[] eachReal(String function, String parameters, int types) {
    return forms(types, parameters).map(form -> each(function, form)).toArray(Operation[]::new);
  }

  private static Operation[] wholeReal(String function, String parameters, int types) {
    return forms(types, parameters).map(form -> whole(function, form)).toArray(Operation[]::new);
  }

  /** Puts types for A, B, C, the last of them changing fastest. */
  private static Stream<String> forms(int types, String parameters) {
    Stream<String> forms = Stream.of(parameters);
    for (int letter = 0; letter < types; letter++) {
      String name = String.valueOf((char) ('A' + letter));
      forms =
          forms.flatMap(
              form ->
                  Arrays.stream(TYPES).map(type -> form.replaceAll("\\b" + name + "\\b", type)));
    }
    return forms;
  }

  private static Operation added(Operation operation) {
    ALL.add(operation);
    return operation;
  }
}

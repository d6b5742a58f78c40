package org.retrograde.reversible.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.device.Precision;

/** What is put together, and what is not. */
final class FusionTest {

  private static final Operation DOT =
      Operations.of(Operations.DOT, Precision.FLOAT64, Precision.FLOAT64);
  private static final Operation SCALE = Operations.of(Operations.SCALE, Precision.FLOAT64);
  private static final Operation ADD_SCALED =
      Operations.of(Operations.ADD_SCALED, Precision.FLOAT64, Precision.FLOAT64);
  private static final Operation FILL_ROWS = Operations.of(Operations.FILL_ROWS, Precision.FLOAT64);

  private final CudaArray a = CudaArray.nowhere();
  private final CudaArray b = CudaArray.nowhere();
  private final CudaArray c = CudaArray.nowhere();

  private static Call scale(CudaArray array, int length) {
    return new Call(SCALE, length, 0).with(array).with(2d);
  }

  private static Call dot(CudaArray left, CudaArray right, int length) {
    return new Call(DOT, length, 0).with(left).with(right);
  }

  private static Call addTo(CudaArray target, CudaArray source) {
    return new Call(ADD_SCALED, 10, 0).with(target).with(1d).with(source);
  }

  private static Call fillRows(CudaArray target, CudaArray row) {
    return new Call(FILL_ROWS, 10, 0).with(target).with(5L).with(row);
  }

  private static Call product(CudaArray left, CudaArray right, CudaArray target) {
    return CudaBlas.product(
        Precision.FLOAT64, new int[] {2, 5, 3}, 1, left, false, right, false, 0, target);
  }

  private static List<List<Integer>> shape(Call... calls) {
    return Fusion.units(List.of(calls)).stream()
        .map(unit -> unit.pieces().stream().map(piece -> piece.calls().size()).toList())
        .toList();
  }

  @Test
  void aStepOfAllGroupsIsOneLaunch() {
    assertThat(Fusion.units(ExampleSteps.momentum(8))).hasSize(1);
    assertThat(Fusion.units(ExampleSteps.momentum(8)).get(0).pieces()).hasSize(8);
    assertThat(Fusion.units(ExampleSteps.adamW(8))).hasSize(1);
    assertThat(Fusion.units(ExampleSteps.adamW(8)).get(0).pieces()).hasSize(8);
  }

  @Test
  void anArrayIsReadOnceAndWrittenOnceByAChain() {
    Piece piece =
        Fusion.units(List.of(scale(a, 10), scale(a, 10), dot(a, a, 10))).get(0).pieces().get(0);
    assertThat(piece.entries()).hasSize(1);
    assertThat(piece.entries().get(0).isLoaded()).isTrue();
    assertThat(piece.entries().get(0).isStored()).isTrue();
    String kernel = KernelSource.kernel(piece, 1);
    assertThat(kernel).containsOnlyOnce("= a.p0[i]").containsOnlyOnce("a.p0[i] = r0");
  }

  @Test
  void callsOnTheSameElementsAreChainedWhateverStandsBetweenThatTheyDoNotDependOn() {
    assertThat(shape(scale(a, 10), scale(b, 20), scale(a, 10)))
        .containsExactly(List.of(2), List.of(1));
  }

  @Test
  void lengthsThatDifferAreNotChainedButOneLaunchIfTheKernelIsTheSame() {
    assertThat(shape(scale(a, 10), scale(b, 20))).containsExactly(List.of(1, 1));
  }

  @Test
  void nothingPassesWhatItReads() {
    // The second scaling of a must not come before the product that reads a.
    assertThat(shape(scale(a, 10), product(a, b, c), scale(a, 10)))
        .containsExactly(List.of(1), List.of(1), List.of(1));
  }

  @Test
  void nothingPassesWhatWritesWhatItReads() {
    assertThat(shape(addTo(a, c), product(a, b, c), addTo(a, c)))
        .containsExactly(List.of(1), List.of(1), List.of(1));
  }

  @Test
  void nothingPassesWhatItOverwrites() {
    assertThat(shape(scale(c, 10), product(a, b, c), scale(c, 10)))
        .containsExactly(List.of(1), List.of(1), List.of(1));
  }

  @Test
  void whatIsReadAtOtherElementsIsNotWrittenInTheSameChain() {
    assertThat(shape(scale(a, 10), fillRows(b, a))).containsExactly(List.of(1), List.of(1));
    assertThat(shape(fillRows(b, a), scale(a, 10))).containsExactly(List.of(1), List.of(1));
    assertThat(shape(scale(b, 10), fillRows(b, a))).containsExactly(List.of(2));
  }

  @Test
  void equalPiecesThatDependOnEachOtherAreNotOneLaunch() {
    assertThat(shape(addTo(a, b), addTo(c, a))).containsExactly(List.of(2)); // but one chain
    assertThat(shape(product(a, b, c), product(b, c, a))).containsExactly(List.of(1), List.of(1));
  }

  @Test
  void sumsAreSharedOutByTheLengthAlone() {
    assertThat(new Piece(0, dot(a, b, 1 << 20)).blocks(7)).isEqualTo(1024);
    assertThat(new Piece(0, dot(a, b, 1 << 20)).blocks(70_000)).isEqualTo(1024);
    assertThat(new Piece(0, dot(a, b, 1)).blocks(7)).isEqualTo(1);
    // What has no sum has as many as run at a time.
    assertThat(new Piece(0, scale(a, 1 << 20)).blocks(7)).isEqualTo(7);
  }

  @Test
  void scratchOfAChainIsNeverWritten() {
    String kernel =
        KernelSource.kernel(Fusion.units(ExampleSteps.adamW(1)).get(0).pieces().get(0), 1);
    assertThat(kernel).contains("root_scaling(i, r6,").doesNotContain("a.p6[i]");
    // The control: what is not given up is written.
    assertThat(kernel).contains("a.p5[i] = r5;");
  }

  @Test
  void givingUpAloneIsNothingToBeDone() {
    Operation discard = Operations.of(Operations.DISCARD, Precision.FLOAT64);
    assertThat(shape(new Call(discard, 10, 0).with(a))).isEmpty();
    // Not past what reads it, though.
    assertThat(shape(addTo(b, a), new Call(discard, 10, 0).with(a), scale(a, 10)))
        .containsExactly(List.of(3));
  }
}

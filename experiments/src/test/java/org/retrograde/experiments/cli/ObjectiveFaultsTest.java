package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** An objective of the user's own that fails is named with the method and the place. */
final class ObjectiveFaultsTest {

  static final AtomicInteger INITIALIZED = new AtomicInteger();

  @TempDir private Path folder = Path.of("");

  /** A bowl in one dimension. */
  public static class Bowl implements HostObjective {

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("x", 1, 2));
    }

    @Override
    public double[][] initialWeights() {
      return new double[][] {{1, 2}};
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      gradient[0] = weights[0].clone();
      return (weights[0][0] * weights[0][0] + weights[0][1] * weights[0][1]) / 2;
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      product[0] = direction[0].clone();
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return gradient(0, weights, gradient);
    }
  }

  /** Its final loss alone is no number. */
  public static final class NoFinalLoss extends Bowl {
    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return Double.NaN;
    }
  }

  /** Its first weights hold an infinity. */
  public static final class NoStart extends Bowl {
    @Override
    public double[][] initialWeights() {
      return new double[][] {{1, Double.NEGATIVE_INFINITY}};
    }
  }

  /** Its gradient leaves the numbers at a step, its loss does not. */
  public static final class NoGradient extends Bowl {
    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      double loss = super.gradient(step, weights, gradient);
      gradient[0][1] = step == 3 ? Double.NaN : gradient[0][1];
      return loss;
    }
  }

  /** The gradient of its final loss is none. */
  public static final class NoFinalGradient extends Bowl {
    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      double loss = super.finalGradient(weights, gradient);
      gradient[0][0] = Double.POSITIVE_INFINITY;
      return loss;
    }
  }

  /** Nothing of it can be used. */
  public static final class Unstarted extends Bowl {
    private static final int SIZE = size();

    private static int size() {
      throw new IllegalArgumentException("no such table");
    }

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("x", 1, SIZE));
    }
  }

  /** Has nothing to train. */
  public static final class Empty extends Bowl {
    @Override
    public List<ParameterGroup> groups() {
      return List.of();
    }
  }

  /** Has a name twice. */
  public static final class Doubled extends Bowl {
    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("x", 1, 1), new ParameterGroup("x", 1, 1));
    }
  }

  /** Throws something without a message. */
  public static final class Throwing extends Bowl {
    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      if (step == 2) {
        throw new UnsupportedOperationException();
      }
      return super.gradient(step, weights, gradient);
    }
  }

  /** Has a number too many. */
  public static final class TooLong extends Bowl {
    @Override
    public double[][] initialWeights() {
      return new double[][] {{1, 2, 3}};
    }
  }

  /** Has a group too many. */
  public static final class TooMany extends Bowl {
    @Override
    public double[][] initialWeights() {
      return new double[][] {{1, 2}, {3}};
    }
  }

  /** Answers with an array of another length. */
  public static final class Misshapen extends Bowl {
    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      gradient[0] = new double[1];
      return 0;
    }
  }

  /** Cannot be made. */
  public static final class Unmade extends Bowl {
    /** Throws. */
    public Unmade() {
      throw new IllegalStateException(
          "the file of the weights is not there", new IOException("socket closed"));
    }
  }

  /** Has no null to give. */
  public static final class Nothing extends Bowl {
    @Override
    @SuppressWarnings("NullAway") // what a user's class may do
    public double[][] initialWeights() {
      return null;
    }
  }

  /** Is no objective, and says that it was started. */
  public static final class Stranger {
    static {
      INITIALIZED.incrementAndGet();
    }
  }

  /** Cannot be made either. */
  public abstract static class Unfinished implements HostObjective {}

  private Path config(Class<?> type) throws IOException {
    return Files.writeString(
        folder.resolve("mine.yaml"),
        """
        name: mine
        problem: {class: '%s'}
        training: {steps: 5, learning-rate: 0.1, momentum: 0.5}
        reversal: {steps: 5, control: false}
        judge: {seeds: 1}
        """
            .formatted(type.getName()));
  }

  private Path out(Class<?> type) {
    return folder.resolve(type.getSimpleName());
  }

  private Invocation run(Class<?> type) throws IOException {
    return Invocation.of("run", config(type).toString(), "--out", out(type).toString());
  }

  private void fails(Class<?> type, String message) throws IOException {
    Invocation result = run(type);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains(message).doesNotContain("\tat ").doesNotContain("null");
  }

  @Test
  void aSoundOneRuns() throws IOException {
    Invocation result = run(Bowl.class);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aFinalLossThatIsNoNumberEndsTheRun() throws IOException {
    fails(
        NoFinalLoss.class,
        "training diverged at step 5: the loss that finalGradient of "
            + NoFinalLoss.class.getName()
            + " returns became NaN (all that it was given are numbers of magnitude 1.");
  }

  @Test
  void anExceptionHasItsMethodItsStepAndItsLine() throws IOException {
    fails(
        Throwing.class,
        "$Throwing: gradient at step 2 failed: UnsupportedOperationException"
            + " (ObjectiveFaultsTest.java:");
    fails(
        Unmade.class,
        "$Unmade: its constructor failed: IllegalStateException: the file of the weights"
            + " is not there, caused by IOException: socket closed (ObjectiveFaultsTest.java:");
  }

  @Test
  void anArrayOfAnotherLengthIsNamedWithItsGroup() throws IOException {
    fails(TooLong.class, "initialWeights(): parameter group x is 1 x 2 and needs 2 numbers, got 3");
    fails(
        TooMany.class, "initialWeights() has arrays for 2 parameter groups, but groups() names 1");
    fails(Misshapen.class, "gradient: parameter group x is 1 x 2 and needs 2 numbers, got 1");
    Invocation result = run(Nothing.class);
    assertThat(result.err())
        .contains("$Nothing: initialWeights() failed")
        .contains("returned null");
  }

  @Test
  void whatIsNoNumberIsNamedWithItsClassAndItsMethod() throws IOException {
    fails(NoStart.class, "$NoStart: initialWeights() returned -Infinity as number 1 of parameter");
    fails(
        NoGradient.class,
        "training diverged at step 3: number 1 of parameter group x that gradient of "
            + NoGradient.class.getName()
            + " returns became NaN");
  }

  @Test
  void aCheckSaysItToo() throws IOException {
    for (Class<?> type : List.of(NoStart.class, NoFinalLoss.class, NoFinalGradient.class)) {
      Invocation result = Invocation.of("check", config(type).toString());
      assertThat(result.code()).as(type.getSimpleName()).isEqualTo(ExitCode.FAILED);
      assertThat(result.out() + result.err())
          .contains(type.getName())
          .containsAnyOf("initialWeights()", "finalGradient of")
          .doesNotContain("kinks")
          .doesNotContain("learning rate")
          .doesNotContain("off by Infinity");
    }
  }

  @Test
  void aClassThatCannotBeTrainedIsRefusedBeforeAnythingRuns() throws IOException {
    refused(
        Unstarted.class,
        "$Unstarted: its static initializer failed: IllegalArgumentException: no such table"
            + " (ObjectiveFaultsTest.java:");
    refused(Empty.class, "$Empty: groups() returned no parameter group");
    refused(Doubled.class, "$Doubled: groups() returned two parameter groups of the name 'x'");
  }

  private void refused(Class<?> type, String message) throws IOException {
    // A static initializer runs once in a process: what a second use says of it is Java's.
    if (type != Unstarted.class) {
      assertThat(Invocation.of("check", config(type).toString()).err()).contains(message);
    }
    fails(type, message);
    assertThat(out(type)).doesNotExist();
  }

  @Test
  void aClassThatIsNoObjectiveIsNotStarted() throws IOException {
    Invocation result = run(Stranger.class);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("does not implement");
    assertThat(INITIALIZED).hasValue(0);
    assertThat(run(Unfinished.class).err()).contains("must be public and not abstract");
  }
}

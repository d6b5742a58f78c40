package org.retrograde.experiments.problem;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.function.Supplier;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * An objective of a class that an experiment names. What its methods throw is passed on with the
 * method and the place in the class, since the exception alone often says neither.
 *
 * @param className for messages
 * @param objective an instance
 */
record UsersObjective(String className, HostObjective objective) implements HostObjective {

  /**
   * Makes an instance of a class.
   *
   * @throws UsersObjectiveException if that fails
   */
  static HostObjective of(String className) {
    try {
      HostObjective made =
          Class.forName(className).asSubclass(HostObjective.class).getConstructor().newInstance();
      return new UsersObjective(className, made);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UsersObjectiveException(className, "its constructor", cause);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UsersObjectiveException(className, "its class", e);
    }
  }

  @Override
  public List<ParameterGroup> groups() {
    return call(() -> "groups()", objective::groups);
  }

  @Override
  public double[][] initialWeights() {
    return call(() -> "initialWeights()", objective::initialWeights);
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    return call(
        () -> "gradient at step %d".formatted(step),
        () -> objective.gradient(step, weights, gradient));
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    call(
        () -> "hessianProduct at step %d".formatted(step),
        () -> {
          objective.hessianProduct(step, weights, direction, product);
          return product;
        });
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return call(() -> "finalGradient", () -> objective.finalGradient(weights, gradient));
  }

  /**
   * Calls a method.
   *
   * @param method asked for if it fails alone, as there is a call or two a step
   */
  private <T> T call(Supplier<String> method, Supplier<T> body) {
    try {
      T result = body.get();
      if (result == null) {
        throw new UsersObjectiveException(
            className, method.get(), new IllegalStateException("it returned null"));
      }
      return result;
    } catch (UsersObjectiveException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new UsersObjectiveException(className, method.get(), e);
    }
  }
}

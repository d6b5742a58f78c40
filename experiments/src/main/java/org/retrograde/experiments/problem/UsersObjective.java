package org.retrograde.experiments.problem;

import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * An objective of a class that an experiment names. What its methods throw is passed on with the
 * method and the place in the class, since the exception alone often says neither; and what they
 * return must be numbers.
 *
 * @param className for messages
 * @param objective an instance
 * @param groups that it has
 * @param steps of its training
 */
record UsersObjective(
    String className, HostObjective objective, List<ParameterGroup> groups, int steps)
    implements HostObjective {

  /**
   * Makes an instance of a class.
   *
   * @param steps of its training
   * @throws UsersObjectiveException if that fails, or no training could have its groups
   */
  static HostObjective of(String className, int steps) {
    HostObjective made = made(className);
    List<ParameterGroup> groups = call(className, () -> "groups()", made::groups);
    requireSound(className, groups);
    return new UsersObjective(className, made, List.copyOf(groups), steps);
  }

  private static HostObjective made(String className) {
    try {
      return Class.forName(className)
          .asSubclass(HostObjective.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UsersObjectiveException(className, "its constructor", cause);
    } catch (ExceptionInInitializerError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UsersObjectiveException(className, "its static initializer", cause);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UsersObjectiveException(className, "its class", e);
    }
  }

  private static void requireSound(String className, List<ParameterGroup> groups) {
    if (groups.isEmpty()) {
      throw new UsersObjectiveException(
          className, "groups()", "returned no parameter group; there is nothing to train");
    }
    Set<String> names = new HashSet<>();
    for (ParameterGroup group : groups) {
      if (group == null) {
        throw new UsersObjectiveException(className, "groups()", "returned a null group");
      }
      if (!names.add(group.name())) {
        throw new UsersObjectiveException(
            className,
            "groups()",
            "returned two parameter groups of the name '%s'; each needs its own"
                .formatted(group.name()));
      }
    }
  }

  private UsersNumbers numbers() {
    return new UsersNumbers(className, groups);
  }

  @Override
  public double[][] initialWeights() {
    double[][] weights = call(() -> "initialWeights()", objective::initialWeights);
    numbers().requireStart(weights);
    return weights;
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    double loss =
        call(
            () -> "gradient at step %d".formatted(step),
            () -> objective.gradient(step, weights, gradient));
    numbers().require("gradient", step, loss, gradient, weights);
    return loss;
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
    numbers().require("hessianProduct", step, 0, product, weights, direction);
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    double loss = call(() -> "finalGradient", () -> objective.finalGradient(weights, gradient));
    numbers().require("finalGradient", steps, loss, gradient, weights);
    return loss;
  }

  /**
   * Calls a method.
   *
   * @param method asked for if it fails alone, as there is a call or two a step
   */
  private <T> T call(Supplier<String> method, Supplier<T> body) {
    return call(className, method, body);
  }

  private static <T> T call(String className, Supplier<String> method, Supplier<T> body) {
    try {
      T result = body.get();
      if (result == null) {
        throw new UsersObjectiveException(className, method.get(), "failed: it returned null");
      }
      return result;
    } catch (UsersObjectiveException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new UsersObjectiveException(className, method.get(), e);
    }
  }
}

package org.retrograde.experiments.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.python.SharedMemory.Area;
import org.retrograde.reversible.device.Tensor;

/** One life of a worker: a process that has read the user's file, and the memory it shares. */
final class Session implements AutoCloseable {

  private final WorkerSettings settings;
  private final Connection connection;
  private final ModelAbout about;
  private final Map<Integer, ModelTensors> known = new HashMap<>();
  private @Nullable SharedMemory memory;
  private int width;
  private @Nullable Object kept;

  /**
   * Starts it.
   *
   * @param signature shapes that batches must have; null if no batch is known yet
   */
  Session(WorkerSettings settings, WorkerLog log, @Nullable String signature)
      throws ConnectionLostException {
    this.settings = settings;
    this.connection = new Connection(settings, log);
    try {
      this.about = ModelAbout.of(connection.call(settings.opening().put("signature", signature)));
    } catch (ConnectionLostException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Returns what the file defines. */
  ModelAbout about() {
    return about;
  }

  /** Returns the parameters of a width. */
  ModelTensors tensors(int width, long seed) throws ConnectionLostException {
    ModelTensors there = known.get(width);
    if (there == null) {
      there = ModelTensors.of(connection.call(request("describe", width, seed)));
      known.put(width, there);
    }
    return there;
  }

  /** Shares memory for the tensors of a width. */
  private SharedMemory attached(int width, long seed) throws ConnectionLostException {
    SharedMemory there = memory;
    if (there == null || this.width != width) {
      there =
          new SharedMemory(
              settings.precision(), tensors(width, seed).shapes(), about.extraShapes());
      try (SharedMemory unnamed = there) {
        connection.call(unnamed.attaching());
      }
      memory = there;
      this.width = width;
    }
    return there;
  }

  /** Writes the start of a seed to tensors of the run's precision. */
  void start(int width, long seed, List<Tensor> weights) throws ConnectionLostException {
    SharedMemory shared = attached(width, seed);
    forget();
    connection.call(request("start", width, seed));
    shared.read(Area.WEIGHTS, weights);
  }

  /** Writes what the arrays that enter the loss start from to tensors of the run's precision. */
  void extras(int width, long seed, List<Tensor> starts) throws ConnectionLostException {
    SharedMemory shared = attached(width, seed);
    forget();
    connection.call(request("extras", width, seed));
    shared.read(Area.EXTRAS, starts);
  }

  /**
   * Evaluates a step's loss and its gradient.
   *
   * @param token for products with the Hessian around the same point; null if there will be none
   */
  double gradient(Point point, @Nullable Object token, List<Tensor> gradient)
      throws ConnectionLostException {
    double loss = evaluate(point, token);
    attached(point.width(), point.seed()).read(Area.RESULT, gradient);
    return loss;
  }

  private double evaluate(Point point, @Nullable Object token) throws ConnectionLostException {
    lay(point);
    JsonNode answer = connection.call(request("gradient", point).put("keep", token != null));
    kept = token;
    return answer.path("loss").asDouble();
  }

  /**
   * Evaluates the product of a step's Hessian with a direction, and what the same direction makes
   * of the arrays that enter the loss.
   *
   * @param token of the gradient that was evaluated around the same point
   * @param adjoints overwritten
   */
  void product(
      Point point,
      Object token,
      List<Tensor> direction,
      List<Tensor> product,
      List<Tensor> adjoints)
      throws ConnectionLostException {
    SharedMemory shared = attached(point.width(), point.seed());
    if (kept != token) {
      evaluate(point, token);
    }
    shared.write(Area.DIRECTION, direction);
    connection.call(request("product", point));
    shared.read(Area.RESULT, product);
    shared.read(Area.ADJOINTS, adjoints);
  }

  /**
   * Evaluates the final loss of a part.
   *
   * @param gradient of it; empty if it is not wanted
   */
  JsonNode last(Point point, String part, List<Tensor> gradient) throws ConnectionLostException {
    lay(point);
    boolean wanted = !gradient.isEmpty();
    JsonNode answer =
        connection.call(request("final", point).put("part", part).put("gradient", wanted));
    if (wanted) {
      attached(point.width(), point.seed()).read(Area.RESULT, gradient);
    }
    return answer;
  }

  /** Looks for what is known to spoil derivatives; returns the names of custom functions there. */
  String inspect(Point point, int steps, List<Tensor> direction) throws ConnectionLostException {
    lay(point);
    attached(point.width(), point.seed()).write(Area.DIRECTION, direction);
    return connection.call(request("inspect", point).put("steps", steps)).path("custom").asText();
  }

  /** Computes Hessian products in another way from now on. */
  void use(SecondOrder other) throws ConnectionLostException {
    forget();
    connection.call(
        JsonNodeFactory.instance.objectNode().put("call", "use").put("second", other.word()));
  }

  /** Returns the seconds of the same requests, one after another, without any message. */
  double loop(Point point, List<Tensor> direction, int steps, boolean back)
      throws ConnectionLostException {
    lay(point);
    attached(point.width(), point.seed()).write(Area.DIRECTION, direction);
    return connection
        .call(request("loop", point).put("steps", steps).put("keep", back))
        .path("seconds")
        .asDouble();
  }

  private void lay(Point point) throws ConnectionLostException {
    SharedMemory shared = attached(point.width(), point.seed());
    forget();
    shared.write(Area.WEIGHTS, point.weights());
    shared.write(Area.EXTRAS, point.extras());
  }

  private void forget() {
    kept = null;
  }

  private static ObjectNode request(String call, Point point) {
    return request(call, point.width(), point.seed()).put("step", point.step());
  }

  private static ObjectNode request(String call, int width, long seed) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("call", call)
        .put("width", width)
        .put("seed", seed);
  }

  @Override
  public void close() {
    connection.close();
  }

  /**
   * Where a loss is evaluated.
   *
   * @param width of the model
   * @param seed of the run
   * @param step of the training
   * @param weights one tensor a parameter group
   * @param extras arrays that enter the loss
   */
  record Point(int width, long seed, int step, List<Tensor> weights, List<Tensor> extras) {}
}

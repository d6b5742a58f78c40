package org.retrograde.experiments.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Speaks the part of MLflow's REST interface that its client for Java uses here, and keeps what it
 * is told. It stands in for MLflow's server, which is a Python program that no test can install.
 *
 * @see <a href="https://mlflow.org/docs/latest/api_reference/rest-api.html">REST API</a>
 */
final class MlflowServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final List<String> logins = new ArrayList<>();
  private String artifacts = "mlflow-artifacts:/1";

  /** A run as the server knows it. */
  static final class Run {
    final Map<String, String> parameters = new LinkedHashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, List<JsonNode>> metrics = new LinkedHashMap<>();
    final Map<String, byte[]> files = new LinkedHashMap<>();
    final List<String> statuses = new ArrayList<>(List.of("RUNNING"));
    String name = "";
    String experiment = "";

    List<Long> steps(String metric) {
      return metrics.getOrDefault(metric, List.of()).stream()
          .map(point -> point.get("step").asLong())
          .toList();
    }

    List<Double> values(String metric) {
      return metrics.getOrDefault(metric, List.of()).stream()
          .map(point -> point.get("value").asDouble())
          .toList();
    }
  }

  MlflowServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  String address() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  /** Has files of runs live elsewhere. */
  void keepArtifactsAt(String place) {
    artifacts = place;
  }

  synchronized List<Run> runs() {
    return List.copyOf(runs.values());
  }

  synchronized void forget() {
    runs.clear();
  }

  synchronized List<String> logins() {
    return List.copyOf(logins);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    logins.add(String.valueOf(login));
    String path = exchange.getRequestURI().getPath().replaceFirst("^/api/2.0/", "");
    JsonNode answer;
    int status = 200;
    try {
      answer =
          path.startsWith("mlflow-artifacts/") ? keep(path, body) : answer(exchange, path, body);
    } catch (Refusal refusal) {
      status = refusal.status;
      answer = JSON.createObjectNode().put("error_code", refusal.code).put("message", refusal.code);
    }
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private JsonNode keep(String path, byte[] body) {
    String[] parts = path.split("/", -1); // mlflow-artifacts/artifacts/1/RUN/artifacts/NAME
    run(parts[3]).files.put(parts[parts.length - 1], body);
    return JSON.createObjectNode();
  }

  private JsonNode answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    JsonNode asked = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    return switch (path) {
      case "mlflow/experiments/get-by-name" -> experiment(query(exchange, "experiment_name"));
      case "mlflow/experiments/create" -> {
        String id = String.valueOf(experiments.size() + 1);
        experiments.put(asked.get("name").asText(), id);
        yield JSON.createObjectNode().put("experiment_id", id);
      }
      case "mlflow/runs/create" -> create(asked);
      case "mlflow/runs/get" -> answer(query(exchange, "run_id"));
      case "mlflow/runs/update" -> {
        String id = asked.get("run_id").asText();
        run(id).statuses.add(asked.get("status").asText());
        yield JSON.createObjectNode();
      }
      case "mlflow/runs/log-batch" -> log(asked);
      case "mlflow/metrics/get-history" -> {
        ObjectNode answer = JSON.createObjectNode();
        Run run = run(query(exchange, "run_id"));
        run.metrics
            .getOrDefault(query(exchange, "metric_key"), List.of())
            .forEach(answer.putArray("metrics")::add);
        yield answer;
      }
      default -> throw new Refusal(404, "ENDPOINT_NOT_FOUND " + path);
    };
  }

  private static String query(HttpExchange exchange, String key) {
    for (String part : exchange.getRequestURI().getQuery().split("&", -1)) {
      if (part.startsWith(key + "=")) {
        return part.substring(key.length() + 1);
      }
    }
    throw new Refusal(400, "INVALID_PARAMETER_VALUE");
  }

  private JsonNode experiment(String name) {
    String id = experiments.get(name);
    if (id == null) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST");
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("experiment").put("experiment_id", id).put("name", name);
    return answer;
  }

  private JsonNode create(JsonNode asked) {
    String id = "run" + (runs.size() + 1);
    Run run = new Run();
    run.name = asked.path("run_name").asText();
    run.experiment = asked.get("experiment_id").asText();
    asked
        .path("tags")
        .forEach(tag -> run.tags.put(tag.get("key").asText(), tag.get("value").asText()));
    runs.put(id, run);
    return answer(id);
  }

  private JsonNode answer(String id) {
    Run run = run(id);
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("run")
        .putObject("info")
        .put("run_id", id)
        .put("run_name", run.name)
        .put("status", run.statuses.get(run.statuses.size() - 1))
        .put("artifact_uri", artifacts + "/" + id + "/artifacts");
    return answer;
  }

  private JsonNode log(JsonNode asked) {
    Run run = run(asked.get("run_id").asText());
    for (JsonNode parameter : asked.path("params")) {
      String value = parameter.get("value").asText();
      String before = run.parameters.putIfAbsent(parameter.get("key").asText(), value);
      if (before != null && !before.equals(value)) {
        throw new Refusal(400, "INVALID_PARAMETER_VALUE");
      }
    }
    for (JsonNode metric : asked.path("metrics")) {
      run.metrics.computeIfAbsent(metric.get("key").asText(), key -> new ArrayList<>()).add(metric);
    }
    return JSON.createObjectNode();
  }

  private Run run(String id) {
    Run run = runs.get(id);
    if (run == null) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST");
    }
    return run;
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    Refusal(int status, String code) {
      super(code);
      this.status = status;
      this.code = code;
    }
  }
}

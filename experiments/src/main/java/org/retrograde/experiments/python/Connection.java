package org.retrograde.experiments.python;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;

/**
 * A process of Python, and messages to and from it: each a JSON object behind its length in four
 * bytes. While it is at work it gives a sign of life twice a second.
 */
final class Connection implements AutoCloseable {

  /** Longest time without a sign of life. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Process process;
  private final DataOutputStream requests;
  private final BlockingQueue<Received> answers = new LinkedBlockingQueue<>();

  private final Deque<String> tail = new ArrayDeque<>();
  private final Thread printing;
  private final WorkerSettings settings;

  /**
   * Starts a process.
   *
   * @throws DataException if there is no such interpreter
   */
  Connection(WorkerSettings settings, WorkerLog log) {
    this.settings = settings;
    this.process = start(settings);
    this.requests = new DataOutputStream(process.getOutputStream());
    this.printing = daemon("output", () -> log.copy(process.getErrorStream(), tail));
    daemon("answers", this::receive);
    // Its own children may hold the streams open after its end.
    var unused = process.onExit().thenRun(() -> answers.add(new Received(null)));
  }

  private static Process start(WorkerSettings settings) {
    ProcessBuilder builder =
        new ProcessBuilder(settings.interpreter(), WorkerScript.path().toString());
    Path folder = settings.file().getParent();
    builder.directory(folder == null ? null : folder.toFile());
    String threads = Integer.toString(settings.threads());
    for (String name :
        new String[] {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}) {
      builder.environment().put(name, threads);
    }
    builder.environment().put("PYTHONHASHSEED", "0"); // else sets have another order each time
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.environment().put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
    // Else the C library gives the memory of every graph back, and fetches it anew in the next
    // step.
    builder.environment().putIfAbsent("MALLOC_MMAP_THRESHOLD_", "33554432");
    builder.environment().putIfAbsent("MALLOC_TRIM_THRESHOLD_", "2147483647");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new DataException(
          "run.python: %s cannot be started (%s); name the interpreter that has your framework, such"
                  .formatted(settings.interpreter(), e.getMessage())
              + " as `--set run.python=/usr/bin/python3`",
          e);
    }
  }

  private Thread daemon(String what, Runnable body) {
    Thread thread = new Thread(body, "python worker %d: %s".formatted(process.pid(), what));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void receive() {
    try (DataInputStream stream = new DataInputStream(process.getInputStream())) {
      while (true) {
        answers.add(new Received(MAPPER.readTree(stream.readNBytes(stream.readInt()))));
      }
    } catch (EOFException e) {
      answers.add(new Received(null));
    } catch (IOException e) {
      answers.add(new Received(null)); // it was ended in the middle of an answer
    }
  }

  /**
   * Asks for something and waits for it.
   *
   * @throws ConnectionLostException if the process ends or does not move any more
   * @throws DataException if it says that the model cannot be differentiated
   * @throws PythonException if the model's code raises an exception or takes too long
   */
  JsonNode call(ObjectNode request) throws ConnectionLostException {
    try {
      byte[] text = MAPPER.writeValueAsBytes(request);
      requests.writeInt(text.length);
      requests.write(text);
      requests.flush();
    } catch (IOException e) {
      throw lost();
    }
    JsonNode answer = await(described(request));
    if (answer.has("refused")) {
      throw new DataException(settings.file() + ": " + answer.get("refused").asText());
    }
    if (answer.has("failed")) {
      throw new PythonException(
          "%s: %s failed in Python:%n%s"
              .formatted(settings.file(), described(request), lines(answer.get("failed"))));
    }
    return answer;
  }

  private static String lines(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(line -> "  " + line.asText())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Returns a request in words. */
  private static String described(ObjectNode request) {
    String call = request.path("call").asText();
    return switch (call) {
      case "open" -> "loading the file";
      case "gradient", "product" ->
          "the loss of step %s, seed %s"
              .formatted(request.path("step").asText(), request.path("seed").asText());
      case "final" -> "the loss of part " + request.path("part").asText();
      case "inspect" -> "a first look at its losses";
      default -> "making the model";
    };
  }

  private JsonNode await(String asked) throws ConnectionLostException {
    long deadline = System.nanoTime() + settings.limit().toNanos();
    while (true) {
      JsonNode answer = next(deadline, asked).message();
      if (answer == null) {
        throw lost();
      }
      if (!answer.has("alive")) {
        return answer;
      }
    }
  }

  private Received next(long deadline, String asked) throws ConnectionLostException {
    long left = deadline - System.nanoTime();
    @Nullable Received answer;
    try {
      answer = answers.poll(Math.min(left, SILENCE.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new PythonException("interrupted while Python was at work", e);
    }
    if (answer != null && System.nanoTime() < deadline) {
      return answer;
    }
    close();
    if (System.nanoTime() >= deadline) {
      throw new PythonException(
          "%s: %s took longer than run.python-limit, %d seconds, and was ended; raise it if that is right"
              .formatted(settings.file(), asked, settings.limit().toSeconds()));
    }
    throw new ConnectionLostException(
        "gave no sign of life for %d seconds".formatted(SILENCE.toSeconds()));
  }

  private ConnectionLostException lost() {
    close();
    try {
      printing.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String last;
    synchronized (tail) {
      last = String.join(" | ", tail);
    }
    return new ConnectionLostException(
        "ended with %s%s".formatted(end(), last.isEmpty() ? "" : "; it printed last: " + last));
  }

  private String end() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        return "no exit code";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "no exit code";
    }
    int code = process.exitValue();
    return code == 137
        ? "exit code 137 (killed, as the system does where memory is short)"
        : "exit code " + code;
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * What came.
   *
   * @param message null at the end of the stream
   */
  private record Received(@Nullable JsonNode message) {}
}

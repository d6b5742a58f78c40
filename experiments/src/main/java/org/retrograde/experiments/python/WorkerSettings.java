package org.retrograde.experiments.python;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.retrograde.reversible.device.Precision;

/**
 * How the workers of a model are started.
 *
 * @param interpreter of Python, a path or a name on the search path
 * @param file that defines the model
 * @param others files that it imports or reads
 * @param precision of the model
 * @param threads of one worker
 * @param device of the framework: cpu, cuda, ...
 * @param second how Hessian products are computed
 * @param limit of one request
 */
record WorkerSettings(
    String interpreter,
    Path file,
    List<Path> others,
    Precision precision,
    int threads,
    String device,
    SecondOrder second,
    Duration limit) {

  /** Returns the first request to a worker. */
  ObjectNode opening() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("call", "open");
    request.put("file", file.toString());
    ArrayNode files = request.putArray("files");
    others.forEach(other -> files.add(other.toString()));
    request.put("precision", precision.word());
    request.put("threads", threads);
    request.put("device", device);
    request.put("second", second.word());
    return request;
  }

  /** Returns the same with numbers of another precision. */
  WorkerSettings with(Precision other) {
    return new WorkerSettings(interpreter, file, others, other, threads, device, second, limit);
  }
}

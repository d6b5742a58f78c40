package org.retrograde.experiments.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Speaks with a tuner in lines of JSON: a greeting first, then an answer to each ask. Lines that
 * have come while trials ran are answered together. Numbers are written so that they read back to
 * the same bits.
 */
final class TrialServer {

  private static final String TRIALS = "trials";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to say which number Python left
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Desk desk;
  private final AskReader reader;
  private final PrintWriter out;

  /**
   * Makes one.
   *
   * @param out to the tuner
   */
  TrialServer(Desk desk, PrintWriter out) {
    this.desk = desk;
    this.reader = new AskReader(desk.greeting());
    this.out = out;
  }

  /**
   * Greets, and answers until the tuner has no more to ask, has gone, or the desk has closed.
   *
   * @param in from the tuner
   * @return whether it ended by the desk
   * @throws TimeoutException if the tuner is late
   */
  boolean serve(IncomingLines in) throws InterruptedException, TimeoutException {
    write(desk.greeting());
    while (desk.isOpen() && !out.checkError()) {
      List<String> lines = in.next();
      if (lines.isEmpty()) {
        return false;
      }
      answer(lines);
    }
    return !desk.isOpen();
  }

  private void answer(List<String> lines) throws InterruptedException {
    List<Ask> asks = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        read(line, asks);
      }
    }
    if (!asks.isEmpty()) {
      desk.answer(asks).forEach(this::write);
    }
  }

  private void read(String line, List<Ask> asks) {
    JsonNode node;
    try {
      node = MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      write(new Answer.Refused(null, "no line of JSON: " + e.getOriginalMessage()));
      return;
    }
    if (!node.has(TRIALS)) {
      add(node, asks);
    } else if (node.size() > 1 || !node.get(TRIALS).isArray()) {
      write(
          new Answer.Refused(
              node.get("id"), "trials must be a list of asks, and nothing may stand beside it"));
    } else {
      node.get(TRIALS).forEach(one -> add(one, asks));
    }
  }

  private void add(JsonNode node, List<Ask> asks) {
    try {
      asks.add(reader.read(node));
    } catch (RefusedAskException e) {
      write(new Answer.Refused(node.get("id"), String.valueOf(e.getMessage())));
    }
  }

  private void write(Object line) {
    try {
      out.println(MAPPER.writeValueAsString(line));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + line, e);
    }
  }
}

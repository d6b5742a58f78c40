package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.walk.ApplyDefaultsStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.retrograde.reversible.device.Devices;

/** A schema of configurations: which keys there are, their types, ranges and defaults. */
final class ConfigSchema {
  /** Of experiments, which train networks. */
  static final ConfigSchema EXPERIMENT = new ConfigSchema(load("experiment.schema.json"));

  /** Of studies. What both have in common stands in the schema of experiments. */
  static final ConfigSchema STUDY =
      new ConfigSchema(withDefinitions(load("study.schema.json"), EXPERIMENT.node));

  private final ObjectNode node;
  private final Schema schema;

  private ConfigSchema(ObjectNode node) {
    this.node = node;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(withAllDevices(node.deepCopy()));
  }

  /** Reports to {@code tree} whatever breaks the schema, and fills in defaults. */
  void check(ConfigTree tree) {
    List<Error> found = schema.walk(tree.root(), true, ConfigSchema::fillInDefaults).getErrors();
    new SchemaMessages(node, tree).report(found);
  }

  /** Returns the schema as JSON, with the devices that come with the program alone. */
  JsonNode json() {
    return node;
  }

  /** Adds the other schema's definitions, and its top-level keys as definitions, where absent. */
  private static ObjectNode withDefinitions(ObjectNode schema, JsonNode other) {
    ObjectNode definitions = schema.withObjectProperty("$defs");
    for (String section : List.of("$defs", "properties")) {
      other
          .path(section)
          .properties()
          .forEach(entry -> definitions.putIfAbsent(entry.getKey(), entry.getValue()));
    }
    return schema;
  }

  /** Lets {@code run.device} name whatever device is on the class path. */
  private static ObjectNode withAllDevices(ObjectNode schema) {
    ArrayNode names = (ArrayNode) schema.at("/$defs/run/properties/device/enum");
    List<String> documented = new ArrayList<>();
    names.forEach(name -> documented.add(name.asText()));
    Devices.names().stream().filter(name -> !documented.contains(name)).forEach(names::add);
    return schema;
  }

  private static void fillInDefaults(ExecutionContext context) {
    context.walkConfig(
        walk -> walk.applyDefaultsStrategy(new ApplyDefaultsStrategy(true, false, false)));
  }

  private static ObjectNode load(String resource) {
    try (InputStream in =
        Objects.requireNonNull(ConfigSchema.class.getResourceAsStream(resource), resource)) {
      return (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

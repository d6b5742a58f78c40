package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.walk.ApplyDefaultsStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The schema of an experiment: which keys there are, their types, ranges and defaults. */
final class ExperimentSchema {
  /** Name of the schema beside this class. */
  static final String RESOURCE = "experiment.schema.json";

  private static final JsonNode NODE = load();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(NODE);

  private ExperimentSchema() {}

  /** Reports to {@code tree} whatever breaks the schema, and fills in defaults. */
  static void check(ConfigTree tree) {
    List<Error> found =
        SCHEMA.walk(tree.root(), true, ExperimentSchema::fillInDefaults).getErrors();
    new SchemaMessages(NODE, tree).report(found);
  }

  /** Returns the schema as JSON. */
  static JsonNode json() {
    return NODE;
  }

  private static void fillInDefaults(ExecutionContext context) {
    context.walkConfig(
        walk -> walk.applyDefaultsStrategy(new ApplyDefaultsStrategy(true, false, false)));
  }

  private static JsonNode load() {
    try (InputStream in =
        Objects.requireNonNull(ExperimentSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigSchemaTest {
  private static final Schema META_SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

  static List<JsonNode> schemas() {
    return List.of(ConfigSchema.EXPERIMENT.json());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void theSchemaIsAValidSchema(JsonNode schema) {
    assertThat(META_SCHEMA.validate(schema)).isEmpty();
  }

  @Test
  void aBrokenSchemaIsNotSoTheCheckAboveCanFail() {
    ObjectNode broken = ConfigSchema.EXPERIMENT.json().deepCopy();
    broken.put("required", 5);
    assertThat(META_SCHEMA.validate(broken)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyKeyHasADescription(JsonNode schema) {
    List<String> keys = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    collectKeys(schema, "", keys, silent);
    assertThat(keys).hasSizeGreaterThan(70);
    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyObjectRefusesUnknownKeys(JsonNode schema) {
    for (JsonNode definition : schema.path("$defs")) {
      if (definition.has("properties")) {
        assertThat(definition.path("additionalProperties").isBoolean()).isTrue();
        assertThat(definition.path("additionalProperties").booleanValue()).isFalse();
      }
    }
  }

  private static void collectKeys(
      JsonNode node, String path, List<String> keys, List<String> silent) {
    for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
      String key = path + "/" + property.getKey();
      keys.add(key);
      if (property.getValue().path("description").asText().isBlank()) {
        silent.add(key);
      }
    }
    for (Map.Entry<String, JsonNode> definition : node.path("$defs").properties()) {
      collectKeys(definition.getValue(), path + "/" + definition.getKey(), keys, silent);
    }
  }
}

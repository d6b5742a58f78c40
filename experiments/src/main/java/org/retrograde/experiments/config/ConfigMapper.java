package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Between records and trees or text. */
final class ConfigMapper {
  private static final YAMLMapper MAPPER = mapper();

  private ConfigMapper() {}

  /**
   * Binds a tree that passed every check.
   *
   * @throws ConfigException if what a word stands for refuses a number
   */
  static Experiment bind(ConfigTree tree, Class<? extends Experiment> type) {
    try {
      return MAPPER.treeToValue(tree.root(), type);
    } catch (JsonProcessingException e) {
      if (e instanceof JsonMappingException refused
          && e.getCause() instanceof IllegalArgumentException reason) {
        tree.report(path(refused), String.valueOf(reason.getMessage()));
        throw new ConfigException(tree.errors());
      }
      throw new IllegalStateException(
          "the schema accepts what the records do not: " + e.getMessage(), e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(at -> at.getFieldName() == null ? String.valueOf(at.getIndex()) : at.getFieldName())
        .collect(Collectors.joining("."));
  }

  /** Returns the YAML of {@code config}. */
  static String write(Experiment config) {
    try {
      return MAPPER.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + config + ": " + e.getMessage(), e);
    }
  }

  /** Returns the tree of {@code config}. */
  static JsonNode toTree(ExperimentConfig config) {
    return MAPPER.valueToTree(config);
  }

  private static YAMLMapper mapper() {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.USE_NATIVE_TYPE_ID)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new QuoteNumbers())
            .build();
    SimpleModule paths = new SimpleModule();
    paths.addSerializer(Path.class, new ToStringSerializer(Path.class));
    paths.addDeserializer(Path.class, new PathDeserializer());
    return YAMLMapper.builder(factory)
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .addModule(paths)
        .addModule(new WordModule())
        .build();
  }

  /** Quotes text that {@link CoreResolver} would read as a number, such as 1e5. */
  private static final class QuoteNumbers extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || CoreResolver.isNumber(value);
    }
  }

  /** Jackson's own takes any text with a colon for a URI. */
  private static final class PathDeserializer extends StdScalarDeserializer<Path> {
    private static final long serialVersionUID = 1L;

    PathDeserializer() {
      super(Path.class);
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Path.of(parser.getText());
    }
  }
}

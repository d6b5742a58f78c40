package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.CoreResolver;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.hypergrad.trial.TrialEngines;
import org.retrograde.models.network.architecture.Architectures;

/** Between records and trees or text. */
final class ConfigMapper {
  private static final YAMLMapper MAPPER = mapper();

  private ConfigMapper() {}

  /**
   * Binds a tree that passed every check.
   *
   * @throws ConfigException if what a word stands for refuses a number
   */
  static ExperimentConfig bind(ConfigTree tree) {
    ObjectNode known = tree.root().deepCopy();
    Map<String, Object> own = new LinkedHashMap<>();
    for (Section section : Sections.ALL.all()) {
      if (known.remove(section.word()) != null) {
        settings(tree, section.word(), section)
            .ifPresent(settings -> own.put(section.word(), settings));
      }
    }
    return read(tree, "", known, ExperimentConfig.class)
        .orElseThrow(() -> new ConfigException(tree.errors()))
        .withOwn(own);
  }

  /**
   * Binds a section that passed its schema.
   *
   * @param path of the section, where it is reported if its record refuses a value
   * @return empty if it was reported
   */
  static Optional<Object> settings(ConfigTree tree, String path, Section section) {
    return read(tree, path, tree.at(path), section.type()).map(settings -> settings);
  }

  private static <T> Optional<T> read(ConfigTree tree, String path, JsonNode node, Class<T> type) {
    try {
      return Optional.of(MAPPER.treeToValue(node, type));
    } catch (JsonProcessingException e) {
      String refusal = refusal(e.getCause());
      if (refusal != null && e instanceof JsonMappingException refused) {
        tree.report(KeyPath.below(path, path(refused)), refusal);
        return Optional.empty();
      }
      throw new IllegalStateException(
          "the schema accepts what the records do not: " + e.getMessage(), e);
    }
  }

  /** Returns what is wrong with a value that a record does not take; null if that is our fault. */
  private static @Nullable String refusal(@Nullable Throwable cause) {
    if (cause instanceof IllegalArgumentException reason) {
      return String.valueOf(reason.getMessage());
    }
    // A number such as 1e300 is whole, and not above a limit as that counts.
    return cause instanceof InputCoercionException
        ? "must be a whole number of at most 64 bits"
        : null;
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(at -> at.getFieldName() == null ? String.valueOf(at.getIndex()) : at.getFieldName())
        .collect(Collectors.joining("."));
  }

  /** Returns the YAML of {@code config}. */
  static String write(ExperimentConfig config) {
    return write(toTree(config));
  }

  /** Returns the YAML of a tree. */
  static String write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + tree + ": " + e.getMessage(), e);
    }
  }

  /** Returns the tree of {@code config}. */
  static ObjectNode toTree(ExperimentConfig config) {
    ObjectNode tree = MAPPER.valueToTree(config);
    tree.remove("own");
    config.own().forEach((word, settings) -> tree.set(word, MAPPER.valueToTree(settings)));
    // Left out as files had it that knew no other, so that recipes keep their bytes.
    if (config.run().engine() == TrialEngines.THREADS) {
      ((ObjectNode) tree.get("run")).remove("engine");
    }
    if (config.model().architecture().equals(Architectures.DEFAULT)) {
      ((ObjectNode) tree.get("model")).remove("architecture");
    }
    ObjectNode training = (ObjectNode) tree.get("training");
    TrainingConfig.OF_CROSS_ENTROPY.stream()
        .filter(key -> training.path(key).asDouble() == 0)
        .forEach(training::remove);
    if (config.ablations().isEmpty()) {
      tree.remove(FilePaths.ABLATIONS);
    }
    Problems.fold(tree);
    return tree;
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
        .addModule(problems())
        .build();
  }

  private static SimpleModule problems() {
    SimpleModule module = new SimpleModule();
    module.addDeserializer(ProblemConfig.class, new ProblemReader());
    module.addSerializer(ProblemConfig.class, new ProblemWriter());
    return module;
  }

  private static final class ProblemReader extends StdDeserializer<ProblemConfig> {
    private static final long serialVersionUID = 1L;

    ProblemReader() {
      super(ProblemConfig.class);
    }

    @Override
    public ProblemConfig deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode tree = parser.readValueAsTree();
      ProblemKind kind = ProblemKind.ALL.get(tree.fieldNames().next());
      return new ProblemConfig(kind, context.readTreeAsValue(tree.get(kind.word()), kind.type()));
    }
  }

  private static final class ProblemWriter extends StdSerializer<ProblemConfig> {
    private static final long serialVersionUID = 1L;

    ProblemWriter() {
      super(ProblemConfig.class);
    }

    @Override
    public void serialize(ProblemConfig problem, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeStartObject();
      provider.defaultSerializeField(problem.kind().word(), problem.settings(), to);
      to.writeEndObject();
    }
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

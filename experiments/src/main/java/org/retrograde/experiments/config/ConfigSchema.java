package org.retrograde.experiments.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.SchemaMessages;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/** A schema of configurations: which keys there are, their types, ranges and defaults. */
final class ConfigSchema {
  private static final Pattern CATALOGUE = Pattern.compile("\\{([a-z-]+)\\}");

  /** Of experiments. */
  static final ConfigSchema EXPERIMENT = new ConfigSchema(load("experiment.schema.json"));

  private final ObjectNode node;
  private final Schema schema;

  private ConfigSchema(ObjectNode node) {
    fillInSections(node);
    fillInWords(node);
    this.node = node;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(node);
  }

  /** Reports to {@code tree} whatever breaks the schema, and fills in defaults. */
  void check(ConfigTree tree) {
    List<Error> found = schema.walk(tree.root(), true, ConfigSchema::fillInDefaults).getErrors();
    new SchemaMessages(node, tree).report(found);
  }

  /** Returns the schema as JSON. */
  JsonNode json() {
    return node;
  }

  /** Puts the sections that others know into the schema: of problems, and of the class path. */
  private static void fillInSections(ObjectNode schema) {
    ObjectNode properties = (ObjectNode) schema.get("properties");
    ObjectNode problem = (ObjectNode) properties.get("problem");
    problem.remove("sections");
    problem.put("type", "object").put("additionalProperties", false);
    fillIn(problem.putObject("properties"), ProblemKind.ALL.all());
    fillIn(properties, Sections.ALL.all());
  }

  private static void fillIn(ObjectNode properties, List<? extends Section> sections) {
    for (Section section : sections) {
      ObjectNode schema = (ObjectNode) parse(section.schema());
      schema.put("description", section.meaning());
      if (properties.putIfAbsent(section.word(), schema) != null) {
        throw new IllegalStateException(
            "two sections of a config are called '%s'".formatted(section.word()));
      }
    }
  }

  /**
   * Puts words of catalogues where the schema names one: as what a key may be, for {@code "words":
   * "optimizer"}, and with what they mean into a description, for {@code {optimizer}}. Keys in
   * {@code "beside"} may stand beside a name, whatever it is. A section with {@code "coefficients"}
   * has a key for each that an optimizer reads.
   */
  private static void fillInWords(JsonNode node) {
    node.forEach(ConfigSchema::fillInWords);
    if (node instanceof ObjectNode key) {
      if (key.path("coefficients").isBoolean()) {
        key.remove("coefficients");
        CoefficientSchema.addTo(key.withObjectProperty("properties"));
      }
      if (key.path("words").isTextual()) {
        allow(key, Words.named(key.remove("words").asText()));
      }
      if (key.path("description").isTextual()) {
        String text = key.path("description").asText();
        key.put("description", CATALOGUE.matcher(text).replaceAll(ConfigSchema::meanings));
      }
    }
  }

  /**
   * Lets a key be a word or, where some have settings, a section with its name and its settings.
   */
  private static void allow(ObjectNode key, Catalogue<?> catalogue) {
    JsonNode beside = key.path("beside");
    key.remove("beside");
    List<? extends Word> settable =
        catalogue.all().stream()
            .filter(word -> !beside.isMissingNode() || !WordSettings.of(word).isEmpty())
            .toList();
    if (settable.isEmpty()) {
      catalogue.words().forEach(key.putArray("enum")::add);
      return;
    }
    key.putObject("if").put("type", "object");
    catalogue.words().forEach(key.putObject("else").putArray("enum")::add);
    ObjectNode section = key.putObject("then");
    section.putArray("required").add("name");
    settable.forEach(
        word -> section.withObject("/properties/name").withArrayProperty("enum").add(word.word()));
    for (Word word : settable) {
      ObjectNode branch = section.withArrayProperty("allOf").addObject();
      ObjectNode named = branch.putObject("if");
      named.putArray("required").add("name");
      named.putObject("properties").putObject("name").put("const", word.word());
      ObjectNode own = branch.putObject("then").put("additionalProperties", false);
      ObjectNode properties = own.putObject("properties");
      properties.putObject("name");
      WordSettings.of(word).forEach(setting -> setting.addTo(properties));
      beside.properties().forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
    }
  }

  private static String meanings(MatchResult name) {
    return Matcher.quoteReplacement(
        Words.named(name.group(1)).all().stream()
            .map(word -> "`%s`: %s%s".formatted(word.word(), word.meaning(), settings(word)))
            .collect(Collectors.joining("; ")));
  }

  private static String settings(Word word) {
    List<WordSettings.Setting> settings = WordSettings.of(word);
    if (settings.isEmpty()) {
      return "";
    }
    String beside = settings.size() == 1 ? " (setting: " : " (settings: ";
    return settings.stream()
        .map(WordSettings.Setting::text)
        .collect(Collectors.joining(", ", beside, ")"));
  }

  private static void fillInDefaults(ExecutionContext context) {
    context.walkConfig(
        walk -> walk.applyDefaultsStrategy(new ApplyDefaultsStrategy(true, false, false)));
  }

  private static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a section has no sound schema: " + json, e);
    }
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

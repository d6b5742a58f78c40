package org.retrograde.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.check.CheckOutcome;
import org.retrograde.experiments.check.Conclusion;
import org.retrograde.experiments.check.ExperimentCheck;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.Schemas;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;

/** The pages under docs/ agree with the program. */
final class DocsTest {

  private static final String CONFIGURATION = "docs/configuration.md";
  private static final String OWN_OBJECTIVE = "docs/own-objective.md";
  private static final Pattern LINK =
      Pattern.compile("(?:\\]\\(|src=\")([^)#\"\\s:]+)(?:#[^)]*)?[)\"]");

  /** What is on the class path of tests alone. */
  private static final List<String> EXAMPLES =
      List.of(
          "cuda-emulated",
          "sgdw",
          "dampening",
          "power",
          "pattern",
          "adagrad",
          "halving",
          "residual",
          "backwards",
          "springs",
          "repeated");

  private static JsonNode schema = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void readSchema() {
    schema = Schemas.experiment();
  }

  static List<String> pages() {
    return Documentation.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFile(String page) {
    Path folder =
        Objects.requireNonNull(Documentation.root().resolve(page).getParent(), "a page's folder");
    LINK.matcher(Documentation.read(page))
        .results()
        .forEach(
            link ->
                assertThat(Files.exists(folder.resolve(link.group(1))))
                    .as("%s links to %s", page, link.group(1))
                    .isTrue());
  }

  @Test
  void theConfigurationPageHasARowForEveryKeyOfTheSchema() {
    assertRows(schema, "");
  }

  private static void assertRows(JsonNode section, String prefix) {
    section.path("properties").properties().stream()
        .filter(entry -> !EXAMPLES.contains(entry.getKey()))
        .forEach(
            entry -> {
              JsonNode key = resolved(entry.getValue());
              String path = prefix + entry.getKey();
              if (EXAMPLES.contains(entry.getKey())) {
                return;
              }
              if (key.has("properties")) {
                assertRows(key, path + ".");
              } else if (key.path("additionalProperties").has("$ref")) {
                assertRows(resolved(key.path("additionalProperties")), path + ".NAME.");
              } else if (resolved(key.path("items")).has("properties")) {
                assertRows(resolved(key.path("items")), path + ".0.");
              } else {
                assertRow(path, entry.getValue(), key, isRequired(section, entry.getKey()));
              }
            });
  }

  /** With -Dretrograde.docs=write, the page is changed instead. */
  private static void assertRow(String path, JsonNode use, JsonNode key, boolean required) {
    String page = Documentation.read(CONFIGURATION);
    String row =
        page.lines()
            .filter(line -> line.startsWith("| `" + path + "` |"))
            .findFirst()
            .orElse("no row for " + path);
    String words = words(innermost(key));
    String[] cells = row.split(" \\| ", -1);
    assertThat(cells).as(row).hasSize(4);
    if (cells[1].startsWith("list of `")) { // and not of what another row lists
      assertThat(cells[1]).startsWith("list of " + words(innermost(resolved(key.path("items")))));
    }
    String expected =
        "| `%s` | %s | %s | %s |"
            .formatted(
                path,
                words.isEmpty() ? cells[1] : words,
                shownDefault(key, required),
                (use.has("description") ? use : key)
                    .path("description")
                    .asText()
                    .replaceAll(", `(" + String.join("|", EXAMPLES) + ")`", "")
                    .replaceAll(
                        "; `(" + String.join("|", EXAMPLES) + ")`: .*?(?=; `|\\. |\\.$)", ""));
    if ("write".equals(System.getProperty("retrograde.docs"))) {
      Documentation.write(CONFIGURATION, page.replace(row, expected));
    } else {
      assertThat(row).isEqualTo(expected);
    }
  }

  private static String words(JsonNode key) {
    return key.path("enum")
        .valueStream()
        .map(JsonNode::asText)
        .filter(word -> !EXAMPLES.contains(word))
        .map("`%s`"::formatted)
        .collect(Collectors.joining(", "));
  }

  /** What a key may be that is neither a section nor a list. */
  private static JsonNode innermost(JsonNode key) {
    return key.has("else") ? innermost(resolved(key.path("else"))) : key;
  }

  private static String shownDefault(JsonNode key, boolean required) {
    JsonNode value = key.path("default");
    if (required || value.isMissingNode()) {
      return required ? "required" : "none";
    }
    boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
    return empty ? "empty" : "`" + shown(value) + "`";
  }

  private static String shown(JsonNode value) {
    return value.isTextual()
        ? value.asText()
        : value.toString().replace(",", ", ").replace(":", ": ");
  }

  private static boolean isRequired(JsonNode section, String key) {
    return section.path("required").valueStream().anyMatch(name -> name.asText().equals(key));
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? merged(node) : node;
  }

  /** What the reference leads to, overridden by what stands beside it. */
  private static JsonNode merged(JsonNode node) {
    JsonNode target = schema.at(node.path("$ref").asText().substring(1));
    var all = new ObjectMapper().createObjectNode();
    target.properties().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
    node.properties().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
    all.remove("$ref");
    return all;
  }

  @Test
  void theObjectiveOfThePageIsTheOneThatHypergradIsTestedWith() throws IOException {
    Path source =
        Documentation.root()
            .resolve(
                "hypergrad/src/test/java/org/retrograde/hypergrad/objective/QuadraticObjective.java");

    assertThat(Documentation.blocks(OWN_OBJECTIVE, "java").get(0))
        .isEqualTo(Files.readString(source));
  }

  @Test
  void theTuningExampleCompilesAndLowersTheLossAsThePageSays() throws ReflectiveOperationException {
    List<String> sources = Documentation.blocks(OWN_OBJECTIVE, "java");
    ClassLoader loader = Documentation.compile(sources);

    double[] losses =
        (double[])
            loader.loadClass(Documentation.typeName(sources.get(1))).getMethod("tune").invoke(null);

    String sentence = String.format(Locale.ROOT, "from %.2f to %.4f", losses[0], losses[1]);
    assertThat(Documentation.read(OWN_OBJECTIVE).contains(sentence)).as(sentence).isTrue();
  }

  @Test
  void theExperimentOfThePageNamesAnObjectiveThatIsThere(@TempDir Path folder) throws IOException {
    String experiment = Documentation.blocks(OWN_OBJECTIVE, "yaml").get(0);
    Path file = Files.writeString(folder.resolve("mine.yaml"), experiment);

    assertThat(ConfigReader.read(file, List.of()).problem().kind().word()).isEqualTo("class");
  }

  @Test
  void theCheckedObjectiveOfThePageIsRightAsThePageSays(@TempDir Path folder) throws Exception {
    String source = Documentation.blocks(OWN_OBJECTIVE, "java").get(2);
    Path tested = Documentation.root().resolve("experiments/src/test/java/mine/Ravine.java");
    assertThat(source).isEqualTo(Files.readString(tested));
    String experiment = Documentation.blocks(OWN_OBJECTIVE, "yaml").get(1);
    Path file = Files.writeString(folder.resolve("ravine.yaml"), experiment);

    try (TrialEngine engine = new LocalTrials(1)) {
      CheckOutcome outcome = new ExperimentCheck(ConfigReader.read(file, List.of()), engine).run();
      assertThat(outcome.conclusion()).as("%s", outcome).isEqualTo(Conclusion.USABLE);
      assertThat(outcome.figures())
          .extracting(CheckFigure::name)
          .contains("gradient", "gradient of the final loss", "Hessian product")
          .contains("symmetry of the Hessian");
    }
  }

  @Test
  void theGpuPageKeepsThePlaceOfItsTable() {
    assertThat(Documentation.read("docs/gpu.md"))
        .containsOnlyOnce("<!-- device-check: begin -->")
        .containsOnlyOnce("<!-- device-check: end -->");
  }

  @Test
  void theGpuPageNamesTheSettingsThatDeviceCudaReads() throws IOException {
    String sources = sources("reversible/src/main/java/org/retrograde/reversible/device/cuda");
    String page = Documentation.read("docs/gpu.md");
    Pattern.compile("-D(retrograde\\.cuda\\.\\w+)")
        .matcher(page)
        .results()
        .forEach(setting -> assertThat(sources).contains('"' + setting.group(1) + '"'));
    Pattern.compile("\"(retrograde\\.cuda\\.\\w+|RETROGRADE_CUDA\\w+)\"")
        .matcher(sources)
        .results()
        .forEach(setting -> assertThat(page).contains(setting.group(1)));
  }

  @Test
  void theGpuPageHasARowForEveryPartOfTheDeviceCheck() throws IOException {
    String script = Files.readString(Documentation.root().resolve("gpu/device-check.sh"));
    String parts =
        script
            .lines()
            .filter(line -> line.startsWith("all=\""))
            .findFirst()
            .orElseThrow()
            .replaceAll("all=|\"", "");
    for (String part : parts.split(" ", -1)) {
      assertThat(Documentation.read("docs/gpu.md")).containsPattern("\\| .*`" + part + "`.* \\|");
    }
  }

  private static String sources(String folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(Documentation.root().resolve(folder))) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  /** The table in docs/reversible.md: a coder that spills each head by its own size. */
  @Test
  void aLaneThatSpillsByItsOwnHeadLosesADigit() {
    long n = 58982;
    long fits = ((1L << 31) / n) << 32; // below this a push of a digit below n stays under 2^63
    long start = fits + 12345;
    long word = start & 0xFFFFFFFFL;
    long head = (start >> 32) * n; // spills, then pushes 0
    assertThat(head).isEqualTo(2147475638L).isLessThan(1L << 31);
    assertThat(head).isLessThan(fits); // so the next push does not spill
    head = head * n + 5;
    assertThat(head).isEqualTo(126662408080521L);

    assertThat(head % n).isEqualTo(5);
    head /= n;
    assertThat(head).isLessThan(1L << 31); // so the coder refills, one digit too early
    head = (head << 32) + word;
    assertThat(head).isEqualTo(9223337634166747193L);
    assertThat(head % n).isEqualTo(12345).isNotEqualTo(0);
    assertThat(head / n).isEqualTo(156375464280064L).isNotEqualTo(start);
  }
}

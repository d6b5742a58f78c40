package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunRecordException;

/**
 * A file of a run directory in which one value is not what it must be is shown as a report, or
 * refused with the file and the place.
 */
final class ChangedRecordTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path temp;

  ChangedRecordTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/seconds | null | /seconds must not be null",
        "/started | null | /started must not be null",
        "/started | [] | /started must be text",
        "/seconds | 'soon' | /seconds must be a number, got 'soon'",
        "/command | 7 | /command must be a list",
        "/command/0 | null | /command/0 must not be null",
        "/versions | [] | /versions must be an object",
        "/seeds/train | null | /seeds/train must not be null",
        "/status | 'ENDED' | /status must be one of RUNNING, DONE, INTERRUPTED, FAILED, got 'ENDED'"
      })
  void aFieldOfTheManifestIsNamed(String place, String value, String message) throws IOException {
    RunDirectory directory = written(SampleRecords.quickstart());
    change(directory.manifestFile(), place, value);

    assertThat(failure(directory)).contains("manifest.json, line ").contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]"})
  void anyFieldThatIsSomethingElseIsShownOrRefusedWithItsPlace(String value) throws IOException {
    Set<String> seen = new HashSet<>();
    for (RunRecord record : List.of(SampleRecords.quickstart(), SampleRecords.study())) {
      RunDirectory directory = written(record);
      int refused = 0;
      for (Path file : List.of(directory.manifestFile(), directory.resultsFile())) {
        String sound = Files.readString(file);
        for (String place : places(MAPPER.readTree(sound))) {
          if (!seen.add(place)) {
            continue;
          }
          change(file, place, value);
          String message = failure(directory);
          if (message != null) {
            refused++;
            assertThat(message)
                .as("%s as %s", place, value)
                .contains(file.getFileName().toString())
                .containsPattern(" /|schema")
                .doesNotContain("retrograde.reports", "java.", "Jackson", "Cannot", "null (");
          }
          Files.writeString(file, sound);
        }
      }
      assertThat(refused).isPositive();
      clear(directory);
    }
  }

  @Test
  void whatIsUnchangedIsShown() throws IOException {
    assertThat(failure(written(SampleRecords.quickstart()))).isNull();
  }

  /** Nothing but a refusal of the record counts as one: anything else fails the test. */
  private static @Nullable String failure(RunDirectory directory) throws IOException {
    try {
      HtmlReport.render(directory.read());
      return null;
    } catch (RunRecordException e) {
      return e.getMessage();
    }
  }

  /** All values, of a list the first alone. */
  private static List<String> places(JsonNode tree) {
    List<String> places = new ArrayList<>();
    collect(tree, "", places);
    return places;
  }

  private static void collect(JsonNode node, String place, List<String> places) {
    if (!place.isEmpty()) {
      places.add(place);
    }
    if (node.isArray()) {
      if (!node.isEmpty()) {
        collect(node.get(0), place + "/0", places);
      }
    }
    node.fieldNames()
        .forEachRemaining(
            name -> collect(node.get(name), place + "/" + name.replace("/", "~1"), places));
  }

  private static void change(Path file, String place, String value) throws IOException {
    JsonNode tree = MAPPER.readTree(Files.readString(file));
    JsonNode other = MAPPER.readTree(value.replace('\'', '"'));
    int last = place.lastIndexOf('/');
    String name = place.substring(last + 1).replace("~1", "/");
    JsonNode parent = tree.at(place.substring(0, last));
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(name), other);
    } else {
      ((ObjectNode) parent).set(name, other);
    }
    Files.writeString(file, MAPPER.writeValueAsString(tree));
  }

  private RunDirectory written(RunRecord record) throws IOException {
    RunDirectory directory = RunDirectory.create(temp);
    directory.begin(record.manifest());
    directory.writeResults(record.results());
    return directory;
  }

  private static void clear(RunDirectory directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.root())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}

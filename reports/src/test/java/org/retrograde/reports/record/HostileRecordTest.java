package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.SampleRecords;

/** Files of a run directory that somebody else has changed: refused in a line, at once. */
final class HostileRecordTest {

  private static final long TOO_LONG = (1L << 28) + 1;

  private final Path temp;

  HostileRecordTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"manifest.json", "results.json", "metrics.jsonl", "config.yaml", "recipe.json"})
  void aFileLongerThanAnyThatIsWrittenIsRefusedByName(String name) throws IOException {
    RunDirectory directory = written();
    try (RandomAccessFile file = new RandomAccessFile(temp.resolve(name).toFile(), "rw")) {
      file.setLength(TOO_LONG); // takes no room on the disk
    }

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining(name + ": is too long: it has 268435457 bytes, at most 268435456");
  }

  @Test
  void whatIsNestedTooDeepIsRefusedWithoutTheLibrarysWords() throws IOException {
    RunDirectory directory = written();
    Files.writeString(
        directory.resultsFile(),
        "{\"schema\": \"%s\", \"mine\": %s%s}"
            .formatted(Results.SCHEMA, "[".repeat(2000), "]".repeat(2000)));

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("results.json, line 1: cannot be read: it is nested deeper than 100")
        .hasMessageNotContaining("StreamReadConstraints");
  }

  @Test
  void nestingThatIsNotTooDeepIsRead() throws IOException {
    RunDirectory directory = written();
    Files.writeString(
        directory.resultsFile(),
        "{\"schema\": \"%s\", \"mine\": %s%s}"
            .formatted(Results.SCHEMA, "[".repeat(90), "]".repeat(90)));

    assertThat(directory.read().results().unknown()).containsExactly("mine");
  }

  @Test
  void aSchemaThatIsABookIsNotRepeatedInFull() throws IOException {
    RunDirectory directory = written();
    Files.writeString(
        directory.resultsFile(), "{\"schema\": \"%s\"}".formatted("x".repeat(100_000)));

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {" 7", "{}", "}"})
  void textAfterTheResultsIsRefused(String more) throws IOException {
    RunDirectory directory = written();
    Files.writeString(directory.resultsFile(), "{\"schema\": \"" + Results.SCHEMA + "\"}" + more);

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("results.json, line 1");
  }

  /** 65536 by 65536 is 0 in 32 bits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"pictures\": [{\"name\": \"p\", \"rows\": 65536, \"columns\": 65536,"
            + " \"logarithmic\": false, \"pictures\": [{\"label\": \"a\", \"values\": []}]}]",
        "\"pictures\": [{\"name\": \"p\", \"rows\": 0, \"columns\": 5,"
            + " \"logarithmic\": false, \"pictures\": [{\"label\": \"a\", \"values\": []}]}]",
        "\"trajectories\": {\"horizontal\": \"a\", \"vertical\": \"b\", \"ground\": {\"left\": 0,"
            + " \"right\": 1, \"bottom\": 0, \"top\": 1, \"columns\": 1073741824, \"losses\": []},"
            + " \"trajectories\": []}"
      })
  void sizesThatDoNotFitTheirNumbersAreRefused(String finding) throws IOException {
    RunDirectory directory = written();
    Files.writeString(
        directory.resultsFile(), "{\"schema\": \"" + Results.SCHEMA + "\", " + finding + "}");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("results.json, line 1")
        .hasMessageMatching("(?s).*(by 65536 needs 4294967296|got 0 by 5|got 0 losses).*");
  }

  private RunDirectory written() throws IOException {
    RunDirectory directory = RunDirectory.create(temp);
    directory.begin(SampleRecords.manifest(RunStatus.DONE, null));
    return directory;
  }
}

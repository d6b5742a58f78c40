package org.retrograde.reports.record;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reports.SampleRecords;

final class RunDirectoryTest {

  private static final List<String> UNKNOWN =
      List.of(
          """
          "curvature" : {
              "at" : [ 1.10, 1E+5, {} ],
            "name" : "\\u03bb </script>" }\
          """,
          "\"nothing\" : [ ]",
          "\"word\" : \"a \\\"word\\\"\"",
          "\"number\" : -1.50e-3",
          "\"flag\" : true");

  private final Path temp;

  RunDirectoryTest(@TempDir Path temp) {
    this.temp = temp;
  }

  static Stream<RunRecord> records() {
    return Stream.of(
        SampleRecords.quickstart(),
        SampleRecords.baselines(),
        SampleRecords.interrupted(),
        SampleRecords.measured());
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordComesBackEqual(RunRecord written) throws IOException {
    RunDirectory directory = write(written);

    assertThat(RunDirectory.open(directory.root()).read()).isEqualTo(written);
  }

  @Test
  void notANumberAndInfinitiesComeBack() throws IOException {
    RunDirectory directory = start();
    double nan = Double.NaN;
    double up = Double.POSITIVE_INFINITY;
    double down = Double.NEGATIVE_INFINITY;
    MetaIteration iteration =
        new MetaIteration(0, nan, List.of(0.25, nan, up), up, 2, 0.1, down, false, 1.5);
    Results results =
        Results.empty()
            .with(
                new Transfer(
                    List.of(new TransferRun("flat", 64, 1, nan, up, down, 0.9, 0.9, true))))
            .with(
                new Schedules(
                    List.of(new ScheduleCurve("learning rate", "W1", List.of(nan), List.of(up)))))
            .with(new Grid(List.of(new GridPoint("flat", 2, 0.8, nan, nan, false))));
    directory.append(iteration);
    directory.writeResults(results);

    RunRecord read = directory.read();

    assertThat(read.iterations()).containsExactly(iteration);
    assertThat(read.results()).isEqualTo(results);
  }

  @Test
  void mapsOfTheManifestKeepTheirOrder() throws IOException {
    RunDirectory directory = start();

    assertThat(directory.read().manifest().versions().keySet())
        .containsExactly("retrograde", "jdk", "openblas");
  }

  @Test
  void aHalfWrittenLastLineIsIgnored() throws IOException {
    RunDirectory directory = start();
    List<MetaIteration> iterations = SampleRecords.iterations().subList(0, 2);
    directory.append(iterations.get(0));
    directory.append(iterations.get(1));
    cutOff(directory.metricsFile(), 1);

    assertThat(directory.read().iterations()).containsExactly(iterations.get(0));
  }

  @Test
  void appendingAfterAHalfWrittenLineDropsTheHalf() throws IOException {
    RunDirectory directory = start();
    List<MetaIteration> iterations = SampleRecords.iterations().subList(0, 3);
    directory.append(iterations.get(0));
    directory.append(iterations.get(1));
    cutOff(directory.metricsFile(), 20);

    directory.append(iterations.get(2));

    assertThat(directory.read().iterations()).containsExactly(iterations.get(0), iterations.get(2));
  }

  @Test
  void anInterruptedRunCanBeReadFromItsManifestAlone() throws IOException {
    RunRecord read = start().read();

    assertThat(read.iterations()).isEmpty();
    assertThat(read.results()).isEqualTo(Results.empty());
    assertThat(read.config()).isNull();
    assertThat(read.recipe()).isNull();
  }

  @Test
  void anUnknownSchemaIsRefusedByName() throws IOException {
    RunDirectory directory = start();
    replace(directory.manifestFile(), Manifest.SCHEMA, "retrograde-manifest-99");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContainingAll(
            "manifest.json", "retrograde-manifest-1", "retrograde-manifest-99", "version");
  }

  @Test
  void aFileWithoutASchemaIsRefused() throws IOException {
    RunDirectory directory = start();
    Files.writeString(directory.resultsFile(), "{}");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("found none");
  }

  @Test
  void brokenJsonIsReportedWithFileAndLine() throws IOException {
    RunDirectory directory = start();
    Files.writeString(
        directory.resultsFile(), "{\n  \"schema\" : \"retrograde-results-1\",\n  oops\n}\n");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContainingAll("results.json, line 3", "restore");
  }

  @Test
  void aFieldOfTheWrongTypeIsReportedWithFileAndLine() throws IOException {
    RunDirectory directory = start();
    replace(directory.manifestFile(), "\"seconds\" : 512.4", "\"seconds\" : \"long\"");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContainingAll("manifest.json, line 9", "long");
  }

  @Test
  void aMissingFieldIsReported() throws IOException {
    RunDirectory directory = start();
    replace(directory.manifestFile(), "\"seconds\" : 512.4,", "");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("seconds");
  }

  @Test
  void resultsOfAnOlderVersionReadWithoutWhatItDidNotKnow() throws IOException {
    RunDirectory directory = start();
    Results old = SampleRecords.quickstart().results();
    for (Class<? extends Finding> type :
        List.of(
            Plan.class,
            AdjointTraces.class,
            OptimizerNotes.class,
            Published.class,
            Judged.class,
            Pictures.class,
            MeanDerivatives.class,
            Landscape.class)) {
      old = old.without(type);
    }
    directory.writeResults(old);
    for (String field :
        List.of(
            "plan",
            "adjointTraces",
            "optimizerNotes",
            "published",
            "judged",
            "pictures",
            "meanDerivatives",
            "landscape")) {
      dropFromResults(directory, field);
    }

    assertThat(directory.read().results()).isEqualTo(old);
  }

  @Test
  void resultsKeepTheBytesThatEarlierVersionsWrote() throws IOException {
    RunDirectory directory = start();
    String earlier = resource("results-of-an-earlier-version.json");
    Files.writeString(directory.resultsFile(), earlier);

    Results results = directory.read().results();
    directory.writeResults(results);

    Results known = SampleRecords.study().results();
    for (Class<? extends Finding> later :
        List.of(Optimum.class, LossLaws.class, Contest.class, RateLaw.class)) {
      known = known.without(later);
    }
    assertThat(results).isEqualTo(known);
    assertThat(Files.readString(directory.resultsFile())).isEqualTo(earlier);
  }

  @Test
  void whatThisProgramDoesNotKnowIsWrittenAgainLetterByLetter() throws IOException {
    RunDirectory directory = start();
    directory.writeResults(SampleRecords.study().results());
    for (String unknown : UNKNOWN) {
      replace(directory.resultsFile(), "\n}\n", ",\n  " + unknown + "\n}\n");
    }
    String before = Files.readString(directory.resultsFile());

    Results read = directory.read().results();
    directory.writeResults(read.with(new Notes(List.of("a note"))).without(Notes.class));

    assertThat(Files.readString(directory.resultsFile())).isEqualTo(before);
    assertThat(read.unknown()).containsExactly("curvature", "word", "number", "flag");
    assertThat(read).isNotEqualTo(SampleRecords.study().results());
  }

  @Test
  void withoutTheUnknownTheFileWouldBeAnother() throws IOException {
    RunDirectory directory = start();
    directory.writeResults(SampleRecords.study().results());
    replace(directory.resultsFile(), "\n}\n", ",\n  " + UNKNOWN.get(0) + "\n}\n");
    String before = Files.readString(directory.resultsFile());
    Results known = Results.empty();
    for (Finding finding : directory.read().results().known()) {
      known = known.with(finding);
    }

    directory.writeResults(known);

    assertThat(Files.readString(directory.resultsFile())).isNotEqualTo(before);
  }

  @Test
  void aKnownKindOfAnotherShapeIsReportedWithFileAndLine() throws IOException {
    RunDirectory directory = start();
    directory.writeResults(Results.empty());
    replace(directory.resultsFile(), "\"memory\" : null", "\"memory\" : { \"steps\" : 1 }");

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContainingAll("results.json, line 10", "parameters");
  }

  @Test
  void aPlanWithoutABudgetOrAMeasurementComesBack() throws IOException {
    RunDirectory directory = start();
    PlannedStrategy replay =
        new PlannedStrategy("replay", Double.NaN, Double.NaN, 0, false, "cannot be undone");
    PlannedStrategy stored = new PlannedStrategy("stored", 300, 1.83, 88_080_000, true, null);
    Plan plan = new Plan(100, 55_050, null, List.of(replay, stored), "stored", null);
    Results results = Results.empty().with(plan);
    directory.writeResults(results);

    assertThat(directory.read().results()).isEqualTo(results);
  }

  @Test
  void aBrokenLineAmongTheMetricsIsReportedWithItsNumber() throws IOException {
    RunDirectory directory = start();
    directory.append(SampleRecords.iterations().get(0));
    Files.writeString(directory.metricsFile(), "{\"iteration\": 1,\n", StandardOpenOption.APPEND);

    assertThatThrownBy(directory::read)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("metrics.jsonl, line 2");
  }

  @Test
  void creatingOverAnEarlierRunIsRefusedAndLosesNothing() throws IOException {
    RunDirectory directory = write(SampleRecords.quickstart());

    assertThatThrownBy(() -> RunDirectory.create(directory.root()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContainingAll(directory.root().toString(), "earlier run");
    assertThat(directory.read()).isEqualTo(SampleRecords.quickstart());
  }

  /** As on a full disk, where nothing new can be made. */
  @Test
  void howARunEndedFitsWhereItsManifestIs() throws IOException {
    RunDirectory directory = start();
    Manifest end = SampleRecords.manifest(RunStatus.FAILED, "results.json: no space left");

    assertThat(AtomicFile.overwrite(directory.manifestFile(), RecordJson.pretty(end))).isTrue();
    assertThat(directory.read().manifest()).isEqualTo(end);

    Manifest longer = SampleRecords.manifest(RunStatus.FAILED, "x".repeat(5000));
    assertThat(AtomicFile.overwrite(directory.manifestFile(), RecordJson.pretty(longer))).isFalse();
    assertThat(directory.read().manifest()).isEqualTo(end);
  }

  /** An interrupted run reads its directory for its report. */
  @Test
  void anInterruptCutsNoReadingOff() throws IOException {
    RunDirectory directory = write(SampleRecords.quickstart());
    Thread.currentThread().interrupt();
    try {
      assertThat(directory.read()).isEqualTo(SampleRecords.quickstart());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Manifests said nothing of groups once. */
  @Test
  void aManifestWithoutGroupsIsRead() throws IOException {
    RunDirectory directory = write(SampleRecords.quickstart());
    Path file = directory.root().resolve("manifest.json");
    String text = Files.readString(file);
    String rest = text.replaceFirst("(?s)\"groups\" : \\[.*?\\],\\s*", "");
    assertThat(rest).isNotEqualTo(text);
    Files.writeString(file, rest);

    assertThat(directory.read().manifest().groups()).isEmpty();
    assertThat(SampleRecords.quickstart().manifest().groups()).isNotEmpty();
  }

  @Test
  void openingAnythingElseIsRefused() {
    assertThatThrownBy(() -> RunDirectory.open(temp.resolve("nowhere")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> RunDirectory.open(temp))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("no manifest.json");
  }

  private RunDirectory start() throws IOException {
    RunDirectory directory = RunDirectory.create(temp.resolve("runs/one"));
    directory.writeManifest(SampleRecords.manifest(RunStatus.RUNNING, null));
    return directory;
  }

  private RunDirectory write(RunRecord record) throws IOException {
    RunDirectory directory = RunDirectory.create(temp.resolve("runs/one"));
    directory.writeManifest(record.manifest());
    directory.writeResults(record.results());
    for (MetaIteration iteration : record.iterations()) {
      directory.append(iteration);
    }
    String config = record.config();
    if (config != null) {
      directory.writeConfig(config);
    }
    String recipe = record.recipe();
    if (recipe != null) {
      directory.writeRecipe(recipe);
    }
    return directory;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RunDirectoryTest.class.getResourceAsStream(name)) {
      return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void cutOff(Path file, int characters) throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - characters));
  }

  private static void dropFromResults(RunDirectory directory, String field) throws IOException {
    Path file = directory.resultsFile();
    String text = Files.readString(file);
    String rest = text.replaceFirst("\"" + field + "\" : (null|\\[ \\]),\\s*", "");
    assertThat(rest).isNotEqualTo(text);
    Files.writeString(file, rest);
  }

  private static void replace(Path file, String found, String replacement) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(found);
    Files.writeString(file, text.replace(found, replacement));
  }
}

package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.example.PatternSearch;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.Searches;

/**
 * A searcher that no class of this program knows, {@link PatternSearch}, searches as those of the
 * program do, by its word in a config.
 */
final class OwnSearcherTest {

  private static final String EXPERIMENT =
      """
      name: own-searcher
      data: {source: synthetic, features: 8, classes: 3, train: 200, validation: 100, test: 100}
      model: {width: 16, depth: 2, base-width: 16}
      training: {steps: 20, batch: 20, learning-rate: 0.1, momentum: 0.8}
      search:
        methods: [random, {name: pattern, step: 0.3}]
        runs: 12
        judge-seeds: 1
        hyperparameters:
          - {name: learning-rate, per: all, knots: 1}
          - {name: init-scale, per: all}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void itSpendsItsBudgetAndFindsLessThanItsStart() throws IOException {
    Path run = folder.resolve("run");
    Path file = Files.writeString(folder.resolve("own.yaml"), EXPERIMENT);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + run);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    List<SearchCurve> curves = RunDirectory.open(run).read().results().all(Searches.class);
    assertThat(curves).extracting(SearchCurve::method).containsExactly("random", "pattern");
    SearchCurve curve = curves.get(1);
    assertThat(curve.runs()).isEqualTo(12);
    assertThat(curve.points().get(curve.points().size() - 1).loss())
        .isLessThan(curve.points().get(0).loss());
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("step: 0.3");
  }
}

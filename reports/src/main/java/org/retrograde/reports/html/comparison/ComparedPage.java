package org.retrograde.reports.html.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Manifest;

/** What stands on the page of runs beside each other. */
public final class ComparedPage {

  /** Draws the lines. */
  public static final Script SCRIPT = new Script(ComparedPage.class, "compared.js");

  /** Figures for the top of the page, which has room for a few. */
  private static final int MOST = 4;

  /** Figures that are not folded away. */
  private static final int SHOWN = 2;

  private ComparedPage() {}

  /** Returns the sections of the page. */
  public static List<Content> sections(Comparison comparison) {
    return Stream.of(
            Stream.of(runs(comparison)),
            subjectSections(comparison),
            settings(comparison).stream(),
            Stream.of(circumstances(comparison)))
        .flatMap(contents -> contents)
        .toList();
  }

  /** Returns how other runs came out against the first, by the figure they are summed up in. */
  public static List<KeyFigure> keyFigures(Comparison comparison) {
    Set<String> seen = new LinkedHashSet<>();
    return SeedComparison.of(comparison).stream()
        .filter(one -> seen.add(one.second())) // the first figure of each run
        .limit(MOST)
        .map(
            one ->
                new KeyFigure(
                    one.second(),
                    one.change(),
                    "%s, against %s: %s".formatted(one.figure(), one.first(), over(one)),
                    Tone.of(one.verdict(), one.difference().diverged())))
        .toList();
  }

  /** Returns the names of the sections in which two runs at least have something in common. */
  public static List<String> subjects(Comparison comparison) {
    return subjectSections(comparison).map(Content::name).toList();
  }

  private static Stream<Content> subjectSections(Comparison comparison) {
    ComparedCurves curves = new ComparedCurves(comparison);
    return Stream.of(seeds(comparison), curves.objective(), curves.training(), curves.schedules())
        .flatMap(Optional::stream);
  }

  private static String over(SeedComparison one) {
    return one.difference().overWords();
  }

  private static Content runs(Comparison comparison) {
    List<List<Cell>> rows =
        comparison.runs().stream()
            .map(
                run -> {
                  Manifest manifest = run.record().manifest();
                  return List.of(
                      Cell.text(run.label()),
                      Cell.text(manifest.experiment()),
                      Cell.text(manifest.status().name().toLowerCase(Locale.ROOT)),
                      Cell.text(manifest.started()),
                      Cell.number(Numbers.duration(manifest.seconds()), manifest.seconds()),
                      Cell.text(String.join(" ", run.tags())),
                      Cell.code(run.directory()));
                })
            .toList();
    return new Content(
        "runs",
        "Runs",
        "What is compared?",
        List.of(
            new Table(
                "Others are set against the first",
                List.of("run", "experiment", "status", "started", "time", "tags", "directory"),
                rows)));
  }

  private static Optional<Content> seeds(Comparison comparison) {
    List<SeedComparison> found = SeedComparison.of(comparison);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            "Differences are means over the seeds that both runs have, with half of their 95 %"
                + " interval by Student's t. Without common seeds they are of the two means, with"
                + " the interval of Welch. Many figures are compared: one in twenty looks clear by"
                + " chance."));
    if (differ(comparison, manifest -> manifest.dataHashes())) {
      blocks.add(
          new Block.Paragraph(
              "The runs do not have the same data: their figures are of other rows, and a"
                  + " difference may be one of the data."));
    }
    List<String> main = found.stream().map(SeedComparison::figure).distinct().limit(SHOWN).toList();
    blocks.add(table(found.stream().filter(one -> main.contains(one.figure())).toList()));
    List<SeedComparison> others =
        found.stream().filter(one -> !main.contains(one.figure())).toList();
    if (!others.isEmpty()) {
      blocks.add(new Folded("Other figures", table(others)));
    }
    return Optional.of(
        new Content("seeds", "Seeds", "Are the differences more than chance?", blocks));
  }

  private static Table table(List<SeedComparison> some) {
    return new Table(
        "Each run against the first",
        List.of("figure", "run", "first", "this", "difference", "verdict"),
        some.stream().map(ComparedPage::row).toList());
  }

  private static List<Cell> row(SeedComparison one) {
    return List.of(
        Cell.text(one.figure()),
        Cell.text(one.second()),
        Cell.number(one.shown(one.firstMean()), one.firstMean()),
        Cell.number(one.shown(one.secondMean()), one.secondMean()),
        Cell.number(one.change(), one.difference().mean()).withDetail(over(one)),
        Cell.text(one.verdictWords()).toned(Tone.of(one.verdict(), 0)));
  }

  private static Optional<Content> settings(Comparison comparison) {
    List<Comparison.Setting> settings = comparison.settings();
    Block block =
        settings.isEmpty()
            ? new Block.Paragraph("All keys of the configs have the same values.")
            : new Table(
                "Keys that differ",
                header("key", comparison),
                settings.stream().map(one -> row(one.key(), one.values())).toList());
    return Optional.of(
        new Content("configs", "Configs", "In which settings do the runs differ?", List.of(block)));
  }

  private static List<String> header(String first, Comparison comparison) {
    return Stream.concat(Stream.of(first), comparison.runs().stream().map(ComparedRun::label))
        .toList();
  }

  private static List<Cell> row(String name, List<String> values) {
    return Stream.concat(Stream.of(Cell.text(name)), values.stream().map(Cell::code)).toList();
  }

  private static Content circumstances(Comparison comparison) {
    List<List<Cell>> rows = new ArrayList<>();
    add(comparison, Manifest::versions, rows);
    add(comparison, Manifest::machine, rows);
    add(comparison, Manifest::settings, rows);
    add(comparison, Manifest::dataHashes, rows);
    return new Content(
        "machines",
        "Machines",
        "On what did the runs run?",
        List.of(
            new Table(
                "Versions, machine, settings and data; what differs is marked",
                header("what", comparison),
                rows)));
  }

  private static void add(
      Comparison comparison, Function<Manifest, Map<String, String>> part, List<List<Cell>> rows) {
    List<Map<String, String>> maps =
        comparison.runs().stream().map(run -> part.apply(run.record().manifest())).toList();
    Set<String> names = new LinkedHashSet<>();
    maps.forEach(map -> names.addAll(map.keySet()));
    for (String name : names) {
      List<String> values = maps.stream().map(map -> map.getOrDefault(name, "–")).toList();
      boolean same = values.stream().distinct().count() == 1;
      rows.add(row(same ? name : name + " ≠", values));
    }
  }

  private static boolean differ(
      Comparison comparison, Function<Manifest, Map<String, String>> part) {
    return comparison.runs().stream()
            .map(run -> part.apply(run.record().manifest()))
            .distinct()
            .count()
        > 1;
  }
}

package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.ShellWords;

/** Everything needed to run it again: manifest, configuration and recipe. */
final class ProvenanceSection implements Section {

  @Override
  public Part part() {
    return Part.REMARKS;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of();
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<Block> blocks = new ArrayList<>();
    Manifest manifest = record.manifest();
    if (!manifest.command().isEmpty()) {
      blocks.add(new Block.Code("command", "Command", ShellWords.join(manifest.command()), true));
    }
    Table table =
        new Table("What ran, on what, with which seeds", List.of("what", "value"), rows(manifest));
    blocks.add(new Folded("Manifest (manifest.json)", table));
    String config = record.config();
    if (config != null) {
      blocks.add(new Block.Code("config", "Configuration (config.yaml)", config, true));
    }
    String recipe = record.recipe();
    if (recipe != null) {
      blocks.add(new Block.Code("recipe", "Recipe (recipe.json)", recipe, false));
    }
    return Optional.of(new Content("provenance", "Provenance", "How to run this again", blocks));
  }

  private static List<List<Cell>> rows(Manifest manifest) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("experiment", manifest.experiment()));
    rows.add(row("started", manifest.started()));
    rows.add(row("wall time", Numbers.duration(manifest.seconds())));
    addAll(rows, "version", manifest.versions());
    addAll(rows, "machine", manifest.machine());
    addAll(rows, "setting", manifest.settings());
    manifest
        .seeds()
        .forEach((purpose, seeds) -> rows.add(row("seeds · " + purpose, joined(seeds))));
    addAll(rows, "data hash", manifest.dataHashes());
    String hash = manifest.finalStateHash();
    if (hash != null) {
      rows.add(row("final state hash", hash));
    }
    return rows;
  }

  private static void addAll(List<List<Cell>> rows, String kind, Map<String, String> values) {
    values.forEach((name, value) -> rows.add(row(kind + " · " + name, value)));
  }

  private static List<Cell> row(String name, String value) {
    return List.of(Cell.text(name), Cell.code(value));
  }

  private static String joined(List<Long> seeds) {
    return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}

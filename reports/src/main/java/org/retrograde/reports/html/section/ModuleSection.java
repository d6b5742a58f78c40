package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.ModuleNumber;
import org.retrograde.reports.record.ModuleNumbers;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.RunRecord;

/**
 * Hyperparameters by type of module and by depth: a row a type or block, a column a kind; and which
 * of them matter.
 */
final class ModuleSection implements Section {

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(ModuleNumbers.class, ModuleShares.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(ModuleSection.class, "modules.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<ModuleNumber> all = record.results().all(ModuleNumbers.class);
    List<Block> tables = new ArrayList<>();
    table("By type of module", "type", all.stream().filter(number -> number.block() == 0).toList())
        .ifPresent(tables::add);
    table(
            "By depth; a factor that is not here is 1",
            "block",
            all.stream()
                .filter(number -> number.block() > 0)
                .sorted(Comparator.comparingInt(ModuleNumber::block))
                .toList())
        .ifPresent(tables::add);
    record
        .results()
        .find(ModuleShares.class)
        .ifPresent(shares -> tables.addAll(new ModuleShareContent(shares).blocks()));
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content("modules", "Modules", "Which modules want other numbers?", tables));
  }

  private static Optional<Block> table(String caption, String first, List<ModuleNumber> numbers) {
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = numbers.stream().map(ModuleNumber::name).distinct().toList();
    List<String> header = new ArrayList<>(List.of(first));
    header.addAll(names);
    List<List<Cell>> rows = new ArrayList<>();
    for (String module : numbers.stream().map(ModuleNumber::module).distinct().toList()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(module)));
      for (String name : names) {
        row.add(
            numbers.stream()
                .filter(number -> number.module().equals(module) && number.name().equals(name))
                .findFirst()
                .map(ModuleSection::cell)
                .orElse(Cell.text("")));
      }
      rows.add(row);
    }
    return Optional.of(new Table(caption, header, rows));
  }

  /** A factor stands for itself; a value has what tuning multiplied it by beside it. */
  private static Cell cell(ModuleNumber number) {
    return number.isFactor()
        ? Cell.number("x " + Numbers.setting(number.tuned()), number.tuned())
        : Cell.number(Numbers.setting(number.tuned()), number.tuned())
            .withDetail("x " + Numbers.setting(number.tuned() / number.start()));
  }
}

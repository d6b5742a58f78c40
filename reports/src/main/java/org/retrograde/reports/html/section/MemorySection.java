package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.MemoryUse;
import org.retrograde.reports.record.RunRecord;

/** What reversibility cost in memory, against storing the trajectory. */
final class MemorySection implements Section {

  @Override
  public Part part() {
    return Part.COST;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(MemoryUse.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(MemorySection.class, "memory.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(MemoryUse.class).map(MemorySection::section);
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    return record.results().find(MemoryUse.class).map(MemorySection::keyFigure).stream().toList();
  }

  private static KeyFigure keyFigure(MemoryUse memory) {
    return new KeyFigure(
            "Bits per parameter and step",
            Numbers.figure(memory.accountedBitsPerParameterStep()),
            "%s to store every state: %s times less"
                .formatted(
                    Numbers.figure(memory.storedTrajectoryBitsPerParameterStep()),
                    Numbers.times(saving(memory))),
            Tone.PLAIN)
        .asSpare();
  }

  private static Content section(MemoryUse memory) {
    String heading =
        "Reversing took %s bits per parameter and step, %s times less than storing every state"
            .formatted(
                Numbers.figure(memory.accountedBitsPerParameterStep()),
                Numbers.times(saving(memory)));
    return new Content(
        "memory", "Memory", heading, List.of(figure(memory), new Block.Paragraph(words(memory))));
  }

  /** How many times fewer bits than the stored trajectory. */
  private static double saving(MemoryUse memory) {
    return memory.storedTrajectoryBitsPerParameterStep() / memory.accountedBitsPerParameterStep();
  }

  private static String words(MemoryUse memory) {
    return String.format(
        Locale.ROOT,
        "For %,d parameters and %,d steps, the digits that decay discards fill %s; the buffers"
            + " that hold them take %s, %s times less than the %s of a stored trajectory. The"
            + " accounted bits are %s times the entropy limit, below which no method can go"
            + " that gives every bit back.",
        memory.parameters(),
        memory.steps(),
        Numbers.bytes(memory.accountedBytes()),
        Numbers.bytes(memory.allocatedBytes()),
        Numbers.times((double) memory.storedTrajectoryBytes() / memory.allocatedBytes()),
        Numbers.bytes(memory.storedTrajectoryBytes()),
        Numbers.figure(
            memory.accountedBitsPerParameterStep() / memory.entropyLimitBitsPerParameterStep()));
  }

  private static Block figure(MemoryUse memory) {
    List<Bar> bars =
        List.of(
            new Bar("stored trajectory", memory.storedTrajectoryBitsPerParameterStep()),
            new Bar("allocated", memory.allocatedBitsPerParameterStep()),
            new Bar("accounted", memory.accountedBitsPerParameterStep()),
            new Bar("entropy limit", memory.entropyLimitBitsPerParameterStep()));
    List<List<Cell>> rows =
        bars.stream().map(bar -> List.of(Cell.text(bar.label()), Cell.number(bar.bits()))).toList();
    return Figure.of(
        "memory",
        "chart-memory",
        new Figure.Words(
            "How many bits does each way need?",
            "Bits per parameter and training step on a logarithmic axis, shorter is better: storing"
                + " every state, the memory allocated to reverse, the information in it, and the"
                + " least that is possible."),
        bars,
        new Table("Bits per parameter and step", List.of("way", "bits"), rows));
  }

  private record Bar(String label, double bits) {}
}

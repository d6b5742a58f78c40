package org.retrograde.reports.example;

import java.util.List;
import java.util.Optional;
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
import org.retrograde.reports.record.RunRecord;

/** How the time of a step runs over training. */
public final class StepTimesSection implements Section {

  @Override
  public Part part() {
    return Part.COST;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(StepTimes.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(StepTimesSection.class, "step-times.js"));
  }

  @Override
  public Optional<Content> content(RunRecord run) {
    return run.results().find(StepTimes.class).map(StepTimesSection::content);
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord run) {
    return run.results().find(StepTimes.class).map(StepTimesSection::keyFigure).stream().toList();
  }

  private static Content content(StepTimes times) {
    return new Content(
        "step-times",
        "Step times",
        "No step took longer than " + Numbers.figure(times.longest()) + " ms",
        List.of(
            Figure.of(
                "stepTimes",
                "chart-step-times",
                new Figure.Words("How long did each step take?", "Milliseconds by step."),
                times.milliseconds(),
                table(times))));
  }

  private static Table table(StepTimes times) {
    return new Table(
        "The longest step on each device",
        List.of("device", "ms"),
        List.of(List.of(Cell.text(times.device()), Cell.number(times.longest()))));
  }

  private static KeyFigure keyFigure(StepTimes times) {
    return new KeyFigure(
        "Longest step", Numbers.figure(times.longest()) + " ms", times.device(), Tone.PLAIN);
  }
}

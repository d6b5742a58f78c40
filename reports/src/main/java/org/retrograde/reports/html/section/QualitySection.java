package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.ClassJudgements;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.NumberJudgement;
import org.retrograde.reports.record.NumberJudgements;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.statistics.Spread;

/** What a run is summed up in, and how its predictions come out. */
final class QualitySection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Headline.class, Baseline.class, ClassJudgements.class, NumberJudgements.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(QualitySection.class, "quality.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(Headline.class).flatMap(headline -> content(headline, record));
  }

  /** Returns nothing where there is no more to show than the losses of seeds. */
  private static Optional<Content> content(Headline headline, RunRecord record) {
    List<ClassJudgement> classes = record.results().all(ClassJudgements.class);
    List<NumberJudgement> numbers = record.results().all(NumberJudgements.class);
    Judged judged = record.results().find(Judged.class).orElse(new Judged(List.of()));
    List<Block> blocks = new ArrayList<>();
    if (!classes.isEmpty()) {
      blocks.addAll(new ClassBlocks(classes, judged).blocks());
    }
    if (!numbers.isEmpty()) {
      blocks.addAll(new NumberBlocks(numbers, judged).blocks());
    }
    record.results().find(Baseline.class).ifPresent(baseline -> blocks.addAll(costs(baseline)));
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    blocks.add(0, new SummedUp(headline).table());
    return Optional.of(new Content("quality", "Result", claim(headline), blocks));
  }

  private static String claim(Headline headline) {
    String name = capital(headline.name());
    if (headline.tuned().isEmpty()) {
      return "%s: %s without tuning".formatted(name, shown(headline, headline.start()));
    }
    String beside =
        headline.baseline().isEmpty()
            ? ""
            : ", %s with the baseline".formatted(shown(headline, headline.baseline()));
    return "%s: %s before tuning, %s after%s. %s"
        .formatted(
            name,
            shown(headline, headline.start()),
            shown(headline, headline.tuned()),
            beside,
            capital(unbroken(headline.verdictWords())));
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    return record.results().find(Headline.class).map(QualitySection::key).stream().toList();
  }

  private static KeyFigure key(Headline headline) {
    boolean tuned = !headline.tuned().isEmpty();
    List<String> detail = new ArrayList<>();
    if (tuned) {
      detail.add("before tuning " + shown(headline, headline.start()));
    }
    if (!headline.baseline().isEmpty()) {
      detail.add("AdamW baseline " + shown(headline, headline.baseline()));
    }
    detail.add("mean of " + headline.start().size() + " unseen seeds");
    if (tuned) {
      detail.add(unbroken(headline.verdictWords()));
    }
    if (Double.isFinite(headline.constant())) {
      detail.add("a constant answer has " + shown(headline, List.of(headline.constant())));
    }
    return new KeyFigure(
        capital(headline.name()) + (tuned ? ", tuned" : ""),
        shown(headline, tuned ? headline.tuned() : headline.start()),
        String.join("\n", detail),
        tuned ? tone(headline) : Tone.PLAIN);
  }

  /** News only where the seeds bear it, and good news only of what beats the baseline. */
  static Tone tone(Headline headline) {
    return Tone.of(headline.verdict(), Spread.of(headline.tuned()).diverged());
  }

  private static String shown(Headline headline, List<Double> values) {
    return unbroken(headline.shown(values));
  }

  /** Figures stay with their signs and units. */
  private static String unbroken(String words) {
    return words.replace(" %", "\u00a0%").replace(" ± ", "\u00a0±\u00a0").replace('-', '−');
  }

  private static List<Block> costs(Baseline baseline) {
    List<List<Cell>> costs =
        List.of(cost("tuning", baseline.tuning()), cost("choosing the baseline", baseline.cost()));
    List<List<Cell>> rates = new ArrayList<>();
    for (Baseline.Rate rate : baseline.rates()) {
      boolean best = baseline.best() != null && rate.rate() == baseline.best();
      rates.add(
          List.of(
              Cell.number(Numbers.setting(rate.rate()), rate.rate()),
              Cell.spread(rate.losses()),
              Cell.text(best ? "taken" : "")));
    }
    String edge =
        baseline.endsAtTheEdge()
            ? " The best rate is at the edge of the grid: one beyond it may be better."
            : "";
    return List.of(
        new Block.Paragraph(
            "The baseline is %s, at the learning rate of the least validation loss.%s"
                .formatted(baseline.words(), edge)),
        new Table(
            "What both cost. A hypergradient counts as the trainings whose time it takes; seconds"
                + " are those of all trainings added up",
            List.of("cost of", "trainings", "seconds"),
            costs),
        new Table("Learning rates of the baseline", List.of("rate", "validation loss", ""), rates));
  }

  private static List<Cell> cost(String what, Baseline.Cost cost) {
    return List.of(
        Cell.text(what),
        Cell.number(Numbers.countOrFigure(Math.rint(cost.trainings())), cost.trainings()),
        Cell.number(cost.seconds()));
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}

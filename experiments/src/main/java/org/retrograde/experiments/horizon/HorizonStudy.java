package org.retrograde.experiments.horizon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.retrograde.reports.record.Study;

/**
 * Arms over several lengths, in words.
 *
 * @param settings of the section
 * @param arms what each leaves
 * @param stopped what the first one leaves that was tuned for the longest training and stopped
 *     after each length
 * @param slopes of each arm at one rate, a length each
 */
record HorizonStudy(
    HorizonSettings settings,
    Map<String, ArmLosses> arms,
    List<Double> stopped,
    Map<String, List<Slopes>> slopes) {

  Study study() {
    return new Study(
        HorizonPhase.WORD, heading(), words(), table(), List.of(chart()), List.of(), figures());
  }

  /** Returns the number of the rate whose largest loss over that of the reference is least. */
  static int oneRate(ArmLosses arm, ArmLosses reference) {
    return IntStream.range(0, arm.rates().size())
        .boxed()
        .min(Comparator.comparingDouble(rate -> largest(over(arm.at(rate), reference.best()))))
        .orElseThrow();
  }

  private static double largest(List<Double> values) {
    return values.stream().mapToDouble(value -> value).max().orElseThrow();
  }

  private static List<Double> over(List<Double> losses, List<Double> reference) {
    return IntStream.range(0, losses.size())
        .mapToObj(i -> losses.get(i) / reference.get(i))
        .toList();
  }

  private ArmLosses arm(String name) {
    return Objects.requireNonNull(arms.get(name), name);
  }

  private ArmLosses reference() {
    return arm(settings.reference());
  }

  private List<Double> tuned(String name) {
    return over(arm(name).best(), reference().best());
  }

  private List<Double> withOneRate(String name) {
    return over(arm(name).at(oneRate(arm(name), reference())), reference().best());
  }

  private List<Double> overStopped() {
    return over(stopped, reference().best());
  }

  private String heading() {
    String best =
        arms.keySet().stream()
            .min(Comparator.comparingDouble(name -> largest(withOneRate(name))))
            .orElseThrow();
    return "With one rate for all lengths %s is at most %s times what %s leaves tuned for each"
        .formatted(best, number(largest(withOneRate(best))), settings.reference());
  }

  private String words() {
    return ("Losses, means of %d seeds, over those of %s at the rate that is best for each length."
            + " One rate for all lengths is chosen in hindsight, so that its largest ratio is"
            + " least. %s, tuned for %d steps and stopped early, leaves %s times as much after"
            + " %s steps. Derivatives are those of the logarithm of the loss by a number that is"
            + " the same at every step, exact, at the one rate; by the logarithm of the rate.")
        .formatted(
            settings.seeds(),
            settings.reference(),
            settings.reference(),
            settings.longest(),
            listed(overStopped().subList(0, stopped.size() - 1)),
            String.join(
                " and ",
                settings.steps().subList(0, stopped.size() - 1).stream()
                    .map(Object::toString)
                    .toList()));
  }

  private static String listed(List<Double> values) {
    return String.join(" and ", values.stream().map(HorizonStudy::number).toList());
  }

  private Study.Rows table() {
    List<String> words = Slopes.words(slopes.values());
    List<String> columns = new ArrayList<>(List.of("arm"));
    settings.steps().forEach(steps -> columns.add("tuned for %d steps".formatted(steps)));
    columns.add("one rate");
    settings.steps().forEach(steps -> columns.add("... after %d".formatted(steps)));
    words.forEach(word -> columns.add("by " + word.replace('-', ' ')));
    List<List<String>> rows = new ArrayList<>();
    for (String name : arms.keySet()) {
      ArmLosses arm = arm(name);
      List<String> row = new ArrayList<>(List.of(name));
      for (int i = 0; i < settings.steps().size(); i++) {
        row.add(
            "%s at %s"
                .formatted(number(tuned(name).get(i)), number(arm.rates().get(arm.bestAt(i)))));
      }
      row.add(number(arm.rates().get(oneRate(arm, reference()))));
      withOneRate(name).forEach(ratio -> row.add(number(ratio)));
      for (String word : words) {
        row.add(
            String.join(", ", slopesBy(name, word).stream().map(HorizonStudy::number).toList()));
      }
      rows.add(row);
    }
    return new Study.Rows("Losses over those of %s".formatted(settings.reference()), columns, rows);
  }

  /**
   * Returns the derivatives of an arm by a number, a length each; none if it has no such number.
   */
  private List<Double> slopesBy(String name, String word) {
    return Objects.requireNonNull(slopes.get(name), name).stream()
        .filter(one -> one.byNumber().containsKey(word))
        .map(one -> Objects.requireNonNull(one.byNumber().get(word)))
        .toList();
  }

  private Study.Chart chart() {
    List<Double> lengths = settings.steps().stream().map(Integer::doubleValue).toList();
    List<Study.Line> lines = new ArrayList<>();
    for (String name : arms.keySet()) {
      boolean isReference = name.equals(settings.reference());
      List<Double> losses =
          isReference ? arm(name).best() : arm(name).at(oneRate(arm(name), reference()));
      lines.add(
          new Study.Line(
              isReference ? name + ", tuned for each" : name,
              lengths,
              losses,
              isReference,
              List.of()));
    }
    lines.add(
        new Study.Line(
            settings.reference() + ", stopped early", lengths, stopped, false, List.of()));
    return new Study.Chart(
        "What does each arm leave after every length, with one rate?",
        "Dashed is %s at the rate that is best for each length; both axes are logarithmic."
            .formatted(settings.reference()),
        "steps",
        "loss",
        true,
        true,
        lines);
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int i = 0; i < settings.steps().size(); i++) {
      int steps = settings.steps().get(i);
      figures.put("loss-at-" + steps, reference().best().get(i));
      figures.put("stopped-at-" + steps, overStopped().get(i));
      for (String name : arms.keySet()) {
        figures.put("tuned-%s-at-%d".formatted(name, steps), tuned(name).get(i));
        figures.put("one-rate-%s-at-%d".formatted(name, steps), withOneRate(name).get(i));
        for (Map.Entry<String, Double> slope :
            Objects.requireNonNull(slopes.get(name)).get(i).byNumber().entrySet()) {
          figures.put(
              "slope-%s-by-%s-at-%d".formatted(name, slope.getKey(), steps), slope.getValue());
        }
      }
    }
    arms.keySet()
        .forEach(name -> figures.put("worst-one-rate-" + name, largest(withOneRate(name))));
    return figures;
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }
}

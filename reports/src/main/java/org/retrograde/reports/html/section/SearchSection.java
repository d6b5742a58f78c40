package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.Searches;

/** What searches without derivatives found for their budget, beside what hypergradients did. */
final class SearchSection implements Section {

  @Override
  public Part part() {
    return Part.COMPARED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Searches.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(SearchSection.class, "search.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<SearchCurve> curves =
        record.results().all(Searches.class).stream()
            .filter(curve -> !curve.points().isEmpty())
            .toList();
    return curves.isEmpty() ? Optional.empty() : Optional.of(new SearchContent(curves).content());
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    List<SearchCurve> curves = record.results().all(Searches.class);
    return SearchContent.best(curves).map(best -> keyFigure(best, curves)).stream().toList();
  }

  private static KeyFigure keyFigure(SearchCurve best, List<SearchCurve> curves) {
    return new KeyFigure(
        "Lowest loss on unseen seeds",
        Numbers.figure(SearchContent.unseen(best)),
        curves.stream()
            .map(curve -> curve.method() + " " + Numbers.figure(SearchContent.unseen(curve)))
            .collect(Collectors.joining(", ")),
        Tone.PLAIN);
  }
}

package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Importance;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.RunRecord;

/** Exact derivatives of the objective with respect to each hyperparameter's logarithm. */
final class ImportanceSection implements Section {

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Importances.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(ImportanceSection.class, "groups.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<Importance> importances = record.results().all(Importances.class);
    if (importances.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ImportanceContent(importances, record.manifest().groups()).content());
  }
}

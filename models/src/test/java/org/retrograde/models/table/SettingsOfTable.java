package org.retrograde.models.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of which a test says only what it is about. */
final class SettingsOfTable {

  private HeaderRow header = HeaderRow.AUTO;
  private DecimalSign decimal = DecimalSign.POINT;
  private MissingCells missing = MissingCells.REFUSE;
  private TargetKind target = TargetKind.AUTO;
  private List<String> words = List.of();
  private List<String> dropped = List.of();
  private List<String> categorical = List.of();
  private @Nullable String label;
  private @Nullable String group;
  private @Nullable String time;

  SettingsOfTable header(HeaderRow value) {
    header = value;
    return this;
  }

  SettingsOfTable decimal(DecimalSign value) {
    decimal = value;
    return this;
  }

  SettingsOfTable missing(MissingCells value) {
    missing = value;
    return this;
  }

  SettingsOfTable target(TargetKind value) {
    target = value;
    return this;
  }

  SettingsOfTable words(String... values) {
    words = List.of(values);
    return this;
  }

  SettingsOfTable drop(String... columns) {
    dropped = List.of(columns);
    return this;
  }

  SettingsOfTable categorical(String... columns) {
    categorical = List.of(columns);
    return this;
  }

  SettingsOfTable label(String column) {
    label = column;
    return this;
  }

  SettingsOfTable group(String column) {
    group = column;
    return this;
  }

  SettingsOfTable time(String column) {
    time = column;
    return this;
  }

  TableSettings settings() {
    return new TableSettings(
        header,
        Separator.AUTO,
        decimal,
        missing,
        words,
        target,
        label,
        dropped,
        categorical,
        group,
        time);
  }
}

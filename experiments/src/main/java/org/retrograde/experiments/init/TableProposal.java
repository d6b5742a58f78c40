package org.retrograde.experiments.init;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.table.ColumnSurvey;
import org.retrograde.models.table.DecimalSign;
import org.retrograde.models.table.HeaderRow;
import org.retrograde.models.table.TableSurvey;
import org.retrograde.models.table.TargetKind;

/** Proposes an experiment on a table. */
final class TableProposal {

  /** Columns that are likely that of labels, wherever they stand. */
  private static final Set<String> LABELS =
      Set.of("label", "labels", "target", "class", "y", "outcome", "response");

  private static final int SHOWN = 5;

  private final Path file;
  private final TableSurvey survey;
  private final boolean named;
  private final int label;
  private final @Nullable TargetKind target;
  private final @Nullable HeaderRow header;

  /**
   * Looks at a table.
   *
   * @param hints the column of labels by its name or index; what nobody said is told from the names
   *     and cells
   * @throws DataException if the file is no table, or has no such column
   */
  TableProposal(Path file, Hints hints) {
    this.file = file;
    this.header = hints.header();
    this.survey = TableSurvey.of(file, hints.decimal(), header == null ? HeaderRow.AUTO : header);
    this.named = hints.label() != null;
    this.label = hints.label() == null ? guessed() : index(hints.label());
    this.target = hints.target();
  }

  private int guessed() {
    List<ColumnSurvey> columns = survey.columns();
    return IntStream.range(0, columns.size())
        .filter(j -> isUsual(columns.get(j)))
        .findFirst()
        .orElse(columns.size() - 1);
  }

  private static boolean isUsual(ColumnSurvey column) {
    return LABELS.contains(column.name().toLowerCase(Locale.ROOT));
  }

  private int index(String called) {
    List<String> names = survey.columns().stream().map(ColumnSurvey::name).toList();
    int at = names.indexOf(called);
    if (at < 0 && called.matches("\\d{1,9}") && Integer.parseInt(called) < names.size()) {
      at = Integer.parseInt(called);
    }
    if (at < 0) {
      throw new DataException(
          "%s: there is no column '%s' (--label); it has %s"
              .formatted(file.getFileName(), called, String.join(", ", names)));
    }
    return at;
  }

  /**
   * Returns the proposal.
   *
   * @param shown what the config calls the file
   */
  Proposal propose(String shown) {
    List<Proposal.Line> lines = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    ColumnSurvey labels = survey.columns().get(label);
    long rows = survey.rows() - labels.missing();
    LabelKind kind = LabelKind.of(labels, rows, target);
    lines.add(new Proposal.Line("source", "table", ""));
    lines.add(new Proposal.Line("file", text(shown), ""));
    lines.add(new Proposal.Line("label-column", called(label), kind.inWords()));
    lines.add(kind.line());
    remarks.add(kind.remark(whyLabel()));
    if (header != null) {
      lines.add(new Proposal.Line("header", header.word(), ""));
    }
    if (survey.decimal() == DecimalSign.COMMA) {
      lines.add(new Proposal.Line("decimal", DecimalSign.COMMA.word(), ""));
      remarks.add("numbers have decimal commas");
    }
    missing(lines, remarks);
    dropped(lines, remarks);
    constant(remarks);
    return new Proposal(
        "%d rows of %d columns".formatted(survey.rows(), survey.columns().size()),
        lines,
        rows,
        0,
        true,
        kind.numbers(),
        remarks);
  }

  private void missing(List<Proposal.Line> lines, List<String> remarks) {
    List<String> lacking =
        IntStream.range(0, survey.columns().size())
            .filter(j -> survey.columns().get(j).missing() > 0)
            .mapToObj(j -> "%s (%d)".formatted(shown(j), survey.columns().get(j).missing()))
            .toList();
    if (!lacking.isEmpty()) {
      lines.add(
          new Proposal.Line(
              "missing", "impute", "by the mean, or a category of its own; or `drop` such rows"));
      remarks.add("missing cells: " + few(lacking));
    }
  }

  private String whyLabel() {
    if (named) {
      return "";
    }
    return isUsual(survey.columns().get(label)) ? "by its name" : "the last column";
  }

  private void constant(List<String> remarks) {
    List<String> constant =
        IntStream.range(0, survey.columns().size())
            .filter(j -> j != label)
            .filter(j -> survey.columns().get(j).distinct() == 1)
            .filter(j -> survey.columns().get(j).missing() == 0)
            .mapToObj(this::shown)
            .toList();
    if (!constant.isEmpty()) {
      remarks.add("the same in every row, of no use: " + few(constant));
    }
  }

  /** What people call a column that may have no name. */
  private String shown(int column) {
    String name = survey.columns().get(column).name();
    return name.isBlank() ? "column " + (column + 1) : name;
  }

  private void dropped(List<Proposal.Line> lines, List<String> remarks) {
    List<Integer> dropped = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int j = 0; j < survey.columns().size(); j++) {
      String reason = j == label ? "" : whyNot(survey.columns().get(j));
      if (!reason.isEmpty()) {
        dropped.add(j);
        reasons.add("%s (%s)".formatted(shown(j), reason));
      }
    }
    if (!dropped.isEmpty()) {
      lines.add(
          new Proposal.Line(
              "drop-columns",
              dropped.stream().map(this::called).collect(Collectors.joining(", ", "[", "]")),
              few(reasons)));
      remarks.add("left out: " + few(reasons));
    }
  }

  private String whyNot(ColumnSurvey column) {
    long known = survey.rows() - column.missing();
    if (known == 0) {
      return "empty";
    }
    if (column.rises() && known > 2) {
      return "numbers the rows";
    }
    if (!column.isText(survey.rows())) {
      return "";
    }
    if (2 * column.dates() > known) {
      return "dates, of use as time-column";
    }
    return column.distinct() >= ColumnSurvey.MANY
            || (column.distinct() > LabelKind.CLASSES && 2L * column.distinct() > known)
        ? "names rows"
        : "";
  }

  private static String few(List<String> all) {
    return all.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (all.size() > SHOWN ? " and %d more".formatted(all.size() - SHOWN) : "");
  }

  /** A name that is not once in the header cannot be called by. */
  private String called(int column) {
    String name = survey.columns().get(column).name();
    boolean once = survey.columns().stream().filter(c -> c.name().equals(name)).count() == 1;
    return survey.named() && once && !name.isEmpty() ? text(name) : String.valueOf(column);
  }

  /** Returns a text as YAML has it, in quotes unless it is a plain word. */
  static String text(String text) {
    boolean plain =
        text.matches("[A-Za-z][A-Za-z0-9_./-]*")
            && !text.matches("(?i)y|n|yes|no|on|off|true|false|null");
    return plain
        ? text
        : '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}

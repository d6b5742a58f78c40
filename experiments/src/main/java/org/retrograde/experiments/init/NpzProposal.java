package org.retrograde.experiments.init;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.npz.NpzNames;
import org.retrograde.models.npz.NpzReader;
import org.retrograde.models.npz.NpzSurvey;
import org.retrograde.models.table.TargetKind;

/** Proposes an experiment on arrays of NumPy. */
final class NpzProposal {

  private final NpzSurvey survey;
  private final LabelKind kind;

  /**
   * Looks at an archive.
   *
   * @param called the array of labels, null to find it by its name
   * @param target what labels are, null to tell from them
   * @throws DataException if the file is none, or has no such arrays
   */
  NpzProposal(Path file, @Nullable String called, @Nullable TargetKind target) {
    survey = NpzReader.survey(file, new NpzNames(null, called, null, null));
    kind = LabelKind.of(survey.labels(), survey.rows(), target);
  }

  /** Returns whether a file is called as NumPy calls its own, so that others are told apart. */
  static boolean isCalledSo(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".npz") || name.endsWith(".npy");
  }

  /**
   * Returns the proposal.
   *
   * @param shown what the config calls the file
   */
  Proposal propose(String shown) {
    NpzNames names = survey.names();
    List<Proposal.Line> lines = new ArrayList<>();
    lines.add(new Proposal.Line("source", "npz", ""));
    lines.add(new Proposal.Line("file", TableProposal.text(shown), ""));
    add(lines, "inputs", names.inputs(), "its array of rows, %s each".formatted(sizes()));
    add(lines, "labels", names.labels(), kind.inWords());
    add(lines, "test-inputs", names.testInputs(), "");
    add(lines, "test-labels", names.testLabels(), "");
    lines.add(kind.line());
    if (kind.numbers() || !survey.bytes()) {
      lines.add(
          new Proposal.Line("standardize", "true", "by mean and deviation of the training rows"));
    }
    List<String> remarks = new ArrayList<>();
    remarks.add("inputs: %s, %d rows of %s".formatted(names.inputs(), survey.rows(), sizes()));
    remarks.add(kind.remark(""));
    if (survey.testRows() > 0) {
      remarks.add("test rows: %s, %d".formatted(names.testInputs(), survey.testRows()));
    }
    if (!survey.unused().isEmpty()) {
      remarks.add("not read: " + String.join(", ", survey.unused()));
    }
    return new Proposal(
        "%d rows of %s".formatted(survey.rows() + survey.testRows(), sizes()),
        lines,
        survey.rows(),
        survey.testRows(),
        true,
        kind.numbers(),
        remarks);
  }

  private static void add(
      List<Proposal.Line> lines, String key, @Nullable String name, String comment) {
    if (name != null) {
      lines.add(new Proposal.Line(key, TableProposal.text(name), comment));
    }
  }

  private String sizes() {
    return survey.sizes().stream().map(String::valueOf).collect(Collectors.joining(" x "))
        + " numbers";
  }
}

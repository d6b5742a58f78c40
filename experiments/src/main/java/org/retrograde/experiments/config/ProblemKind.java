package org.retrograde.experiments.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.retrograde.reversible.word.Catalogue;

/** A kind of problem, as far as configs are concerned: the section that describes one. */
public interface ProblemKind extends Section {

  /** All kinds there are. */
  Catalogue<ProblemKind> ALL = Catalogue.of(ProblemKind.class, List.of());

  /** The kind of an experiment that names none. */
  String DEFAULT = "network";

  /** What not every kind of problem reads. */
  List<String> NOT_ALWAYS_READ =
      List.of(
          "data",
          "model",
          "sweep",
          "transfer",
          "optimum",
          "rate-law",
          "powers",
          "oracle",
          "training.batch",
          "training.sampling",
          "training.layer-rates",
          "training.label-smoothing",
          "training.z-loss");

  /**
   * Returns the file or folder that a config of this kind is about; empty if there is none.
   *
   * @param settings of {@link #type}
   * @param data the section of this name
   */
  default Optional<Path> place(Object settings, DataConfig data) {
    return data.place();
  }

  /**
   * Returns the widths that the problem of a config comes in.
   *
   * @param settings of {@link #type}
   * @param model the section of this name
   */
  default Widths widths(Object settings, ModelConfig model) {
    return new Widths(model.width(), model.baseWidth(), model.parametrization());
  }

  /** Returns which of {@link #NOT_ALWAYS_READ} such a problem reads; the others are refused. */
  default Set<String> reads() {
    return Set.of();
  }
}

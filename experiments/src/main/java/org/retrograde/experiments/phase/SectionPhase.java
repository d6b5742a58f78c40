package org.retrograde.experiments.phase;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.Section;

/** A phase that has its own section, and is part of an experiment where that is in its config. */
@API(status = Status.MAINTAINED)
public interface SectionPhase extends Section, Phase {

  @Override
  default boolean isIn(ExperimentConfig config) {
    return config.own(word(), type()).isPresent();
  }
}

package org.retrograde.experiments.check;

import java.util.List;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;

/** A training run of a reference case, and what is expected of it. */
interface CaseRun {

  /** Returns the run on a device of precision float64. */
  TrainingRun on(Device device);

  /** Returns the loss that is expected at its end. */
  double expectedLoss();

  /** Returns the derivatives that are expected. */
  List<CaseBlock> blocks();
}

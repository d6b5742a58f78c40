package org.retrograde.experiments.width;

import java.util.Locale;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.models.network.architecture.Probe;

/** What a coordinate check makes larger. */
public enum Axis {
  /** The units of every hidden layer. */
  WIDTH {
    @Override
    Workbench at(Workbench bench, int value) {
      return bench;
    }

    @Override
    Workbench common(Workbench bench) {
      return bench;
    }

    @Override
    int width(Workbench bench, int value) {
      return value;
    }

    @Override
    double startPower(Probe probe) {
      return probe.startPower();
    }
  },
  /** The number of hidden layers, of blocks in a transformer. */
  DEPTH {
    @Override
    Workbench at(Workbench bench, int value) {
      return bench.deep(value);
    }

    @Override
    Workbench common(Workbench bench) {
      return bench.deep(1);
    }

    @Override
    int width(Workbench bench, int value) {
      return bench.width();
    }

    @Override
    double startPower(Probe probe) {
      return Probe.STAYS;
    }
  };

  /** Returns the word for people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the problem that is trained at a value. */
  abstract Workbench at(Workbench bench, int value);

  /** Returns a problem whose tensors and probes all others have. */
  abstract Workbench common(Workbench bench);

  /** Returns the power of the value that the size of what a probe sees goes as at the start. */
  abstract double startPower(Probe probe);

  /** Returns the width that it is trained at. */
  abstract int width(Workbench bench, int value);
}

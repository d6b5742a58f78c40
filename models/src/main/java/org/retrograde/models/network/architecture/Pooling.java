package org.retrograde.models.network.architecture;

import org.retrograde.models.autodiff.LinearMaps.WindowMax;
import org.retrograde.models.autodiff.LinearMaps.WindowMeans;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.reversible.device.Windows;
import org.retrograde.reversible.word.Keyword;

/** What becomes one pixel of several, channel by channel. */
public enum Pooling implements Keyword {
  /** They stay. */
  NONE("none: pixels stay") {
    @Override
    Variable apply(Tape tape, Variable x, Windows windows) {
      return x;
    }
  },
  /** The largest. */
  MAX("the largest of a window") {
    @Override
    Variable apply(Tape tape, Variable x, Windows windows) {
      return tape.apply(new WindowMax(windows), x);
    }
  },
  /** Their mean. */
  MEAN("the mean of a window") {
    @Override
    Variable apply(Tape tape, Variable x, Windows windows) {
      return tape.apply(new WindowMeans(windows), x);
    }
  };

  private final String meaning;

  Pooling(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Makes one row of each window of images. */
  abstract Variable apply(Tape tape, Variable x, Windows windows);
}

package org.retrograde.models.network.architecture;

import org.retrograde.models.autodiff.BlockFunctions.Normalized;
import org.retrograde.models.autodiff.LinearMaps.Centred;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.reversible.word.Keyword;

/** What a block does to what it reads, so that its size is always the same. */
public enum Norm implements Keyword {
  /** Nothing. */
  NONE("nothing") {
    @Override
    Variable apply(Tape tape, Variable x, int block, double epsilon) {
      return x;
    }
  },
  /** Division by the root mean square. */
  RMS("division by the root mean square") {
    @Override
    Variable apply(Tape tape, Variable x, int block, double epsilon) {
      return tape.apply(new Normalized(block, epsilon), x);
    }
  },
  /** The mean taken off, then division by the standard deviation. */
  LAYER("the mean taken off, then division by the standard deviation") {
    @Override
    Variable apply(Tape tape, Variable x, int block, double epsilon) {
      return RMS.apply(tape, tape.apply(new Centred(block), x), block, epsilon);
    }
  };

  private final String meaning;

  Norm(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Normalizes blocks of so many columns. */
  abstract Variable apply(Tape tape, Variable x, int block, double epsilon);
}

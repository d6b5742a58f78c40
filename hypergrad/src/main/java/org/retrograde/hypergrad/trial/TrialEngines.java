package org.retrograde.hypergrad.trial;

import java.util.List;
import java.util.function.Consumer;
import org.retrograde.reversible.word.Catalogue;

/** The trial engines that there are. */
public final class TrialEngines {

  /** The one that is used unless another is named. */
  public static final EngineProvider THREADS = new Threads();

  /** All engines. */
  public static final Catalogue<EngineProvider> ALL =
      Catalogue.of(EngineProvider.class, List.of(THREADS));

  private TrialEngines() {}

  private static final class Threads implements EngineProvider {

    @Override
    public String word() {
      return "threads";
    }

    @Override
    public String meaning() {
      return "threads of this process, as many as `jobs`";
    }

    @Override
    public TrialEngine open(int atOnce, Consumer<String> says) {
      return new LocalTrials(atOnce);
    }
  }
}

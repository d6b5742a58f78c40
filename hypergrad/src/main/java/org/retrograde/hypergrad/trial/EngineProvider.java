package org.retrograde.hypergrad.trial;

import java.util.function.Consumer;
import org.retrograde.reversible.word.Word;

/** Opens one kind of trial engine; found by {@link java.util.ServiceLoader}. */
public interface EngineProvider extends Word {

  /**
   * Opens an engine.
   *
   * @param atOnce number of trials that this machine may run at once, at least 1
   * @param says takes what is to be told to people: where trials wait, who has run them
   */
  TrialEngine open(int atOnce, Consumer<String> says);
}

package org.retrograde.experiments.cli;

import java.util.Iterator;
import org.retrograde.experiments.config.ConfigReader;

/** What a shell offers where an experiment is asked for; it adds files where none of these fits. */
final class BuiltinNames implements Iterable<String> {

  /** Made by picocli. */
  BuiltinNames() {}

  @Override
  public Iterator<String> iterator() {
    return ConfigReader.builtinNames().iterator();
  }
}

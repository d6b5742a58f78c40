package org.retrograde.experiments.config.text;

/**
 * Where a key was given.
 *
 * @param source the file, or the {@code --set} option
 * @param line line in the file, from 1; 0 for {@code --set}
 */
record Position(String source, int line) {}

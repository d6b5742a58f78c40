/**
 * The text of a configuration: YAML as a tree that knows its lines, overrides, and what was found
 * wrong, each with its place.
 */
@NullMarked
package org.retrograde.experiments.config.text;

import org.jspecify.annotations.NullMarked;

/** The command line: the one place that prints and exits. */
@NullMarked
package org.retrograde.experiments.cli;

import org.jspecify.annotations.NullMarked;

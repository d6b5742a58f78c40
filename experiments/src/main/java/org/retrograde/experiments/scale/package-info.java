/** What an experiment would cost with more parameters and over more steps, and what ends first. */
@NullMarked
package org.retrograde.experiments.scale;

import org.jspecify.annotations.NullMarked;

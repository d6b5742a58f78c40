/** What a program of one's own can add to a config, as an example and as a proof. */
@NullMarked
package org.retrograde.experiments.example;

import org.jspecify.annotations.NullMarked;

/** What the engine costs on this machine, and beside PyTorch. */
@NullMarked
package org.retrograde.experiments.bench;

import org.jspecify.annotations.NullMarked;

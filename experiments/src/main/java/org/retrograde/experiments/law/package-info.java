/** Laws that say the loss of a training from its learning rates, fitted to losses. */
@NullMarked
package org.retrograde.experiments.law;

import org.jspecify.annotations.NullMarked;

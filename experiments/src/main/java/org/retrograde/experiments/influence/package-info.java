/** What single training rows are worth: their weights, differentiated and left out. */
@NullMarked
package org.retrograde.experiments.influence;

import org.jspecify.annotations.NullMarked;

/** What networks are made of: their tensors, their forward pass, and what to watch in it. */
@NullMarked
package org.retrograde.models.network.architecture;

import org.jspecify.annotations.NullMarked;

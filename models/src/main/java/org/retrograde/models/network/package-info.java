/** Networks and the objectives they make. */
@NullMarked
package org.retrograde.models.network;

import org.jspecify.annotations.NullMarked;

/** What can be trained and judged: a network, a user's own class, tasks that share weights. */
@NullMarked
package org.retrograde.hypergrad.problem;

import org.jspecify.annotations.NullMarked;

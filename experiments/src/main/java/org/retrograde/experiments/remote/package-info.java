/**
 * Trials as text, for engines that run them in other processes and on other machines: what is sent
 * there, who runs it, what comes back, and by what it is refused.
 */
@NullMarked
package org.retrograde.experiments.remote;

import org.jspecify.annotations.NullMarked;

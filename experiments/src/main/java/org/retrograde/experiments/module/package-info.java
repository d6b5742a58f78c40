/** Numbers of types of module and of depths: hypergradients beside searches, at equal cost. */
@NullMarked
package org.retrograde.experiments.module;

import org.jspecify.annotations.NullMarked;

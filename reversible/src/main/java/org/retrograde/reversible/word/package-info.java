/** Words that users choose by: what owns one says what it is and what it means. */
@NullMarked
package org.retrograde.reversible.word;

import org.jspecify.annotations.NullMarked;

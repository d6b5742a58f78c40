/** Words that users choose by: what owns one says what it is and what it means. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.word;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

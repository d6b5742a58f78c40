/**
 * Arrays as NumPy saves them, {@code numpy.savez}: inputs and labels, of training and test rows.
 *
 * <p>ND4J reads such files too, but neither truth values, unsigned numbers of more than a byte, the
 * other order of bytes nor texts, and all of an archive at once.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.npz;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

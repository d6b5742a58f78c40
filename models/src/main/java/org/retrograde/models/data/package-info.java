/**
 * Labelled data sets: MNIST from the class path, IDX and CSV files of one's own, and a synthetic
 * problem that needs no file.
 *
 * <p>Readers give a {@link org.retrograde.models.data.LabeledData} in file order; {@link
 * org.retrograde.models.data.Splits} cuts it into training, validation and test rows and centres
 * them. Whatever is wrong with a file ends in one {@link org.retrograde.models.data.DataException}
 * that names the file and the place in it.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

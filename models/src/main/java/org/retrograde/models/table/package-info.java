/**
 * Tables from files as they are: rows of cells, of which a header, separators, kinds of columns and
 * classes are declared or recognised, and said.
 *
 * <p>A file is read once. Its first rows tell what its columns are; all rows are kept as numbers,
 * four bytes a cell, until the last has told which categories there are.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.table;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

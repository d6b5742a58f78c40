/**
 * The sections of a report, one a file, and the catalogue of all, those of the class path among
 * them.
 */
@NullMarked
package org.retrograde.reports.html.section;

import org.jspecify.annotations.NullMarked;

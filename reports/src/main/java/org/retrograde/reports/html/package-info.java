/**
 * Turns a {@link org.retrograde.reports.record.RunRecord} into one HTML file that opens offline.
 *
 * <p>Java decides what is said (sections, sentences, tables, plain chart data), the templates in
 * {@code src/main/jte} lay it out, and scripts draw it, one function a chart: those that all pages
 * share beside this package, those of a section beside it.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reports.html;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

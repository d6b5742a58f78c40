/** What runs look like beside each other: all on one page, each in one colour. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reports.html.comparison;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

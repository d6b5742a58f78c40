/** What figures over several seeds allow to say. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reports.statistics;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

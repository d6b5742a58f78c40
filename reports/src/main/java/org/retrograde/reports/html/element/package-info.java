/**
 * What a page is made of: sections, which show findings, and the blocks that stand in them. A
 * program of yours that brings a section needs this package and {@code record}.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reports.html.element;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

package org.retrograde.reports.html.element;

/**
 * A table that is closed at first.
 *
 * @param title what it is
 * @param table the table
 */
public record Folded(String title, Table table) implements Block {}

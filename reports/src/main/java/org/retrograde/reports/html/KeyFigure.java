package org.retrograde.reports.html;

/**
 * One figure of the verdict strip.
 *
 * @param label what it is
 * @param value the figure itself, short
 * @param detail what it is compared with
 * @param tone whether it is good news
 */
record KeyFigure(String label, String value, String detail, Tone tone) {}

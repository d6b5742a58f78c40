package org.retrograde.reports.record;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A run record that cannot be read; the message names the file, the line where known, and what to
 * do.
 */
public final class RunRecordException extends IOException {

  private static final long serialVersionUID = 1L;

  private RunRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  RunRecordException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** A problem at a line, counted from 1. */
  static RunRecordException atLine(Path file, long line, String problem, Throwable cause) {
    return new RunRecordException(file + ", line " + line + ": " + problem, cause);
  }
}

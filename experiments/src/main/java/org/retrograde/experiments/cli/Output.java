package org.retrograde.experiments.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers whether what was printed has arrived. */
final class Output {

  private static final String READER_GONE = "Broken pipe";

  private final Remembering stream;
  private final PrintWriter printer;

  Output() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  Output(OutputStream target) {
    this.stream = new Remembering(target);
    this.printer = new PrintWriter(stream, false, encoding());
  }

  /** As standard output has it. */
  private static Charset encoding() {
    String name = System.getProperty("sun.stdout.encoding");
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }

  PrintWriter printer() {
    return printer;
  }

  /**
   * Returns what a command that ended with a code ends with in truth: 0 only if its output was
   * written. A reader that went away, such as {@code head}, wanted no more.
   */
  int checked(int code, PrintWriter err) {
    printer.flush();
    String failure = stream.failure;
    if (failure == null || failure.equals(READER_GONE)) {
      return code;
    }
    err.println("retrograde: standard output cannot be written: " + failure);
    return code == ExitCode.DONE ? ExitCode.FAILED : code;
  }

  private static final class Remembering extends FilterOutputStream {

    private @Nullable String failure;

    Remembering(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      try {
        out.write(bytes, start, length);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
        throw e;
      }
    }
  }
}

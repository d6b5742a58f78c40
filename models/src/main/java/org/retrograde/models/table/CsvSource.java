package org.retrograde.models.table;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataStream;
import org.retrograde.models.data.NoText;
import org.retrograde.reversible.storage.FileReasons;

/** Rows of a text: UTF-8, plain or compressed by gzip, cells quoted or not. */
final class CsvSource implements RowSource {

  private static final int HEAD = 1 << 14;

  private final DataStream file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Separator separator;
  private final boolean recognised;

  private CsvSource(DataStream file, BufferedReader text, Separator declared) throws IOException {
    this.file = file;
    this.recognised = declared == Separator.AUTO;
    this.separator = recognised ? guess(text) : declared;
    this.parser =
        CSVParser.parse(
            text,
            CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator.character())
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get());
    this.records = parser.iterator();
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is missing, or no text
   */
  static CsvSource open(Path path, Separator separator) {
    DataStream file = DataStream.open(path);
    try {
      requireText(file);
      BufferedReader text =
          new BufferedReader(
              new InputStreamReader(
                  file.content(),
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)),
              2 * HEAD);
      skipByteOrderMark(text);
      return new CsvSource(file, text, separator);
    } catch (IOException e) {
      throw new DataException(file.name() + ": " + reason(e), e);
    }
  }

  private static void requireText(DataStream file) throws IOException {
    InputStream content = file.content();
    content.mark(HEAD);
    byte[] head = content.readNBytes(HEAD);
    content.reset();
    Optional<String> complaint = NoText.complaint(head);
    if (complaint.isPresent()) {
      throw new DataException(file.name() + ": " + complaint.get());
    }
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  private static Separator guess(BufferedReader text) throws IOException {
    char[] head = new char[HEAD];
    text.mark(HEAD);
    int length = 0;
    int read = 0;
    while (length < HEAD && read >= 0) {
      read = text.read(head, length, HEAD - length);
      length += Math.max(read, 0);
    }
    text.reset();
    return SeparatorGuess.of(new String(head, 0, length), length < HEAD);
  }

  private static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "is not UTF-8 text; save it as UTF-8";
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return "truncated or damaged gzip data: " + e.getMessage();
    }
    return "cannot be read: " + FileReasons.of(e);
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Optional<List<String>> columnNames() {
    return Optional.empty();
  }

  @Override
  public Set<String> textColumns() {
    return Set.of();
  }

  @Override
  public OptionalLong rows() {
    return OptionalLong.empty();
  }

  @Override
  public String @Nullable [] next() {
    try {
      return records.hasNext() ? records.next().values() : null;
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      boolean ofParser = cause.getClass() == IOException.class;
      throw new DataException(
          "%s:%d: %s".formatted(name(), line(), ofParser ? e.getMessage() : reason(cause)), e);
    }
  }

  @Override
  public long line() {
    return parser.getCurrentLineNumber();
  }

  @Override
  public List<String> remarks() {
    return recognised && separator != Separator.COMMA
        ? List.of("%s: its cells are separated by %s".formatted(name(), separator.meaning()))
        : List.of();
  }

  @Override
  public String sha256() {
    return file.sha256();
  }

  @Override
  public void close() throws IOException {
    parser.close();
    file.close();
  }
}

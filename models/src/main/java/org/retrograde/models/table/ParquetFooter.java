package org.retrograde.models.table;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * What stands at the end of a Parquet file: its columns and where they are.
 *
 * @param content as stored
 * @param fields the columns at the top, in order
 */
record ParquetFooter(FileMetaData content, List<Field> fields) {

  private static final String MAGIC = "PAR1";
  private static final int TAIL = 8;

  /**
   * A column at the top.
   *
   * @param name as stored
   * @param element what the file says about it
   * @param chunk its index in each group of rows; empty for a list, a map or a group of columns
   */
  record Field(String name, SchemaElement element, Optional<Integer> chunk) {}

  /**
   * Reads it.
   *
   * @throws IOException if it is not all there, or no footer
   */
  static ParquetFooter read(FileChannel file) throws IOException {
    long size = file.size();
    ByteBuffer tail = bytes(file, size - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
    long length = Integer.toUnsignedLong(tail.getInt());
    byte[] mark = new byte[MAGIC.length()];
    tail.get(mark);
    if (!MAGIC.equals(new String(mark, StandardCharsets.ISO_8859_1))) {
      throw new EOFException("its last bytes are not " + MAGIC);
    }
    if (length > size - TAIL - MAGIC.length()) {
      throw new EOFException("its footer of %d bytes is not there".formatted(length));
    }
    byte[] footer = bytes(file, size - TAIL - length, (int) length).array();
    FileMetaData content = Util.readFileMetaData(new ByteArrayInputStream(footer));
    return new ParquetFooter(content, fields(content.schema));
  }

  private static ByteBuffer bytes(FileChannel file, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    long at = Math.max(0, from);
    while (bytes.hasRemaining()) {
      int read = file.read(bytes, at + bytes.position());
      if (read < 0) {
        throw new EOFException("it ends early");
      }
    }
    return bytes.flip();
  }

  /** The schema lists a tree from its root on, each node before its children. */
  private static List<Field> fields(List<SchemaElement> schema) throws IOException {
    List<Field> fields = new ArrayList<>();
    int chunks = 0;
    int at = 1;
    while (at < schema.size()) {
      SchemaElement top = schema.get(at);
      boolean plain = top.num_children == 0 && top.repetition_type != FieldRepetitionType.REPEATED;
      fields.add(new Field(top.name, top, plain ? Optional.of(chunks) : Optional.empty()));
      int open = 1;
      while (open > 0) {
        if (at == schema.size()) {
          throw new IOException("its list of columns ends early");
        }
        SchemaElement node = schema.get(at++);
        open += node.num_children - 1;
        chunks += node.num_children == 0 ? 1 : 0;
      }
    }
    return fields;
  }
}

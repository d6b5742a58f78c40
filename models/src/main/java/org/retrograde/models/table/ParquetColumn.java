package org.retrograde.models.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;

/** The cells of one column of a Parquet file, from first to last. */
final class ParquetColumn {

  private final String file;
  private final ParquetFooter.Field field;
  private final int chunk;
  private final int defined;
  private final MessageType schema;
  private final ParquetCells.Writer cells;
  private @Nullable ColumnReader reader;

  /**
   * Makes one that stands before the first group of rows.
   *
   * @param file for messages
   * @throws DataException if it is a list, a map or a group of columns
   */
  ParquetColumn(String file, ParquetFooter.Field field) {
    this.file = file;
    this.field = field;
    this.chunk =
        field
            .chunk()
            .orElseThrow(
                () ->
                    new DataException(
                        ("%s: column '%s' holds lists, maps or columns of its own, and a table has"
                                + " one value a cell; leave it out by data.drop-columns: [%s]")
                            .formatted(file, field.name(), field.name())));
    SchemaElement element = field.element();
    this.defined = element.repetition_type == FieldRepetitionType.OPTIONAL ? 1 : 0;
    this.schema = new MessageType(file, type(element));
    this.cells = ParquetCells.of(element);
  }

  private static PrimitiveType type(SchemaElement element) {
    return new PrimitiveType(
        element.repetition_type == FieldRepetitionType.OPTIONAL
            ? Repetition.OPTIONAL
            : Repetition.REQUIRED,
        switch (element.type) {
          case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
          case INT32 -> PrimitiveTypeName.INT32;
          case INT64 -> PrimitiveTypeName.INT64;
          case INT96 -> PrimitiveTypeName.INT96;
          case FLOAT -> PrimitiveTypeName.FLOAT;
          case DOUBLE -> PrimitiveTypeName.DOUBLE;
          case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
          case FIXED_LEN_BYTE_ARRAY -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        },
        element.type_length,
        element.name);
  }

  /** Returns whether its cells are no numbers, whatever they look like. */
  boolean isText() {
    return ParquetCells.isText(field.element());
  }

  /**
   * Goes to a group of rows.
   *
   * @param writer the program that wrote the file, whose errors parquet-java knows
   * @throws IOException if the file is damaged
   * @throws DataException if its pages are of a kind that is not read
   */
  void begin(FileChannel channel, RowGroup rows, @Nullable String writer) throws IOException {
    ColumnMetaData about = rows.columns.get(chunk).meta_data;
    if (about == null) {
      throw new DataException(
          "%s: column '%s' is encrypted, which is not read".formatted(file, field.name()));
    }
    PageCodec codec =
        PageCodec.of(about.codec)
            .orElseThrow(
                () ->
                    new DataException(
                        ("%s: column '%s' is compressed by %s, which is not read; write the file"
                                + " with zstd, snappy, gzip or lz4_raw, or uncompressed")
                            .formatted(
                                file, field.name(), about.codec.name().toLowerCase(Locale.ROOT))));
    ColumnDescriptor descriptor = schema.getColumns().get(0);
    ParquetPages pages = new ParquetPages(channel, about, codec);
    reader =
        new ColumnReadStoreImpl(new OneColumn(pages, rows.num_rows), NOTHING, schema, writer)
            .getColumnReader(descriptor);
  }

  /**
   * Returns the next cell, empty where there is no value.
   *
   * @throws IOException if the value has no text
   */
  String next() throws IOException {
    ColumnReader values = reader;
    if (values == null) {
      throw new IllegalStateException("no group of rows was begun");
    }
    String cell = values.getCurrentDefinitionLevel() < defined ? "" : cells.written(values);
    values.consume();
    return cell;
  }

  /** The pages of one column in a group of rows. */
  private record OneColumn(PageReader pages, long rows) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return pages;
    }

    @Override
    public long getRowCount() {
      return rows;
    }
  }

  /** The reader asks for one to hand values to; they are taken from it instead. */
  private static final GroupConverter NOTHING =
      new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
      };
}

package org.retrograde.models.table;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The pages of one column in one group of rows, one after the other, one in memory at a time. */
final class ParquetPages implements PageReader {

  private static final int BUFFER = 1 << 16;
  private static final long MOST_BYTES =
      Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 9);

  private final InputStream chunk;
  private final long values;
  private final PageCodec codec;
  private @Nullable DictionaryPage dictionary;
  private @Nullable DataPage first;
  private long read;

  /**
   * Reads as far as the first page of data.
   *
   * @throws IOException if its pages are damaged
   */
  ParquetPages(FileChannel file, ColumnMetaData column, PageCodec codec) throws IOException {
    boolean indexed = column.isSetDictionary_page_offset() && column.dictionary_page_offset > 0;
    long from =
        indexed
            ? Math.min(column.dictionary_page_offset, column.data_page_offset)
            : column.data_page_offset;
    this.chunk =
        new BufferedInputStream(new Part(file, from, column.total_compressed_size), BUFFER);
    this.values = column.num_values;
    this.codec = codec;
    this.first = next();
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    return dictionary;
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  @Override
  public @Nullable DataPage readPage() {
    try {
      DataPage page = first == null ? next() : first;
      first = null;
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable DataPage next() throws IOException {
    while (read < values) {
      PageHeader header = Util.readPageHeader(chunk);
      if (header.compressed_page_size < 0
          || header.uncompressed_page_size < 0
          || Math.max(header.compressed_page_size, header.uncompressed_page_size) > MOST_BYTES) {
        throw new IOException(
            "a page of %d bytes, compressed %d"
                .formatted(header.uncompressed_page_size, header.compressed_page_size));
      }
      byte[] page = chunk.readNBytes(header.compressed_page_size);
      if (page.length < header.compressed_page_size) {
        throw new EOFException("a page ends early");
      }
      switch (header.type) {
        case DICTIONARY_PAGE -> dictionary = dictionary(header, page);
        case DATA_PAGE -> {
          return data(header, page);
        }
        case DATA_PAGE_V2 -> {
          return dataV2(header.data_page_header_v2, page, header.uncompressed_page_size);
        }
        default -> {}
      }
    }
    return null;
  }

  private DictionaryPage dictionary(PageHeader header, byte[] page) throws IOException {
    DictionaryPageHeader about = header.dictionary_page_header;
    byte[] content = codec.decompressed(page, header.uncompressed_page_size);
    return new DictionaryPage(BytesInput.from(content), about.num_values, encoding(about.encoding));
  }

  private DataPage data(PageHeader header, byte[] page) throws IOException {
    DataPageHeader about = header.data_page_header;
    byte[] content = codec.decompressed(page, header.uncompressed_page_size);
    count(about.num_values);
    return new DataPageV1(
        BytesInput.from(content),
        about.num_values,
        content.length,
        null,
        encoding(about.repetition_level_encoding),
        encoding(about.definition_level_encoding),
        encoding(about.encoding));
  }

  /** A page whose levels stand before it, never compressed. */
  private DataPage dataV2(DataPageHeaderV2 about, byte[] page, int size) throws IOException {
    int repetitions = about.repetition_levels_byte_length;
    int levels = repetitions + about.definition_levels_byte_length;
    if (repetitions < 0 || levels < repetitions || levels > Math.min(page.length, size)) {
      throw new IOException("a page of %d bytes has %d of levels".formatted(page.length, levels));
    }
    byte[] values = new byte[page.length - levels];
    System.arraycopy(page, levels, values, 0, values.length);
    boolean compressed = about.is_compressed && size > levels;
    count(about.num_values);
    return DataPageV2.uncompressed(
        about.num_rows,
        about.num_nulls,
        about.num_values,
        BytesInput.from(page, 0, repetitions),
        BytesInput.from(page, repetitions, levels - repetitions),
        encoding(about.encoding),
        BytesInput.from(compressed ? codec.decompressed(values, size - levels) : values),
        null);
  }

  private void count(int more) throws IOException {
    if (more < 0) {
      throw new IOException("a page of %d values".formatted(more));
    }
    read += more;
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding stored) {
    return Encoding.valueOf(stored.name());
  }

  /** Some bytes of a file. */
  private static final class Part extends InputStream {
    private final FileChannel file;
    private final long end;
    private long at;

    Part(FileChannel file, long from, long length) {
      this.file = file;
      this.at = from;
      this.end = from + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int most = (int) Math.min(length, end - at);
      if (most <= 0) {
        return length == 0 ? 0 : -1;
      }
      int count = file.read(ByteBuffer.wrap(target, offset, most), at);
      at += Math.max(count, 0);
      return count;
    }
  }
}

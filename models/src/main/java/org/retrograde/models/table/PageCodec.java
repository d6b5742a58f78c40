package org.retrograde.models.table;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** How the pages of a Parquet file are compressed. */
@FunctionalInterface
interface PageCodec {

  /**
   * Returns the content of a page.
   *
   * @param size bytes that it has
   * @throws IOException if it has more or fewer
   */
  byte[] decompressed(byte[] page, int size) throws IOException;

  /** Returns the codec of a name; empty for one whose pages are not read. */
  static Optional<PageCodec> of(CompressionCodec name) {
    return switch (name) {
      case UNCOMPRESSED -> Optional.of((page, size) -> page);
      case GZIP -> Optional.of(PageCodec::gunzipped);
      case SNAPPY -> Optional.of(by(new SnappyDecompressor()));
      case ZSTD -> Optional.of(by(new ZstdDecompressor()));
      case LZ4_RAW -> Optional.of(by(new Lz4Decompressor()));
      default -> Optional.empty();
    };
  }

  private static PageCodec by(Decompressor decompressor) {
    return (page, size) -> {
      byte[] content = new byte[size];
      int read = decompressor.decompress(page, 0, page.length, content, 0, size);
      return whole(content, read);
    };
  }

  private static byte[] gunzipped(byte[] page, int size) throws IOException {
    byte[] content = new byte[size];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
      return whole(content, in.readNBytes(content, 0, size));
    }
  }

  private static byte[] whole(byte[] content, int read) throws IOException {
    if (read < content.length) {
      throw new IOException("a page has %d bytes of %d".formatted(read, content.length));
    }
    return content;
  }
}

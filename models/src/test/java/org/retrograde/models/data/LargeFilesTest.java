package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that stand for large ones are refused before they fill the memory. */
@Timeout(60)
final class LargeFilesTest {

  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder = Path.of("");

  @Test
  void gzipThatDecompressesToMoreThanItMay() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(new byte[3 * MEGABYTE]);
    }
    DataFile file = read(compressed.toByteArray(), 2 * MEGABYTE);
    assertThatThrownBy(file::content)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bomb: decompresses to more than 2 MB");
    assertThat(read(compressed.toByteArray(), 3 * MEGABYTE).content()).hasSize(3 * MEGABYTE);
  }

  @Test
  void aFileThatIsLongerThanItMayBe() {
    assertThatThrownBy(() -> read(new byte[2 * MEGABYTE + 1], 2 * MEGABYTE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bomb: has more than 2 MB");
  }

  /** A pattern would take the square of its length to find that it is no number. */
  @Test
  void aCellOfAMillionDigits() throws IOException {
    Path file = Files.writeString(folder.resolve("long.csv"), "1".repeat(MEGABYTE) + "x,0\n1,1\n");
    assertThatThrownBy(() -> org.retrograde.models.table.TableReader.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("long.csv:1:1: \"1111111111111111111111111111111111111111...\" is");
  }

  /** Only the head of a PNG file, which promises 60,000 x 60,000 pixels. */
  @Test
  void anImageOfMorePixelsThanAreRead() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(png, "IHDR", ByteBuffer.allocate(13).putInt(60_000).putInt(60_000).put((byte) 8).array());
    chunk(png, "IDAT", new byte[0]);
    chunk(png, "IEND", new byte[0]);
    Path alphabet = folder.resolve("alphabet");
    Files.createDirectories(alphabet.resolve("a"));
    Files.write(alphabet.resolve("a").resolve("1.png"), png.toByteArray());
    assertThatThrownBy(() -> ImageFolder.read(alphabet, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1.png: is an image of 60000 x 60000 pixels");
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    ByteBuffer body = ByteBuffer.allocate(4 + data.length);
    body.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 sum = new CRC32();
    sum.update(body.array());
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(body.array());
    out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static DataFile read(byte[] bytes, long most) {
    return DataFile.read("bomb", new ByteArrayInputStream(bytes), most);
  }
}

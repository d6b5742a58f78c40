package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxReaderTest {
  private static final byte[] IMAGES = idx(new int[] {2, 2, 1}, 0, 51, 102, 255);
  private static final byte[] LABELS = idx(new int[] {2}, 3, 1);

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  private Path images;
  private Path labels;

  @BeforeEach
  void writeAGoodPair() throws IOException {
    images = Files.write(folder.resolve("images"), IMAGES);
    labels = Files.write(folder.resolve("labels"), LABELS);
  }

  @Test
  void aGoodPairIsReadRowByRow() {
    LabeledData data = IdxReader.read(images, labels);
    assertThat(data.inputs()).containsExactly(0f, 0.2f, 0.4f, 1f);
    assertThat(data.labels()).containsExactly(3, 1);
    assertThat(data.classes()).isEqualTo(4);
    assertThat(data.sources()).containsOnlyKeys("images", "labels");
  }

  @Test
  void gzipIsRecognisedByItsContentAndGivesTheSameRows() throws IOException {
    String plain = IdxReader.read(images, labels).sha256();
    Files.write(images, gzip(IMAGES));
    assertThat(IdxReader.read(images, labels).sha256()).isEqualTo(plain);
  }

  @Test
  void everyTruncationOfAFileIsRefused() throws IOException {
    for (int length = 0; length < IMAGES.length; length++) {
      Files.write(images, Arrays.copyOf(IMAGES, length));
      assertRefused().hasMessageStartingWith("images: ");
    }
    Files.write(images, Arrays.copyOf(IMAGES, IMAGES.length - 1));
    assertRefused()
        .hasMessage("images: truncated at offset 19: shape [2, 2, 1] needs 20 bytes, got 19");
    Files.write(images, Arrays.copyOf(IMAGES, 10));
    assertRefused().hasMessage("images: truncated: the header needs 16 bytes, got 10");
  }

  @Test
  void aTruncatedGzipFileIsRefused() throws IOException {
    byte[] packed = gzip(IMAGES);
    Files.write(images, Arrays.copyOf(packed, packed.length - 9));
    assertRefused()
        .hasMessageStartingWith(
            "images: truncated or damaged gzip data in its " + (packed.length - 9));
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    Files.write(images, Arrays.copyOf(IMAGES, IMAGES.length + 3));
    assertRefused()
        .hasMessage(
            "images: 3 trailing bytes at offset 20: shape [2, 2, 1] needs 20 bytes, got 23");
  }

  @Test
  void anotherMagicNumberIsRefused() throws IOException {
    byte[] floats = IMAGES.clone();
    floats[2] = 0x0d;
    Files.write(images, floats);
    assertRefused()
        .hasMessage(
            "images: not an IDX file of unsigned bytes: expected 00 00 08 and the number of"
                + " dimensions at offset 0, got 00 00 0d 03");
  }

  @Test
  void countsThatAreNegativeZeroOrHugeAreRefused() throws IOException {
    for (int count : new int[] {-1, 0}) {
      Files.write(images, ByteBuffer.wrap(IMAGES.clone()).putInt(8, count).array());
      assertRefused().hasMessageContaining("offset 8").hasMessageContaining("got " + count);
    }
    Files.write(images, ByteBuffer.wrap(IMAGES.clone()).putInt(8, Integer.MAX_VALUE).array());
    assertRefused().hasMessageContaining("offset 8").hasMessageContaining("got 2147483647");
  }

  @Test
  void aWrongCountIsRefused() throws IOException {
    Files.write(images, ByteBuffer.wrap(IMAGES.clone()).putInt(4, 3).array());
    assertRefused()
        .hasMessage("images: truncated at offset 20: shape [3, 2, 1] needs 22 bytes, got 20");
  }

  @Test
  void filesOfDifferentLengthDoNotBelongTogether() throws IOException {
    Files.write(labels, idx(new int[] {3}, 0, 1, 2));
    assertRefused()
        .hasMessage(
            "images holds 2 rows but labels holds 3 labels; these files do not belong together");
  }

  @Test
  void swappedFilesAreNoticed() {
    assertThatThrownBy(() -> IdxReader.read(labels, images))
        .isInstanceOf(DataException.class)
        .hasMessage("labels: images need at least 2 dimensions, got 1; is this the label file?");
    assertThatThrownBy(() -> IdxReader.read(images, images))
        .hasMessage("images: labels need 1 dimension, got 3; is this the image file?");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("nowhere");
    assertThatThrownBy(() -> IdxReader.read(missing, labels))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + ": file not found");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertThatThrownBy(() -> IdxReader.read(images, labels))
        .isInstanceOf(DataException.class);
  }

  private static byte[] idx(int[] shape, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
    bytes.put(new byte[] {0, 0, 8, (byte) shape.length});
    for (int dimension : shape) {
      bytes.putInt(dimension);
    }
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}

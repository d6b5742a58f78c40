package org.retrograde.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads event files by what is written about them: field numbers of event.proto and summary.proto,
 * and a checksum that is computed bit by bit. Nothing here is used by what writes them.
 */
final class Events {

  /** Castagnoli's polynomial, reversed. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private final List<UnknownFieldSet> events = new ArrayList<>();

  /** Reads the only event file of a folder. */
  static Events in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> own =
          files.filter(file -> file.getFileName().toString().contains("tfevents")).toList();
      assertThat(own).hasSize(1);
      return new Events(Files.readAllBytes(own.get(0)));
    }
  }

  Events(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      assertThat(bytes.getInt()).isEqualTo(masked(data));
      events.add(UnknownFieldSet.parseFrom(data));
    }
    String version = events.get(0).getField(3).getLengthDelimitedList().get(0).toStringUtf8();
    assertThat(version).isEqualTo("brain.Event:2");
  }

  static int masked(byte[] data) {
    int checksum = -1;
    for (byte one : data) {
      checksum ^= one & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        checksum = (checksum >>> 1) ^ ((checksum & 1) == 0 ? 0 : POLYNOMIAL);
      }
    }
    checksum = ~checksum;
    return ((checksum >>> 15) | (checksum << 17)) + 0xa282ead8;
  }

  /** A value of a tag at a step. */
  private record Found(long step, UnknownFieldSet value) {}

  private List<Found> of(String tag) throws IOException {
    List<Found> found = new ArrayList<>();
    for (UnknownFieldSet event : events) {
      List<Long> step = event.getField(2).getVarintList();
      for (ByteString summary : event.getField(5).getLengthDelimitedList()) {
        for (ByteString value :
            UnknownFieldSet.parseFrom(summary).getField(1).getLengthDelimitedList()) {
          UnknownFieldSet one = UnknownFieldSet.parseFrom(value);
          if (one.getField(1).getLengthDelimitedList().get(0).toStringUtf8().equals(tag)) {
            found.add(new Found(step.isEmpty() ? 0 : step.get(0), one));
          }
        }
      }
    }
    return found;
  }

  List<Long> steps(String tag) throws IOException {
    return of(tag).stream().map(Found::step).toList();
  }

  List<Double> values(String tag) throws IOException {
    return of(tag).stream()
        .map(found -> found.value().getField(2).getFixed32List().get(0))
        .map(bits -> (double) Float.intBitsToFloat(bits))
        .toList();
  }

  /** Returns the first string of a tag's tensor. */
  String text(String tag) throws IOException {
    ByteString tensor = of(tag).get(0).value().getField(8).getLengthDelimitedList().get(0);
    return UnknownFieldSet.parseFrom(tensor)
        .getField(8)
        .getLengthDelimitedList()
        .get(0)
        .toString(StandardCharsets.UTF_8);
  }
}

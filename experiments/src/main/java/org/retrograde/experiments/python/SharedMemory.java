package org.retrograde.experiments.python;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * The tensors of one worker in a file that both processes map, in memory where the system has files
 * in memory. Nothing is copied but into it and out of it.
 */
final class SharedMemory implements AutoCloseable {

  private static final Path IN_MEMORY = Path.of("/dev/shm");
  private static final int ALIGNMENT = 64;

  /** What tensors are there for. */
  enum Area {
    WEIGHTS,
    DIRECTION,
    RESULT,
    EXTRAS,
    ADJOINTS
  }

  private final Path file;
  private final Map<Area, List<ByteBuffer>> places = new EnumMap<>(Area.class);
  private final ObjectNode message = JsonNodeFactory.instance.objectNode();

  /**
   * Makes the file.
   *
   * @param shapes of the parameter groups, as the framework has them
   * @param extras shapes of arrays that enter the loss
   * @throws DataException if there is no room for it
   */
  SharedMemory(Precision precision, List<List<Integer>> shapes, List<List<Integer>> extras) {
    try {
      file =
          Files.createTempFile(folder(room(precision, shapes, extras)), "retrograde-", ".tensors");
    } catch (IOException e) {
      throw new UncheckedIOException("no memory can be shared with Python", e);
    }
    try {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        ObjectNode areas = message.putObject("areas");
        long end = 0;
        for (Area area : Area.values()) {
          boolean isExtra = area == Area.EXTRAS || area == Area.ADJOINTS;
          end = lay(channel, end, area, precision, isExtra ? extras : shapes, areas);
        }
        message.put("bytes", end);
        if (channel.size() < end) {
          channel.write(ByteBuffer.allocate(1), end - 1);
        }
      }
      message.put("path", file.toString());
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("no memory can be shared with Python", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Pages that there is no room for would end both processes when they are first written. */
  private static Path folder(long bytes) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path folder : List.of(IN_MEMORY, temporary)) {
      if (Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() > bytes) {
        return folder;
      }
    }
    throw new DataException(
        "there is no room for %d bytes to share with Python in %s or %s"
            .formatted(bytes, IN_MEMORY, temporary));
  }

  private static long room(
      Precision precision, List<List<Integer>> shapes, List<List<Integer>> extras) {
    long numbers = 0;
    for (List<List<Integer>> all : List.of(shapes, shapes, shapes, extras, extras)) {
      for (List<Integer> shape : all) {
        numbers +=
            ALIGNMENT + shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
      }
    }
    return precision.bytes() * numbers;
  }

  private long lay(
      FileChannel channel,
      long from,
      Area area,
      Precision precision,
      List<List<Integer>> shapes,
      ObjectNode areas)
      throws IOException {
    long at = from;
    List<ByteBuffer> buffers = new ArrayList<>();
    ArrayNode list = areas.putArray(area.name().toLowerCase(Locale.ROOT));
    for (List<Integer> shape : shapes) {
      long bytes = precision.bytes();
      ObjectNode place = list.addObject();
      place.put("offset", at);
      ArrayNode sizes = place.putArray("shape");
      for (int size : shape) {
        bytes *= size;
        sizes.add(size);
      }
      if (bytes > Integer.MAX_VALUE) {
        throw new DataException(
            "a tensor of %d bytes is more than can be shared with Python (2 GiB); split it"
                .formatted(bytes));
      }
      buffers.add(
          channel.map(FileChannel.MapMode.READ_WRITE, at, bytes).order(ByteOrder.nativeOrder()));
      at += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    places.put(area, buffers);
    return at;
  }

  /** Returns the request that has a worker map the file. */
  ObjectNode attaching() {
    return message.deepCopy().put("call", "attach");
  }

  /** Copies tensors to an area. */
  void write(Area area, List<Tensor> tensors) {
    List<ByteBuffer> buffers = buffers(area);
    for (int i = 0; i < buffers.size(); i++) {
      tensors.get(i).copyTo(buffers.get(i));
    }
  }

  /** Copies an area to tensors. */
  void read(Area area, List<Tensor> tensors) {
    List<ByteBuffer> buffers = buffers(area);
    for (int i = 0; i < buffers.size(); i++) {
      tensors.get(i).assign(buffers.get(i));
    }
  }

  private List<ByteBuffer> buffers(Area area) {
    return places.getOrDefault(area, List.of());
  }

  /**
   * Removes the name of the file, when both processes have mapped it: whatever happens to them now,
   * nothing is left.
   */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}

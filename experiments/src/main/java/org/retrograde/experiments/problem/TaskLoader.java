package org.retrograde.experiments.problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureScaling;
import org.retrograde.models.data.ImageFolder;
import org.retrograde.models.data.ImageTasks;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Mnist;
import org.retrograde.models.data.RowCounts;
import org.retrograde.models.data.Splits;

/** Loads the tasks that an experiment names. */
final class TaskLoader {

  private TaskLoader() {}

  /**
   * A classification task.
   *
   * @param name for people
   * @param splits its rows, each part with as many of every class, centred by the task's own
   *     training rows; all tasks have as many classes as the one with the most
   */
  record Task(String name, DataSplits splits) {}

  /**
   * Loads the tasks.
   *
   * @throws DataException if a file cannot be used or a class has too few rows
   */
  static List<Task> load(TasksConfig data) {
    List<Images> plain = data.source() == TasksConfig.Source.MNIST ? mnist(data) : folders(data);
    List<Images> all = new ArrayList<>(plain);
    if (data.rotated()) {
      plain.forEach(images -> all.add(images.rotated()));
    }
    int classes = all.stream().mapToInt(images -> images.rows().classes()).max().orElseThrow();
    return all.stream()
        .map(images -> new Task(images.name(), images.split(data, classes)))
        .toList();
  }

  /** Returns hashes of all data, by name. */
  static Map<String, String> hashes(List<Task> tasks) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Task task : tasks) {
      task.splits()
          .hashes()
          .forEach(
              (name, hash) -> {
                boolean part = List.of("train", "validation", "test").contains(name);
                hashes.put(part ? task.name() + ": " + name : name, hash);
              });
    }
    return hashes;
  }

  /** Rows class by class in turn: training, then validation, then test rows of every class. */
  private record Images(String name, LabeledData rows) {

    Images rotated() {
      return new Images(name + " rotated", ImageTasks.rotated(rows));
    }

    DataSplits split(TasksConfig data, int classes) {
      int own = rows.classes();
      return Splits.with(FeatureScaling.CENTRED)
          .of(
              rows.withClasses(classes),
              new RowCounts(own * data.train(), own * data.validation(), own * data.test()));
    }
  }

  private static List<Images> mnist(TasksConfig data) {
    Mnist mnist = Mnist.load();
    return data.classes().stream()
        .map(
            digits ->
                new Images(
                    digits.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    ImageTasks.concatenated(
                        ImageTasks.balanced(
                            mnist.train(), digits, data.train() + data.validation()),
                        ImageTasks.balanced(mnist.test(), digits, data.test()))))
        .toList();
  }

  private static List<Images> folders(TasksConfig data) {
    Path folder = Objects.requireNonNull(data.folder(), "checked with the config");
    List<String> alphabets = data.alphabets().isEmpty() ? all(folder) : data.alphabets();
    if (alphabets.isEmpty()) {
      throw new DataException(folder + ": holds no folder of an alphabet");
    }
    int rows = data.train() + data.validation() + data.test();
    return alphabets.stream()
        .map(
            alphabet -> {
              LabeledData images = ImageFolder.read(folder.resolve(alphabet), data.side());
              List<Integer> classes = IntStream.range(0, images.classes()).boxed().toList();
              return new Images(alphabet, ImageTasks.balanced(images, classes, rows));
            })
        .toList();
  }

  private static List<String> all(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed (" + e + ")");
    }
  }
}

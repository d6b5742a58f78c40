package org.retrograde.models.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads images that are sorted into folders, one folder a class, {@code class/image.png}, PNG or
 * JPEG. Classes are numbered by the names of their folders, rows within a class follow the names of
 * the files; hidden ones, what macOS puts beside them in archives, and those of other kinds are
 * passed over.
 *
 * <p>Images are scaled to squares by averaging over areas, and lie on white where they are
 * transparent. They become ink, {@code 1 - mean(red, green, blue)}, or stay in colour. Grey levels
 * and colours are taken as they are stored. A camera that was held on its side says so in EXIF
 * data, which are not looked at.
 *
 * @see <a href="https://github.com/brendenlake/omniglot">Lake, Salakhutdinov and Tenenbaum
 *     (2015)</a>, who sort them so
 */
public final class ImageFolder {

  private static final int SHOWN = 6;

  /** What macOS puts into archives, beside what is archived. */
  private static final String OF_ARCHIVES = "__MACOSX";

  private final Path folder;
  private final ImageForm form;
  private final List<String> classes;
  private final List<float[]> rows = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private int passed;
  private boolean discolours;

  private ImageFolder(Path folder, ImageForm form, List<String> classes) {
    this.folder = folder;
    this.form = form;
    this.classes = classes;
  }

  /**
   * Reads one folder of folders as ink.
   *
   * @param folder a folder of folders of PNG or JPEG files
   * @param side of the resulting square images, at least 1
   * @return side * side features in [0, 1], class by class; its one source is the folder, hashed by
   *     the content of its rows
   * @throws DataException if there is no such folder, a class has no image or an image cannot be
   *     read; the message names the file
   */
  public static LabeledData read(Path folder, int side) {
    return read(folder, null, new ImageForm(side, 1)).rows();
  }

  /**
   * Reads a folder of folders, and one of test rows with folders of the same names.
   *
   * @param test folder of test rows, null for none of their own
   * @return rows class by class; their sources are the folders, hashed by the content of the rows
   * @throws DataException if there is no such folder, a class has no image or an image cannot be
   *     read; the message names the file
   */
  public static TrainAndTest read(Path folder, @Nullable Path test, ImageForm form) {
    List<String> classes = classes(folder);
    LabeledData rows =
        new ImageFolder(folder, form, classes).data(folder.getFileName() + "/", classes);
    if (test == null) {
      return new TrainAndTest(rows, null);
    }
    List<String> ofTest = classes(test);
    for (String name : ofTest) {
      if (!classes.contains(name)) {
        throw new DataException(
            "%s: there is no class of that name in %s".formatted(test.resolve(name), folder));
      }
    }
    boolean alike = test.getFileName().equals(folder.getFileName());
    String source = test.getFileName() + (alike ? "/ of test rows" : "/");
    return new TrainAndTest(rows, new ImageFolder(test, form, classes).data(source, ofTest));
  }

  /**
   * Returns the names of the classes, in order.
   *
   * @throws DataException if there is none
   */
  static List<String> classes(Path folder) {
    List<String> classes =
        list(folder).stream()
            .filter(Files::isDirectory)
            .map(path -> path.getFileName().toString())
            .toList();
    if (classes.isEmpty()) {
      throw new DataException(
          folder + ": holds no folder; expected one a class, with PNG or JPEG files");
    }
    return classes;
  }

  private LabeledData data(String source, List<String> named) {
    passed = (int) list(folder).stream().filter(file -> !Files.isDirectory(file)).count();
    named.forEach(this::add);
    int size = form.size();
    if ((long) rows.size() * size > Integer.MAX_VALUE) {
      throw new DataException(
          "%s: %d images of %d x %d pixels do not fit an array; ask for a smaller side"
              .formatted(folder, rows.size(), form.side(), form.side()));
    }
    float[] inputs = new float[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, inputs, i * size, size);
    }
    int[] labelled = labels.stream().mapToInt(label -> label).toArray();
    String hash = LabeledData.wrap(inputs, labelled, classes.size(), Map.of()).sha256();
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(source, hash);
    return LabeledData.ofNamed(
            inputs, labelled, classes, new Origin(sources, List.of(), remarks(source)))
        .shaped(new InputShape.Image(form.side(), form.side(), form.channels()));
  }

  private void add(String name) {
    Path ofClass = folder.resolve(name);
    List<Path> entries = list(ofClass);
    List<Path> images = images(ofClass, entries);
    passed += entries.size() - images.size();
    for (Path file : images) {
      rows.add(
          ImageFile.read(
              file,
              pixels -> {
                discolours |= form.channels() == 1 && !discolours && pixels.hasColour();
                return pixels.scaled(form);
              }));
      labels.add(classes.indexOf(name));
    }
  }

  /**
   * Returns the files of the images of a class, in order.
   *
   * @throws DataException if there is none
   */
  static List<Path> images(Path ofClass) {
    return images(ofClass, list(ofClass));
  }

  private static List<Path> images(Path ofClass, List<Path> entries) {
    List<Path> images =
        entries.stream()
            .filter(ImageFile::isCalledSo)
            .filter(file -> !Files.isDirectory(file))
            .toList();
    if (images.isEmpty()) {
      boolean deeper = entries.stream().anyMatch(Files::isDirectory);
      throw new DataException(
          "%s: holds no PNG or JPEG file; a class needs one at least%s"
              .formatted(ofClass, deeper ? ", and is not looked for in folders within" : ""));
    }
    return images;
  }

  private List<String> remarks(String source) {
    int[] counts = new int[classes.size()];
    labels.forEach(label -> counts[label]++);
    String shown =
        IntStream.range(0, classes.size())
            .limit(SHOWN)
            .mapToObj(c -> classes.get(c) + " " + counts[c])
            .collect(Collectors.joining(", "));
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "%s: %d images of %d classes: %s%s"
            .formatted(
                source, rows.size(), classes.size(), shown, classes.size() > SHOWN ? ", ..." : ""));
    if (discolours) {
      remarks.add(source + ": colours become grey; data.channels: 3 keeps them");
    }
    if (passed > 0) {
      remarks.add(
          "%s: %s no PNG or JPEG %s passed over"
              .formatted(
                  source,
                  passed == 1 ? "one file that is" : passed + " files that are",
                  passed == 1 ? "is" : "are"));
    }
    return remarks;
  }

  /** Lists what is not hidden, by name. */
  static List<Path> list(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".") && !name.equals(OF_ARCHIVES)) {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed as a folder: " + FileReasons.of(e));
    }
    found.sort(Comparator.comparing(path -> path.getFileName().toString()));
    return found;
  }
}

package org.retrograde.models.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a folder of images is, before anything is said about it.
 *
 * @param images files that there are
 * @param classes folders that they are in
 * @param side pixels of the shorter side of the first image
 * @param coloured whether any image of a sample is not grey
 */
public record ImageSurvey(int images, int classes, int side, boolean coloured) {

  /** So many images of a folder, or all, are looked at. */
  private static final int SAMPLE = 32;

  /**
   * Looks at a folder as {@link ImageFolder} reads it.
   *
   * @throws DataException if there is no such folder, a class has no image, images are in no class,
   *     or one cannot be read; the message names it
   */
  public static ImageSurvey of(Path folder) {
    if (ImageFolder.list(folder).stream().anyMatch(ImageFile::isCalledSo)) {
      throw new DataException(
          folder + ": expected a folder a class, with PNG or JPEG files, and no image beside them");
    }
    List<String> classes = ImageFolder.classes(folder);
    List<Path> images =
        classes.stream()
            .flatMap(name -> ImageFolder.images(folder.resolve(name)).stream())
            .toList();
    int sample = Math.min(SAMPLE, images.size());
    boolean coloured =
        IntStream.range(0, sample)
            .mapToObj(i -> images.get((int) ((long) i * images.size() / sample)))
            .anyMatch(image -> ImageFile.read(image, ImagePixels::hasColour));
    int side = ImageFile.read(images.get(0), ImagePixels::shorterSide);
    return new ImageSurvey(images.size(), classes.size(), side, coloured);
  }
}

package org.retrograde.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The MNIST handwritten digits, read from the class path: nothing is downloaded. The SHA-256 of
 * each file is checked at every read.
 *
 * @param train the 60,000 rows of the training file, 784 features in [0, 1], 10 classes
 * @param test the 10,000 rows of the test file
 * @see <a href="http://yann.lecun.com/exdb/mnist/">LeCun, Cortes and Burges</a>, CC BY-SA 3.0
 */
public record Mnist(LabeledData train, LabeledData test) {
  /** Rows of the training file, from which validation rows are taken too. */
  public static final int TRAIN_ROWS = 60_000;

  /** Rows of the test file. */
  public static final int TEST_ROWS = 10_000;

  /**
   * Reads all four files.
   *
   * @return both sets in file order, grey levels divided by 255
   * @throws DataException if a file is missing or has another hash
   */
  public static Mnist load() {
    return new Mnist(
        IdxReader.read(
            resource(
                "train-images-idx3-ubyte.gz",
                "0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971"),
            resource(
                "train-labels-idx1-ubyte.gz",
                "1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203")),
        IdxReader.read(
            resource(
                "t10k-images-idx3-ubyte.gz",
                "1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be"),
            resource(
                "t10k-labels-idx1-ubyte.gz",
                "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b")));
  }

  /**
   * Reads the files and takes the first rows of the training file for training, the next for
   * validation, and the first rows of the test file for the test, all minus the mean training
   * image.
   *
   * @param train training rows; with {@code validation} at most {@value #TRAIN_ROWS}
   * @param validation validation rows
   * @param test test rows, at most {@value #TEST_ROWS}
   * @return the centred rows
   * @throws DataException if a count is below 1 or above what the files hold, or a file is damaged
   */
  public static DataSplits splits(int train, int validation, int test) {
    RowCounts counts = new RowCounts(train, validation, test);
    Mnist mnist = load();
    return Splits.with(FeatureScaling.CENTRED).of(mnist.train, mnist.test, counts);
  }

  private static DataFile resource(String name, String sha256) {
    try (InputStream in = Mnist.class.getResourceAsStream("mnist/" + name)) {
      if (in == null) {
        throw new DataException(name + ": not on the class path; build the models module again");
      }
      return DataFile.read(name, in).requireSha256(sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

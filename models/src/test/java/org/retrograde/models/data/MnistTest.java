package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MnistTest {
  @SuppressWarnings("NullAway.Init") // set by readOnce
  private static Mnist mnist;

  @BeforeAll
  static void readOnce() {
    mnist = Mnist.load();
  }

  @Test
  void bothFilesHaveTheirKnownShapesAndFirstLabels() {
    assertThat(mnist.train().rows()).isEqualTo(Mnist.TRAIN_ROWS);
    assertThat(mnist.test().rows()).isEqualTo(Mnist.TEST_ROWS);
    assertThat(mnist.train().features()).isEqualTo(784);
    assertThat(mnist.train().classes()).isEqualTo(10);
    assertThat(Arrays.copyOf(mnist.train().labels(), 5)).containsExactly(5, 0, 4, 1, 9);
    assertThat(Arrays.copyOf(mnist.test().labels(), 5)).containsExactly(7, 2, 1, 0, 4);
  }

  @Test
  void greyLevelsAreScaledToTheUnitInterval() {
    float[] image = mnist.train().slice(0, 1).inputs();
    float brightest = 0;
    for (float pixel : image) {
      assertThat(pixel).isBetween(0f, 1f);
      brightest = Math.max(brightest, pixel);
    }
    assertThat(brightest).isEqualTo(1f);
    assertThat(image[5 * 28 + 12]).isEqualTo(3 / 255f);
  }

  @Test
  void centredTrainingRowsHaveMeanZeroAndTheOthersTheSameOffset() {
    DataSplits splits =
        Splits.with(FeatureScaling.CENTRED)
            .of(mnist.train(), mnist.test(), new RowCounts(1000, 500, 200));
    assertThat(splits.train().meanInput()).containsOnly(new double[784], within(1e-6));
    assertThat(splits.validation().label(0)).isEqualTo(mnist.train().label(1000));
    double mean = mnist.train().slice(0, 1000).meanInput()[400];
    assertThat(splits.test().input(7, 400)).isEqualTo((float) (mnist.test().input(7, 400) - mean));
    assertThat(splits.validation().input(7, 400))
        .isEqualTo((float) (mnist.train().input(1007, 400) - mean));
  }

  @Test
  void theMeanOfValidationRowsIsNotZeroSoTheCentringIsThatOfTheTrainingRows() {
    DataSplits splits =
        Splits.with(FeatureScaling.CENTRED)
            .of(mnist.train(), mnist.test(), new RowCounts(1000, 500, 200));
    assertThat(splits.validation().meanInput()[400]).isNotCloseTo(0, within(1e-6));
  }

  @Test
  void splitsRecordTheHashOfEveryFileAndOfEveryPart() {
    DataSplits splits = Mnist.splits(20, 10, 5);
    assertThat(splits.hashes())
        .containsOnlyKeys(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz",
            "train",
            "validation",
            "test")
        .containsEntry("train", splits.train().sha256());
    assertThat(splits.hashes().values())
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }

  @Test
  void aFlippedBitIsCaughtByTheHashAndTheSameBytesPass() {
    byte[] bytes = {1, 2, 3};
    String hash = DataFile.read("a.gz", new ByteArrayInputStream(bytes)).sha256();
    assertThat(hash).isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    DataFile.read("a.gz", new ByteArrayInputStream(bytes)).requireSha256(hash);
    bytes[1] ^= 1;
    DataFile flipped = DataFile.read("a.gz", new ByteArrayInputStream(bytes));
    assertThatThrownBy(() -> flipped.requireSha256(hash))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a.gz: the file is damaged or another one: expected SHA-256 %s, got %s",
            hash, flipped.sha256());
  }

  @Test
  void askingForMoreRowsThanThereAreNamesTheNumbers() {
    assertThatThrownBy(() -> Mnist.splits(50_000, 10_001, 10))
        .hasMessage(
            "60001 rows were asked for (training and validation), but the data has only 60000; ask"
                + " for fewer");
    assertThatThrownBy(() -> Mnist.splits(10, 10, 10_001))
        .hasMessage("10001 rows were asked for (test), but the data has only 10000; ask for fewer");
    assertThatThrownBy(() -> Mnist.splits(10, 0, 10))
        .hasMessage("the validation split needs at least 1 row, got 0");
  }
}

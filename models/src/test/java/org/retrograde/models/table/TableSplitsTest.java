package org.retrograde.models.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureScaling;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.RowCounts;

final class TableSplitsTest {

  private static final String TABLE =
      """
      patient,day,x,y
      b,2024-01-03,1,0
      a,2024-01-01,2,1
      b,2024-01-02,3,0
      c,2024-01-05,4,1
      a,2024-01-04,5,0
      d,2024-01-06,6,1
      d,2024-01-07,7,1
      """;

  @TempDir private Path folder = Path.of("");

  private TableRows rows(SettingsOfTable settings) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), TABLE);
    return TableReader.read(List.of(file), settings.settings());
  }

  private static DataSplits split(
      TableRows rows, int train, int validation, int test, @Nullable Long seed) {
    return new TableSplits(new RowCounts(train, validation, test), seed, FeatureScaling.NONE)
        .of(rows);
  }

  private static List<Float> inputs(LabeledData data) {
    List<Float> inputs = new ArrayList<>();
    for (float x : data.inputs()) {
      inputs.add(x);
    }
    return inputs;
  }

  @Test
  void byTimeTheLatestRowsAreTheTest() throws IOException {
    TableRows rows = rows(new SettingsOfTable().time("day").drop("patient"));
    DataSplits splits = split(rows, 4, 2, 1, null);
    assertThat(inputs(splits.train())).containsExactly(2f, 3f, 1f, 5f);
    assertThat(inputs(splits.validation())).containsExactly(4f, 6f);
    assertThat(inputs(splits.test())).containsExactly(7f);
    assertThat(splits.train().featureNames()).containsExactly("x");
  }

  @Test
  void noGroupIsInTwoParts() throws IOException {
    TableRows rows = rows(new SettingsOfTable().group("patient").drop("day"));
    DataSplits splits = split(rows, 3, 1, 2, null);
    assertThat(inputs(splits.train())).containsExactly(1f, 3f, 2f); // b, and one row of a
    assertThat(inputs(splits.validation())).containsExactly(4f);
    assertThat(inputs(splits.test())).containsExactly(6f, 7f);
    assertThat(splits.train().remarks())
        .contains("1 rows are left out, so that no group is in two parts");
    assertThatThrownBy(() -> split(rows, 3, 2, 2, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 groups of 7 rows do not make parts of [3, 2, 2] rows");
  }

  @Test
  void groupsAreMixedBySeedAndStayTogether() throws IOException {
    TableRows rows = rows(new SettingsOfTable().group("patient").drop("day"));
    List<Set<Float>> groups = List.of(Set.of(1f, 3f), Set.of(2f, 5f), Set.of(4f), Set.of(6f, 7f));
    Set<List<Float>> orders = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      DataSplits splits = split(rows, 2, 1, 1, seed);
      List<Float> train = inputs(splits.train());
      orders.add(train);
      for (Set<Float> group : groups) {
        long parts =
            List.of(train, inputs(splits.validation()), inputs(splits.test())).stream()
                .filter(part -> part.stream().anyMatch(group::contains))
                .count();
        assertThat(parts).isLessThanOrEqualTo(1);
      }
      assertThat(inputs(split(rows, 2, 1, 1, seed).train())).isEqualTo(train);
    }
    assertThat(orders).hasSizeGreaterThan(3);
  }

  @Test
  void otherFilesAreTheirOwnParts() throws IOException {
    Path first = Files.writeString(folder.resolve("a.csv"), "x,y\n1,0\n2,1\n3,0\n");
    Path second = Files.writeString(folder.resolve("b.csv"), "x,y\n4,1\n5,0\n");
    Path third = Files.writeString(folder.resolve("c.csv"), "x,y\n6,1\n");
    TableRows two = TableReader.read(List.of(first, second), TableSettings.DEFAULT);
    DataSplits tested = split(two, 2, 1, 2, null);
    assertThat(inputs(tested.validation())).containsExactly(3f);
    assertThat(inputs(tested.test())).containsExactly(4f, 5f);
    TableRows three = TableReader.read(List.of(first, second, third), TableSettings.DEFAULT);
    DataSplits own = split(three, 3, 2, 1, 7L);
    assertThat(inputs(own.train())).containsExactlyInAnyOrder(1f, 2f, 3f);
    assertThat(inputs(own.validation())).containsExactly(4f, 5f);
    assertThat(inputs(own.test())).containsExactly(6f);
  }

  /** Files of the same name are files nonetheless. */
  @Test
  void aGroupInTwoFilesIsRefused() throws IOException {
    Path own = Files.createDirectory(folder.resolve("test"));
    Path first = Files.writeString(folder.resolve("a.csv"), "who,x,y\np,1,0\nq,2,1\np,3,0\n");
    Path second = Files.writeString(own.resolve("a.csv"), "who,x,y\nr,4,1\nq,5,0\nq,6,0\n");
    TableSettings grouped = new SettingsOfTable().group("who").settings();
    assertThatThrownBy(() -> TableReader.read(List.of(first, second), grouped))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "a.csv: of the 3 groups of data.group-column (who), 1 are in more than one of its"
                + " files, the first \"q\"; no group may be in two parts")
        .hasMessageContaining("data.test-file");
    Path others = Files.writeString(folder.resolve("b.csv"), "who,x,y\nr,4,1\ns,5,0\n");
    TableRows apart = TableReader.read(List.of(first, others), grouped);
    assertThat(inputs(split(apart, 2, 1, 2, null).test())).containsExactly(4f, 5f);
  }

  /** What is missing becomes the mean of the training rows, indicators are left alone. */
  @Test
  void scalesAreOfTheTrainingRowsAndKnownCells() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.csv"), "a,c,y\n1,u,10\nNA,v,20\n3,u,30\n100,v,40.5\nNA,u,7\n");
    TableRows rows =
        TableReader.read(
            List.of(file), new SettingsOfTable().missing(MissingCells.IMPUTE).settings());
    DataSplits splits =
        new TableSplits(new RowCounts(3, 1, 1), null, FeatureScaling.STANDARDIZED).of(rows);
    assertThat(splits.map().mean()).containsExactly(2., 0., 0.);
    assertThat(splits.map().scale()).containsExactly(1., 1., 1.);
    assertThat(inputs(splits.train())).containsExactly(-1f, 1f, 0f, 0f, 0f, 1f, 1f, 1f, 0f);
    assertThat(inputs(splits.test())).containsExactly(0f, 1f, 0f);
    assertThat(splits.targetMap().mean()).containsExactly(20.);
    assertThat(splits.train().numbers()[1]).isZero();
    assertThat(splits.targetMap().inverse(0, splits.validation().numbers()[0]))
        .isEqualTo(40.5, org.assertj.core.api.Assertions.within(1e-5));
  }
}

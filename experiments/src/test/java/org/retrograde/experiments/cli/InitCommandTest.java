package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.DataConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.DataLoader;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.ImageForm;
import org.retrograde.models.data.RowCounts;
import org.retrograde.models.npz.NpzNames;
import org.retrograde.models.table.MissingCells;
import org.retrograde.models.table.TargetKind;

/** From a file that was not made for this to a report, with two commands. */
final class InitCommandTest {

  /** A run of seconds: what is tested is that the file is taken as it is. */
  private static final String[] SHORT = {
    "--set=training.steps=6",
    "--set=tune.iterations=1",
    "--set=tune.check-every=1",
    "--set=judge={seeds: 1, baseline: {learning-rates: [0.01]}}"
  };

  @TempDir private Path folder = Path.of("");

  private Path config(String name) {
    return folder.resolve(name + ".yaml");
  }

  private Invocation init(Path data, String name, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "init";
    words[1] = data.toString();
    words[2] = "--out=" + config(name);
    System.arraycopy(more, 0, words, 3, more.length);
    Invocation result = Invocation.of(words);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return result;
  }

  private String ran(String name) throws IOException {
    Path out = folder.resolve("out-" + name);
    String[] words = new String[SHORT.length + 3];
    words[0] = "run";
    words[1] = config(name).toString();
    words[2] = "--out=" + out;
    System.arraycopy(SHORT, 0, words, 3, SHORT.length);
    Invocation result = Invocation.of(words);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(out.resolve("report.html"))).contains("</html>");
    return result.out();
  }

  private ExperimentConfig read(String name) {
    return ConfigReader.read(config(name), List.of());
  }

  /** Twenty mixed columns: semicolons, decimal commas, missing cells, numbers of rows, dates. */
  private Path customers() throws IOException {
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("id;name;since;plan");
    for (int j = 0; j < 15; j++) {
      rows.append(";x").append(j);
    }
    rows.append(";left\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i + 1).append(";Customer ").append(i);
      rows.append(";2024-01-").append(10 + i % 19).append(';').append("abc".charAt(i % 3));
      double sum = 0;
      for (int j = 0; j < 15; j++) {
        double x = random.nextGaussian();
        sum += x;
        boolean missing = random.nextInt(40) == 0;
        rows.append(';').append(missing ? "NA" : "%.3f".formatted(x).replace('.', ','));
      }
      rows.append(';').append(sum > 0 ? "yes" : "no").append('\n');
    }
    return Files.writeString(folder.resolve("customers.csv"), rows);
  }

  @Test
  void aTableOfTwentyMixedColumns() throws IOException {
    Invocation result = init(customers(), "customers");
    assertThat(result.err())
        .contains("labels: left, 2 classes", "numbers have decimal commas", "missing cells: ")
        .contains("left out: id (numbers the rows), name (names rows), since (dates")
        .contains("validation loss by learning rate: ");
    DataConfig.Table data = (DataConfig.Table) read("customers").data();
    assertThat(data.dropColumns()).containsExactly("id", "name", "since");
    assertThat(data.missing()).isEqualTo(MissingCells.IMPUTE);
    assertThat(data.counts().train()).isEqualTo(36);
    assertThat(ran("customers")).contains("accuracy on 1 unseen seed");
    assertThat(Invocation.of("plan", config("customers").toString()).code()).isZero();
  }

  @Test
  void aFileOfNumbersToPredict() throws IOException {
    StringBuilder rows = new StringBuilder("area,quarter,price\n");
    for (int i = 0; i < 60; i++) {
      rows.append(
          "%d,%s,%d%n"
              .formatted(30 + i * 7 % 60, i % 2 == 0 ? "lake" : "north", 900 + i * 37 % 610));
    }
    Path houses = Files.writeString(folder.resolve("houses.csv"), rows);
    assertThat(init(houses, "houses").err()).contains("labels: price, numbers to predict");
    ExperimentConfig config = read("houses");
    assertThat(config.model().loss()).isEqualTo(Loss.SQUARED_ERROR);
    assertThat(((DataConfig.Table) config.data()).target()).isEqualTo(TargetKind.NUMBER);
    assertThat(ran("houses")).contains("test R2 on 1 unseen seed").doesNotContain("NaN");
  }

  /** What {@code check} says is not this test's; it must know the file. */
  private void assertCheckedAndPlanned(String name) {
    String config = config(name).toString();
    Invocation check = Invocation.of("check", config, "--set=training.steps=6");
    assertThat(check.code()).as(check.err()).isNotEqualTo(ExitCode.WRONG_INPUT);
    assertThat(check.out()).contains("ypergradients");
    assertThat(Invocation.of("plan", config, "--set=training.steps=6").code()).isZero();
  }

  private Path copy(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(InitCommandTest.class.getResourceAsStream(resource))) {
      Path file = folder.resolve(resource);
      Files.write(file, in.readAllBytes());
      return file;
    }
  }

  /** Ten pictures of a line in some folder. */
  private void pictures(String path, boolean lying, int rgb) throws IOException {
    Path pictures = Files.createDirectories(folder.resolve(path));
    for (int i = 0; i < 10; i++) {
      BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
      for (int k = 0; k < 12; k++) {
        image.setRGB(lying ? k : i, lying ? i : k, rgb);
      }
      ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
    }
  }

  @Test
  void aFolderOfImages() throws IOException {
    pictures("shapes/class0", true, 0xffffff);
    pictures("shapes/class1", false, 0xffffff);
    assertThat(init(folder.resolve("shapes"), "shapes").err())
        .contains("2 classes", "in grey, scaled to 12 x 12");
    assertThat(((DataConfig.Images) read("shapes").data()).form()).isEqualTo(new ImageForm(12, 1));
    assertThat(ran("shapes")).contains("accuracy on 1 unseen seed");
  }

  /** As an archive of macOS leaves them, whose folders beside the pictures hold others. */
  @Test
  void aFolderOfImagesInColourWithoutWhatIsHidden() throws IOException {
    pictures("photos/blue", true, 0x4040ff);
    pictures("photos/grey", false, 0xffffff);
    pictures("photos/.thumbnails", false, 0xffffff);
    pictures("photos/__MACOSX", false, 0xffffff);
    Files.writeString(folder.resolve("photos/blue/.0.png"), "no image");
    assertThat(init(folder.resolve("photos"), "photos").err())
        .contains("2 classes", "in colour, scaled to 12 x 12");
    ExperimentConfig config = read("photos");
    assertThat(((DataConfig.Images) config.data()).form()).isEqualTo(new ImageForm(12, 3));
    assertThat(DataLoader.load(config).train().classNames()).containsExactly("blue", "grey");
    assertCheckedAndPlanned("photos");
    assertThat(ran("photos")).contains("accuracy on 1 unseen seed");
    pictures("photos", false, 0xffffff);
    Invocation beside =
        Invocation.of("init", folder.resolve("photos").toString(), "--out=" + config("beside"));
    assertThat(beside.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(beside.err()).contains("expected a folder a class", "and no image beside them");
  }

  @Test
  void arraysOfNumpyWithTestRowsOfTheirOwn() throws IOException {
    Invocation result = init(copy("bars.npz"), "bars");
    assertThat(result.err())
        .contains("inputs: x_train, 60 rows of 4 x 4 numbers", "labels: y_train, 2 classes")
        .contains("test rows: x_test, 20", "validation loss by learning rate: ");
    DataConfig.Npz data = (DataConfig.Npz) read("bars").data();
    assertThat(data.names()).isEqualTo(new NpzNames("x_train", "y_train", "x_test", "y_test"));
    assertThat(data.target()).isEqualTo(TargetKind.CLASSES);
    assertThat(data.standardizes()).isFalse(); // bytes
    assertThat(data.counts()).isEqualTo(new RowCounts(48, 12, 20));
    assertCheckedAndPlanned("bars");
    assertThat(ran("bars")).contains("accuracy on 1 unseen seed");
  }

  @Test
  void arraysOfNumpyWithNumbersToPredict() throws IOException {
    Path rates = copy("rates.npz");
    assertThat(init(rates, "rates", "--label=rate").err())
        .contains("inputs: x, 60 rows of 3 numbers", "labels: rate, numbers to predict")
        .contains("not read: y");
    ExperimentConfig config = read("rates");
    assertThat(config.model().loss()).isEqualTo(Loss.SQUARED_ERROR);
    assertThat(config.data().standardizes()).isTrue();
    assertThat(config.data().counts()).isEqualTo(new RowCounts(36, 12, 12));
    assertThat(ran("rates")).contains("test R2 on 1 unseen seed").doesNotContain("NaN");
    Invocation none = Invocation.of("init", rates.toString(), "--label=z", "--out=" + config("z"));
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(none.err()).contains("rates.npz: there is no array 'z'", "it has x, y, rate");
  }

  /** As numbers, so many wards would be predicted, and doses have decimal commas. */
  @Test
  void textsOfParquetAreTextsThoughTheyLookLikeNumbers() throws IOException {
    assertThat(init(copy("wards.parquet"), "wards").err())
        .contains("labels: ward, 24 classes")
        .doesNotContain("decimal", "left out");
    ExperimentConfig config = read("wards");
    assertThat(((DataConfig.Table) config.data()).target()).isEqualTo(TargetKind.CLASSES);
    assertThat(DataLoader.load(config).train().featureNames())
        .hasSize(5)
        .contains("weight")
        .anyMatch(name -> name.contains("0,25"));
    assertCheckedAndPlanned("wards");
    assertThat(ran("wards")).contains("accuracy on 1 unseen seed");
  }

  /** So many rows that as many classes would have ten each. */
  @Test
  void manyWholeNumbersAreNumbersToPredict() throws IOException {
    StringBuilder rows = new StringBuilder("income,weekday,always,age\n");
    for (int i = 0; i < 1500; i++) {
      rows.append("%d,%s,5,%d%n".formatted(i * 37 % 1201, "abc".charAt(i % 3), 18 + i * 7 % 73));
    }
    Path ages = Files.writeString(folder.resolve("ages.csv"), rows);
    assertThat(init(ages, "ages").err())
        .contains("labels: age, numbers to predict; the last column (--label says another)")
        .contains("--target classes if its whole numbers are names")
        .contains("the same in every row, of no use: always");
    assertThat(((DataConfig.Table) read("ages").data()).target()).isEqualTo(TargetKind.NUMBER);
  }

  @Test
  void commasOfThousandsAreNoFractionsUnlessSo() throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("prices.csv"), "price,y\n" + "\"9,125\",0\n\"2,500\",1\n".repeat(9));
    Invocation refused = Invocation.of("init", prices.toString(), "--out=" + config("prices"));
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(refused.err())
        .contains("prices.csv:2:1: \"9,125\" has commas, which may part thousands")
        .contains("say --decimal comma");
    init(prices, "prices", "--decimal=comma");
    assertThat(DataLoader.load(read("prices")).map().mean().get(0)).isBetween(2.5, 9.125);
  }

  @Test
  void aFirstRowThatLooksLikeAHeaderIsSaid() throws IOException {
    StringBuilder rows = new StringBuilder("country,2019,2020,2021\n");
    for (int i = 0; i < 60; i++) {
      rows.append("%s,.%d,.%d,.%d%n".formatted(i % 2 == 0 ? "DE" : "FR", 1 + i % 7, i % 9, i % 5));
    }
    Path years = Files.writeString(folder.resolve("years.csv"), rows);
    assertThat(init(years, "years").err())
        .contains("warning: years.csv: its first row is read as data, but looks like a header")
        .contains("its numbers rise in equal steps", "init --header first-row");
    assertThat(init(years, "years", "--force", "--header=first-row").err())
        .contains("labels: 2021, numbers to predict")
        .doesNotContain("warning");
    assertThat(DataLoader.load(read("years")).train().featureNames())
        .containsExactly("country=DE", "country=FR", "2019", "2020");
  }

  /** The index of pandas has no name, and what a shell would part is quoted. */
  @Test
  void aColumnWithoutANameAndAFileWithBlanks() throws IOException {
    StringBuilder rows = new StringBuilder(",x,y\n");
    for (int i = 0; i < 20; i++) {
      rows.append("%d,%d,%s%n".formatted(i, i * 7 % 20, i * 7 % 20 < 10 ? "low" : "high"));
    }
    Path data = Files.writeString(folder.resolve("my data.csv"), rows);
    Invocation result = init(data, "my data");
    assertThat(result.err()).contains("left out: column 1 (numbers the rows)");
    assertThat(result.out()).contains("; ./retrograde run '" + config("my data") + "'");
    assertThat(Files.readString(config("my data"))).contains("`./retrograde init '" + data + "'`");
  }

  private Child program(String... words) throws IOException {
    Path log = folder.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(Child.words(List.of(), List.of(words)));
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    return new Child(builder.start(), log);
  }

  /** Both tables would have the same experiment. */
  @Test
  void dataOfTheSameNameElsewhereAreNotRunAsOthers() throws IOException, InterruptedException {
    String rows = "a,y\n" + "1,0\n2,1\n3,0\n".repeat(10);
    init(Files.writeString(folder.resolve("wine.csv"), rows), "wine");
    Files.createDirectory(folder.resolve("x"));
    Files.writeString(folder.resolve("x/wine.csv"), "b,z\n" + "1,0\n2,1\n".repeat(10));
    Child other = program("run", "x/wine.csv");
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(other.output())
        .contains("wine.yaml is there already, and is of ", "not of x/wine.csv")
        .contains("./retrograde init x/wine.csv --out wine-2.yaml");
    assertThat(folder.resolve("runs")).doesNotExist();
    Child same = program("run", "x/../wine.csv", "--dry-run");
    assertThat(same.code()).as(same.output()).isEqualTo(ExitCode.DONE);
    assertThat(same.output())
        .contains("wine.yaml is there already and is run; ./retrograde init")
        .contains("--force makes it anew");
  }

  @Test
  void whatIsThereIsNotReplacedUnlessAsked() throws IOException {
    Path data = Files.writeString(folder.resolve("a.csv"), "1,0\n2,1\n".repeat(10));
    Files.writeString(config("a"), "name: mine\n");
    Invocation kept = Invocation.of("init", data.toString(), "--out=" + config("a"));
    assertThat(kept.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(kept.err()).contains("is there already; --force replaces it");
    assertThat(Files.readString(config("a"))).isEqualTo("name: mine\n");
    init(data, "a", "--force", "--target=number", "--label=1");
    assertThat(((DataConfig.Table) read("a").data()).target()).isEqualTo(TargetKind.NUMBER);
  }

  @Test
  void whatCannotBeUsedIsRefusedInALine() throws IOException {
    String[][] cases = {
      {"1,0\n2,1\n", "bad.csv: there are only 2 rows; at least 10 are needed"},
      {"a,y\n1,0\n", "bad.csv: there is only 1 row; at least 10 are needed"},
      {"1,0\n".repeat(12), "--header=auto", "--header is first-row or none, got \"auto\""},
      {"a,b\n" + "1,0\n".repeat(12), "--label=c", "there is no column 'c' (--label); it has a, b"},
      {"1,0\n".repeat(12), "--target=size", "--target is classes or number, got \"size\""},
      {"1,0\n2\n", "bad.csv:2: expected 2 columns as in the first row, got 1"}
    };
    for (String[] each : cases) {
      Path data = Files.writeString(folder.resolve("bad.csv"), each[0]);
      String[] words =
          each.length == 3
              ? new String[] {"init", data.toString(), "--out=" + config("bad"), each[1]}
              : new String[] {"init", data.toString(), "--out=" + config("bad")};
      Invocation result = Invocation.of(words);
      assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(result.err()).contains(each[each.length - 1]);
      assertThat(config("bad")).doesNotExist();
    }
    assertThat(Invocation.of("init", folder.resolve("none.csv").toString()).err())
        .contains("none.csv: file not found");
  }
}

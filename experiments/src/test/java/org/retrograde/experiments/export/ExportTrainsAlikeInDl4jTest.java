package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * The exported Java files compile and train as Retrograde does: same weights, same batches, double
 * precision, 100 steps, every loss compared.
 */
final class ExportTrainsAlikeInDl4jTest {

  private static final double TOLERANCE = 1e-4;

  @TempDir private static Path folder = Path.of("");

  private static final Map<String, ExportCase> CASES = new LinkedHashMap<>();
  private static ClassLoader exported = ClassLoader.getSystemClassLoader();

  @BeforeAll
  static void exportAndCompile() throws IOException {
    List<Coefficient> all = Coefficient.STANDARD;
    add("Momentum", all, "training.learning-rate=0.5", "training.l2=1e-4");
    add("Heavy", all, "training.learning-rate=0.05", "training.optimizer=heavy-ball");
    add(
        "Nesterov",
        all,
        "training.learning-rate=0.5",
        "training.optimizer=nesterov",
        "model.activation=tanh",
        "model.loss=squared-error");
    add(
        "Adamw",
        all,
        "training.optimizer=adamw",
        "training.learning-rate=0.003",
        "training.epsilon=1e-3",
        "training.weight-decay=0.1");
    add(
        "Rmsprop",
        all,
        "training.optimizer=rmsprop",
        "training.learning-rate=0.001",
        "training.epsilon=1e-4",
        "model.activation=silu");
    add(
        "Numbers",
        ExportCase.trainNumbers(
            folder, all, "training.optimizer=adamw", "training.learning-rate=0.003"));
    compile();
  }

  private static void add(String type, List<Coefficient> moving, String... changes)
      throws IOException {
    add(type, ExportCase.train(moving, changes));
  }

  private static void add(String type, ExportCase made) throws IOException {
    CASES.put(type, made);
    String file = type + ".java";
    Files.writeString(
        folder.resolve(file), ExportedSource.of(ExportTarget.DL4J, made.exported(), file));
  }

  private static void compile() throws IOException {
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK");
    // Java 8 is what DL4J asks for; newer compilers warn of it.
    List<String> words = new ArrayList<>(List.of("--release", "8", "-Xlint:all,-options"));
    words.addAll(List.of("-proc:none", "-Xlint:-path,-classfile", "-Werror"));
    words.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    CASES.keySet().forEach(type -> words.add(folder.resolve(type + ".java").toString()));
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    int code = compiler.run(null, null, complaints, words.toArray(String[]::new));
    assertThat(code).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
    exported =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ExportTrainsAlikeInDl4jTest.class.getClassLoader());
  }

  static Set<String> cases() {
    return CASES.keySet();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyLossIsThatOfRetrograde(String type) throws ReflectiveOperationException {
    assertThat(ExportCase.difference(made(type).losses(), losses(type))).isLessThan(TOLERANCE);
  }

  @Test
  void anotherOptimizerIsToldApart() {
    assertThat(ExportCase.difference(made("Heavy").losses(), made("Momentum").losses()))
        .isGreaterThan(100 * TOLERANCE);
  }

  @Test
  void predictionsAreInTheUnitOfTheNumbers() throws ReflectiveOperationException {
    INDArray numbers = Nd4j.createFromArray(290.0, 300.5, 310.0);
    INDArray standardized = mapped("Numbers", "standardized", numbers);
    assertThat(standardized.maxNumber().doubleValue()).isLessThan(1);
    assertThat(mapped("Numbers", "predictions", standardized).equalsWithEps(numbers, 1e-9))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Momentum", "Adamw"})
  void aConfigurationComesBackFromItsJson(String type) throws ReflectiveOperationException {
    MultiLayerConfiguration configuration = configuration(type);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(exported); // where DL4J looks for the updater
    try {
      assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1024})
  void startsAreAsWideAsTheRecipeSays(int width) throws ReflectiveOperationException {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration("Momentum", width));
    network.init();
    List<ExportedGroup> groups = made("Momentum").exported().groups();
    for (int g = 0; g < groups.size(); g++) {
      INDArray start = network.getParam(parameter(g));
      double expected = groups.get(g).deviation().at((double) width / ExportCase.BASE_WIDTH);
      double spread = expected / Math.sqrt(2.0 * start.length()); // of a sample's deviation
      assertThat(start.stdNumber(false).doubleValue())
          .as(groups.get(g).name())
          .isCloseTo(expected, within(5 * spread));
    }
  }

  /** Returns DL4J's name of a group. */
  private static String parameter(int g) {
    return g / 2 + (g % 2 == 0 ? "_W" : "_b");
  }

  private static ExportCase made(String type) {
    return Objects.requireNonNull(CASES.get(type), type);
  }

  private static MultiLayerConfiguration configuration(String type)
      throws ReflectiveOperationException {
    return configuration(type, ExportCase.WIDTH);
  }

  private static MultiLayerConfiguration configuration(String type, int width)
      throws ReflectiveOperationException {
    return (MultiLayerConfiguration)
        exported
            .loadClass(type)
            .getMethod("configuration", int.class, int.class, long.class, DataType.class)
            .invoke(null, width, ExportCase.STEPS, 1L, DataType.DOUBLE);
  }

  private static List<Double> losses(String type) throws ReflectiveOperationException {
    ExportCase made = made(type);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(type));
    network.init();
    for (int g = 0; g < made.start().size(); g++) {
      INDArray parameter = network.getParam(parameter(g));
      parameter.assign(Nd4j.createFromArray(made.start().get(g)).reshape('c', parameter.shape()));
    }
    boolean decays = made.recipe().config().training().coefficient(Coefficient.WEIGHT_DECAY) != 0;
    List<Double> losses = new ArrayList<>();
    for (int[] rows : made.batches()) {
      // DL4J counts weight decay as a penalty, in the score alone.
      double decay = decays ? network.calcRegularizationScore(true) : 0;
      network.fit(inputs(made, rows), labels(type, made, rows));
      losses.add(network.score() - decay);
    }
    return losses;
  }

  private static INDArray mapped(String type, String function, INDArray numbers)
      throws ReflectiveOperationException {
    return (INDArray)
        exported.loadClass(type).getMethod(function, INDArray.class).invoke(null, numbers);
  }

  private static INDArray inputs(ExportCase made, int[] rows) {
    return Nd4j.createFromArray(made.inputs(rows))
        .reshape('c', rows.length, made.data().features());
  }

  private static INDArray labels(String type, ExportCase made, int[] rows)
      throws ReflectiveOperationException {
    if (made.before().hasNumbers()) {
      double[] numbers = IntStream.of(rows).mapToDouble(row -> made.labels()[row]).toArray();
      return mapped(type, "standardized", Nd4j.createFromArray(numbers).reshape(rows.length, 1));
    }
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, rows.length, made.data().classes());
    int[] all = made.data().train().labels();
    for (int i = 0; i < rows.length; i++) {
      labels.putScalar(i, all[rows[i]], 1);
    }
    return labels;
  }
}

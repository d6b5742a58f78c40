package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * A Java file for Deeplearning4j, in the language of Java 8.
 *
 * <p>Every optimizer goes out as an updater of its own. ND4J's Adam adds epsilon before the mean
 * square is corrected for its bias and knows neither schedules of betas nor of epsilon; its
 * Nesterovs keeps the rate inside the velocity and has no heavy-ball form.
 */
final class Dl4jSource {

  /** Lines of a constant: the class file holds at most 65,535 bytes of one. */
  private static final int LINES = 100;

  private static final List<String> IMPORTS =
      List.of(
          "java.util.HashMap",
          "java.util.Map",
          "java.util.Objects",
          "org.deeplearning4j.nn.conf.MultiLayerConfiguration",
          "org.deeplearning4j.nn.conf.NeuralNetConfiguration",
          "org.deeplearning4j.nn.conf.distribution.NormalDistribution",
          "org.deeplearning4j.nn.conf.layers.DenseLayer",
          "org.deeplearning4j.nn.conf.layers.FeedForwardLayer",
          "org.deeplearning4j.nn.conf.layers.OutputLayer",
          "org.nd4j.linalg.activations.Activation",
          "org.nd4j.linalg.api.buffer.DataType",
          "org.nd4j.linalg.api.ndarray.INDArray",
          "org.nd4j.linalg.indexing.NDArrayIndex",
          "org.nd4j.linalg.learning.GradientUpdater",
          "org.nd4j.linalg.learning.config.IUpdater",
          "org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction",
          "org.nd4j.linalg.schedule.ISchedule",
          "org.nd4j.shade.jackson.annotation.JsonProperty");

  private static final String REGULARIZE =
      """
          layer.setRegularization(regularization(weights));
          layer.setRegularizationBias(regularization(biases));
      """;

  private static final String PRODUCTS =
      """
          private final Map<String, List<Double>> products = new HashMap<>();
      """;

  private final ExportedRecipe recipe;
  private final String type;

  private Dl4jSource(ExportedRecipe recipe, String type) {
    this.recipe = recipe;
    this.type = type;
  }

  /**
   * Returns the source.
   *
   * @param type name of its public class
   * @throws ExportException if gradients are clipped
   */
  static String of(ExportedRecipe recipe, String type) {
    if (recipe.clips()) {
      throw new ExportException(
          ("training.clip is %s, a clip by the norm of the whole gradient; DL4J clips layer by"
                  + " layer only. Without the clip: --set training.clip=0")
              .formatted(recipe.config().training().clip()));
    }
    return new Dl4jSource(recipe, type).write();
  }

  private String write() {
    ExperimentConfig config = recipe.config();
    Dl4jRule rule = Dl4jRule.of(recipe.config().training().optimizer());
    Map<String, String> words = new HashMap<>();
    words.put("HEADER", header(rule));
    words.put("CLASS", type);
    words.put("WIDTH", Integer.toString(recipe.width()));
    words.put("BASE_WIDTH", Integer.toString(config.model().baseWidth()));
    words.put("STEPS", Integer.toString(config.training().steps()));
    words.put("BATCH", Integer.toString(config.training().batch()));
    words.put("LAYERS", layers());
    words.put("REGULARIZE", regularizes() ? REGULARIZE : "");
    words.put("REGULARIZATION", regularizes() ? regularization() : "");
    words.put("MOMENTS", Integer.toString(rule.moments().size()));
    words.put("RULE", rule.formula());
    words.put("PARTS", parts(rule.moments()));
    words.put("STEP", rule.step());
    words.put("FIELDS", rule.corrects() ? PRODUCTS : "");
    words.put("MEMBERS", rule.corrects() ? Template.read("dl4j-product.java") : "");
    words.put("DECAY", decays() ? Template.read("dl4j-weight-decay.java") : "");
    words.put("NUMBERS", numbers());
    return Template.fill("dl4j.java", words);
  }

  private boolean regularizes() {
    return decays() || recipe.hasPenalty();
  }

  private boolean decays() {
    return recipe.config().training().optimizer().coefficients().contains(Coefficient.WEIGHT_DECAY);
  }

  private String header(Dl4jRule rule) {
    StringBuilder text = new StringBuilder();
    imports(rule).stream()
        .sorted()
        .forEach(name -> text.append("import ").append(name).append(";\n"));
    text.append("\n/**\n * ").append(Description.title(recipe, "Deeplearning4j")).append("\n *\n");
    for (String line : Description.lines(recipe)) {
      String escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      text.append((" * " + escaped).stripTrailing()).append('\n');
    }
    return text.append(" */").toString();
  }

  private List<String> imports(Dl4jRule rule) {
    List<String> imports = new ArrayList<>(IMPORTS);
    if (rule.corrects()) {
      imports.add("java.util.ArrayList");
    }
    if (rule.corrects() || regularizes()) {
      imports.add("java.util.List");
    }
    if (regularizes()) {
      imports.add("java.util.Arrays");
      imports.add("org.nd4j.linalg.learning.regularization.Regularization");
    }
    if (decays()) {
      imports.add("org.nd4j.linalg.learning.regularization.WeightDecay");
    }
    if (recipe.hasPenalty()) {
      imports.add("org.nd4j.linalg.learning.regularization.L2Regularization");
    }
    if (rule.hasRoot()) {
      imports.add("org.nd4j.linalg.ops.transforms.Transforms");
    }
    return imports;
  }

  private String layers() {
    int depth = recipe.config().model().depth();
    StringBuilder text = new StringBuilder();
    for (int place = 1; place <= depth + 1; place++) {
      boolean last = place == depth + 1;
      String builder =
          last
              ? "new OutputLayer.Builder(LossFunction.%s).activation(Activation.%s)"
                  .formatted(loss(), outputActivation())
              : "new DenseLayer.Builder().activation(Activation.%s)".formatted(activation());
      text.append(
          "        .layer(\n            tuned(\n                    %s,\n                    %d, %s, %s, width, totalSteps)\n"
              .formatted(
                  builder,
                  place,
                  place == 1 ? Integer.toString(recipe.family().features()) : "width",
                  last ? Integer.toString(recipe.family().classes()) : "width"));
      text.append("                .build())\n");
    }
    return text.toString();
  }

  private boolean isCrossEntropy() {
    return recipe.config().model().loss() == Loss.CROSS_ENTROPY;
  }

  private String loss() {
    return isCrossEntropy() ? "MCXENT" : "MSE";
  }

  private String outputActivation() {
    return isCrossEntropy() ? "SOFTMAX" : "IDENTITY";
  }

  private String activation() {
    return switch (recipe.config().model().activation()) {
      case RELU -> "RELU";
      case TANH -> "TANH";
      case LOGISTIC -> "SIGMOID";
    };
  }

  private String regularization() {
    List<String> all = new ArrayList<>();
    if (recipe.hasPenalty()) {
      all.add("new L2Regularization(2 * updater.number(\"l2\", 0))");
    }
    if (decays()) {
      all.add("new WeightDecay(new Decay(updater), true)");
    }
    return Template.fill(
        "dl4j-regularization.java", Map.of("ALL", String.join(",\n        ", all)));
  }

  private static String parts(List<String> moments) {
    StringBuilder text = new StringBuilder();
    text.append("      long size = flat.length() / %d;\n".formatted(moments.size()));
    for (int i = 0; i < moments.size(); i++) {
      text.append(
          "      parts.put(\"%s\", flat.get(NDArrayIndex.interval(%s, %s)));\n"
              .formatted(
                  moments.get(i),
                  i == 0 ? "0" : i + " * size",
                  i == 0 ? "size" : (i + 1) + " * size"));
    }
    return text.toString();
  }

  private String numbers() {
    StringBuilder text = new StringBuilder();
    text.append("  static {\n");
    Numbers.shared(recipe).forEach((name, numbers) -> text.append(put("*", name, numbers)));
    for (ExportedGroup group : recipe.groups()) {
      Numbers.of(recipe, group)
          .forEach((name, numbers) -> text.append(put(group.name(), name, numbers)));
    }
    text.append(
        """
          }

          private static void put(String key, double power, String... points) {
            String[] words = String.join(" ", points).split(" ");
            double[] numbers = new double[1 + words.length];
            numbers[0] = power;
            for (int i = 0; i < words.length; i++) {
              numbers[1 + i] = Double.parseDouble(words[i]);
            }
            NUMBERS.put(key, numbers);
          }
        """);
    return text.toString();
  }

  private static String put(String group, String name, ExportedGroup.Schedule numbers) {
    String points = constants(numbers);
    return "    put(\"%s %s\", %s,%s);\n"
        .formatted(group, name, numbers.exponent(), numbers.isConstant() ? points : "\n" + points);
  }

  private static String constants(ExportedGroup.Schedule numbers) {
    List<String> words = numbers.points().stream().map(value -> value.toString()).toList();
    if (numbers.isConstant()) {
      return " \"" + words.get(0) + '"';
    }
    List<String> lines = Template.lines(words, 14, " ");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      boolean ends = last || i % LINES == LINES - 1;
      text.append(
          "        \"%s%s\"%s"
              .formatted(lines.get(i), ends ? "" : " ", last ? "" : ends ? ",\n" : " +\n"));
    }
    return text.toString();
  }
}

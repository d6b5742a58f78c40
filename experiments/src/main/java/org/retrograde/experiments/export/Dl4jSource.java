package org.retrograde.experiments.export;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * A Java file for Deeplearning4j, in the language of Java 8.
 *
 * <p>Every optimizer goes out as an updater of its own. ND4J's Adam adds epsilon before the mean
 * square is corrected for its bias and knows neither schedules of betas nor of epsilon; its
 * Nesterovs keeps the rate inside the velocity and has no heavy-ball form.
 */
final class Dl4jSource {

  /** In their order; a file has those that it uses. */
  private static final List<String> IMPORTS =
      List.of(
          "java.util.ArrayList",
          "java.util.Arrays",
          "java.util.HashMap",
          "java.util.List",
          "java.util.Map",
          "java.util.Objects",
          "org.deeplearning4j.nn.conf.MultiLayerConfiguration",
          "org.deeplearning4j.nn.conf.NeuralNetConfiguration",
          "org.deeplearning4j.nn.conf.distribution.NormalDistribution",
          "org.deeplearning4j.nn.conf.inputs.InputType",
          "org.deeplearning4j.nn.conf.layers.DenseLayer",
          "org.deeplearning4j.nn.conf.layers.FeedForwardLayer",
          "org.deeplearning4j.nn.conf.layers.OutputLayer",
          "org.deeplearning4j.nn.conf.preprocessor.BaseInputPreProcessor",
          "org.deeplearning4j.nn.workspace.ArrayType",
          "org.deeplearning4j.nn.workspace.LayerWorkspaceMgr",
          "org.nd4j.linalg.activations.Activation",
          "org.nd4j.linalg.api.buffer.DataType",
          "org.nd4j.linalg.api.ndarray.INDArray",
          "org.nd4j.linalg.factory.Nd4j",
          "org.nd4j.linalg.indexing.BooleanIndexing",
          "org.nd4j.linalg.indexing.NDArrayIndex",
          "org.nd4j.linalg.indexing.conditions.Conditions",
          "org.nd4j.linalg.learning.GradientUpdater",
          "org.nd4j.linalg.learning.config.IUpdater",
          "org.nd4j.linalg.learning.regularization.L2Regularization",
          "org.nd4j.linalg.learning.regularization.Regularization",
          "org.nd4j.linalg.learning.regularization.WeightDecay",
          "org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction",
          "org.nd4j.linalg.ops.transforms.Transforms",
          "org.nd4j.linalg.schedule.ISchedule",
          "org.nd4j.shade.jackson.annotation.JsonProperty");

  private Dl4jSource() {}

  /**
   * Returns the source.
   *
   * @param type name of its public class
   * @throws ExportException if gradients are clipped, the loss has terms of its own, the activation
   *     is not in DL4J, or no step is known of the optimizer
   */
  static String of(ExportedRecipe recipe, String type) {
    if (recipe.clips()) {
      throw new ExportException(
          ("training.clip is %s, a clip by the norm of the whole gradient; DL4J clips layer by"
                  + " layer only. Without the clip: --set training.clip=0")
              .formatted(recipe.config().training().clip()));
    }
    requirePlainLoss(recipe.config().training());
    if (recipe.weighsClasses()) {
      throw new ExportException(
          "data.class-weights are %s; the weights of DL4J's losses are of outputs, not of rows."
                  .formatted(recipe.config().data().classWeights())
              + " Without: --set data.class-weights=null");
    }
    requireKnown(recipe.config().model().activation());
    String body =
        Templates.fill(ExportTarget.DL4J, recipe, () -> Map.of("recipe", recipe, "type", type));
    Set<String> names = NamesInUse.inJava(body);
    List<String> imports =
        IMPORTS.stream()
            .filter(name -> names.contains(name.substring(name.lastIndexOf('.') + 1)))
            .toList();
    return Templates.fill("dl4jHead", Map.of("recipe", recipe, "imports", imports)) + body;
  }

  private static void requirePlainLoss(TrainingConfig training) {
    requireZero("label-smoothing", training.labelSmoothing());
    requireZero("z-loss", training.zLoss());
  }

  private static void requireZero(String key, double value) {
    if (value != 0) {
      throw new ExportException(
          "training.%s is %s; the losses of DL4J have none. Without: --set training.%s=0"
              .formatted(key, value, key));
    }
  }

  private static void requireKnown(Nonlinearity activation) {
    String reason =
        switch (activation) {
          case RELU, TANH, LOGISTIC, SILU -> "";
          case SQUARED_RELU -> "which DL4J does not have";
          // ActivationGELU gives .831 at 1 if precise and .846 if not.
          case GELU -> "and DL4J's GELU is another function: it gives .831 at 1, not .841";
        };
    if (!reason.isEmpty()) {
      throw new ExportException(
          "model.activation is %s, %s; DL4J has relu, tanh, logistic and silu"
              .formatted(activation.word(), reason));
    }
  }
}

package org.retrograde.experiments.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * Python files: the numbers and what reads them, which both libraries share, then their own part.
 */
final class PythonSource {

  /** The optimizers that have a template. */
  private static final Set<String> PYTORCH =
      Set.of("momentum", "heavy-ball", "adamw", "nesterov", "rmsprop");

  private final ExportedRecipe recipe;
  private final StringBuilder text = new StringBuilder();

  private PythonSource(ExportedRecipe recipe) {
    this.recipe = recipe;
  }

  static String pytorch(ExportedRecipe recipe) {
    return new PythonSource(recipe).writePytorch();
  }

  static String optax(ExportedRecipe recipe) {
    return new PythonSource(recipe).writeOptax();
  }

  private String writePytorch() {
    boolean penalty = recipe.hasPenalty();
    boolean clips = recipe.clips();
    writeHead("PyTorch", List.of("import math", "", "import torch"), pytorchUsage());
    if (movesBetas()) {
      add("products.py");
    }
    add("pytorch-%s.py".formatted(pytorchRule()));
    add("pytorch.py", Map.of("ACTIVATION", pytorchActivation(), "LOSS", pytorchLoss()));
    if (penalty) {
      add("pytorch-penalty.py");
    }
    if (clips) {
      add("pytorch-clip.py");
    }
    add(
        "pytorch-main.py",
        Map.of(
            "PENALTY", penalty ? " + l2_penalty(model)" : "",
            "CLIP", clips ? "        clip_(model)\n" : ""));
    return text.toString();
  }

  private List<String> pytorchUsage() {
    return List.of(
        "model = init_(build(width))",
        "optimizer = make_optimizer(model)",
        "for t in range(STEPS):",
        "    set_step(optimizer, t)",
        "    optimizer.zero_grad()",
        recipe.hasPenalty()
            ? "    (loss(model(x), y) + l2_penalty(model)).backward()"
            : "    loss(model(x), y).backward()",
        recipe.clips() ? "    clip_(model)" : "",
        "    optimizer.step()");
  }

  private String pytorchRule() {
    Optimizer optimizer = recipe.config().training().optimizer();
    if (!PYTORCH.contains(optimizer.word())) {
      throw ExportException.unknown(optimizer, "PyTorch");
    }
    return movesBetas() ? optimizer.word() + "-moving-betas" : optimizer.word();
  }

  private boolean movesBetas() {
    return correctsMeans() && (recipe.moves(Coefficient.BETA1) || recipe.moves(Coefficient.BETA2));
  }

  /** Adam's means are divided by one minus the product of their decays. */
  private boolean correctsMeans() {
    return recipe.config().training().optimizer().coefficients().contains(Coefficient.BETA1);
  }

  private String pytorchActivation() {
    return switch (recipe.config().model().activation()) {
      case RELU -> "ReLU";
      case TANH -> "Tanh";
      case LOGISTIC -> "Sigmoid";
    };
  }

  private String pytorchLoss() {
    return recipe.config().model().loss() == Loss.CROSS_ENTROPY
        ? "    return torch.nn.functional.cross_entropy(outputs, labels)"
        : """
        targets = torch.nn.functional.one_hot(labels, OUTPUTS).to(outputs)
        return torch.nn.functional.mse_loss(outputs, targets)\
        """
            .indent(4)
            .stripTrailing();
  }

  private String writeOptax() {
    writeHead("optax", List.of("import math"), optaxUsage());
    if (correctsMeans()) {
      add("products.py");
    }
    add("optax.py", Map.of("ACTIVATION", optaxActivation(), "LOSS", optaxLoss()));
    Map<String, String> words = new HashMap<>();
    words.put("CLIPPED", recipe.clips() ? "        grads = clip(grads)\n" : "");
    Optimizer optimizer = recipe.config().training().optimizer();
    switch (optimizer.word()) {
      case "momentum" -> addOptaxSgd(words, "v <- gamma v + (1 - gamma) g, x <- x - rate v", "v");
      case "heavy-ball" -> addOptaxSgd(words, "v <- mu v + g, x <- x - rate v", "v");
      case "nesterov" ->
          addOptaxSgd(words, "v <- mu v + g, x <- x - rate (g + mu v)", "(g + mu * v)");
      case "adamw" -> add("optax-adamw.py", words);
      case "rmsprop" -> add("optax-rmsprop.py", words);
      default -> throw ExportException.unknown(optimizer, "optax");
    }
    if (recipe.hasPenalty()) {
      add("optax-penalty.py");
    }
    if (recipe.clips()) {
      add("optax-clip.py");
    }
    add("optax-main.py", Map.of("PENALTY", recipe.hasPenalty() ? " + l2_penalty(p)" : ""));
    return text.toString();
  }

  private void addOptaxSgd(Map<String, String> words, String rule, String direction) {
    words.put("RULE", rule);
    words.put("DIRECTION", direction);
    words.put("WEIGHT", rule.contains("gamma") ? "(1 - mu) * " : "");
    add("optax-sgd.py", words);
  }

  private List<String> optaxUsage() {
    return List.of(
        "params = init(key, width)",
        "optimizer = transformation(width)",
        "state = optimizer.init(params)",
        "for t in range(STEPS):",
        "    grads = jax.grad(lambda p: loss(apply(p, x), y)%s)(params)"
            .formatted(recipe.hasPenalty() ? " + l2_penalty(p)" : ""),
        "    updates, state = optimizer.update(grads, state, params)",
        "    params = optax.apply_updates(params, updates)");
  }

  private String optaxActivation() {
    return switch (recipe.config().model().activation()) {
      case RELU -> "jax.nn.relu";
      case TANH -> "jax.numpy.tanh";
      case LOGISTIC -> "jax.nn.sigmoid";
    };
  }

  private String optaxLoss() {
    return recipe.config().model().loss() == Loss.CROSS_ENTROPY
        ? "    return -jax.numpy.take_along_axis(jax.nn.log_softmax(outputs), labels[:, None],"
            + " axis=-1).mean()"
        : "    return ((outputs - jax.nn.one_hot(labels, OUTPUTS)) ** 2).mean()";
  }

  private void add(String piece) {
    text.append(Template.read(piece));
  }

  private void add(String piece, Map<String, String> words) {
    text.append(Template.fill(piece, words));
  }

  private void writeHead(String library, List<String> imports, List<String> usage) {
    ExperimentConfig config = recipe.config();
    text.append("\"\"\"").append(Description.title(recipe, library)).append("\n\n");
    Description.lines(recipe).forEach(line -> text.append(line).append('\n'));
    text.append('\n');
    usage.stream()
        .filter(line -> !line.isEmpty())
        .forEach(line -> text.append("    ").append(line).append('\n'));
    text.append("\"\"\"\n").append(String.join("\n", imports)).append("\n\n");
    constant("WIDTH", recipe.width());
    constant("BASE_WIDTH", config.model().baseWidth());
    constant("FEATURES", recipe.family().features());
    constant("DEPTH", config.model().depth());
    constant("OUTPUTS", recipe.family().classes());
    constant("STEPS", config.training().steps());
    constant("BATCH", config.training().batch());
    if (recipe.clips()) {
      constant("CLIP", config.training().clip());
    }
    text.append("DECAYS = (\"momentum\", \"beta1\", \"beta2\")\n\n");
    writeGroups();
    add("numbers.py");
    if (config.training().optimizer().coefficients().contains(Coefficient.WEIGHT_DECAY)) {
      add("weight-decay.py");
    }
  }

  private void constant(String name, Object value) {
    text.append(name).append(" = ").append(value).append('\n');
  }

  private void writeGroups() {
    text.append("# Points in time at the base width, and their power of width / BASE_WIDTH.\n");
    text.append("SHARED = {\n");
    Numbers.shared(recipe).forEach((name, numbers) -> writeNumbers(name, numbers, 4));
    text.append("}\nGROUPS = {\n");
    for (ExportedGroup group : recipe.groups()) {
      text.append("    \"").append(group.name()).append("\": {\n        **SHARED,\n");
      Numbers.of(recipe, group).forEach((name, numbers) -> writeNumbers(name, numbers, 8));
      text.append("    },\n");
    }
    text.append("}\n\n\n");
  }

  private void writeNumbers(String name, ExportedGroup.Schedule numbers, int indent) {
    String margin = " ".repeat(indent);
    List<String> words = numbers.points().stream().map(value -> value.toString()).toList();
    text.append(margin).append('"').append(name).append("\": ([");
    if (words.size() == 1) {
      text.append(words.get(0));
    } else {
      for (String line : Template.lines(words, indent + 4, ", ")) {
        text.append('\n').append(margin).append("    ").append(line).append(',');
      }
      text.append('\n').append(margin);
    }
    text.append("], ").append(numbers.exponent()).append("),\n");
  }
}

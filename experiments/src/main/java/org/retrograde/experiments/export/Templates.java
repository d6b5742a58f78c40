package org.retrograde.experiments.export;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * The templates in src/main/jte, compiled with the program. Each library has one, and one for each
 * optimizer that it can have, such as pytorch-adamw.jte, which puts the optimizer's step into it.
 *
 * <p>A line that has only a control structure is left out, with its line break and a blank line
 * right after it: where a file has that blank line, the template has two.
 */
final class Templates {

  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Plain,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  private Templates() {}

  /** Fills the template {@code name}; the text ends with a line break. */
  static String fill(String name, Map<String, Object> parameters) {
    StringOutput output = new StringOutput();
    ENGINE.render(name + ".jte", parameters, output);
    return output.toString().stripTrailing() + "\n";
  }

  /**
   * Fills the template of a library for the recipe's optimizer.
   *
   * @param target the library
   * @param parameters of its templates, asked for where there is one
   * @throws ExportException if there is none
   */
  static String fill(
      ExportTarget target, ExportedRecipe recipe, Supplier<Map<String, Object>> parameters) {
    Optimizer optimizer = recipe.config().training().optimizer();
    if (!isThere(target, optimizer)) {
      List<String> others =
          Arrays.stream(ExportTarget.values())
              .filter(other -> isThere(other, optimizer))
              .map(ExportTarget::library)
              .toList();
      throw ExportException.unknown(optimizer, target.library(), others);
    }
    return fill(name(target, optimizer), parameters.get());
  }

  private static String name(ExportTarget target, Optimizer optimizer) {
    return target.word() + "-" + optimizer.word();
  }

  private static boolean isThere(ExportTarget target, Optimizer optimizer) {
    return ENGINE.hasTemplate(name(target, optimizer) + ".jte");
  }
}

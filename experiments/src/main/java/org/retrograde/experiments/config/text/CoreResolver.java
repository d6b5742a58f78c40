package org.retrograde.experiments.config.text;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads plain scalars as YAML 1.2's core schema does. SnakeYAML's own rules are those of YAML 1.1,
 * under which {@code no} is false, {@code 010} is 8, {@code 1:30} is 90 and {@code 1e-3} is text.
 */
public final class CoreResolver extends Resolver {
  private static final Pattern TRUE_OR_FALSE = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");
  private static final String NUMBER_START = "-+.0123456789";

  /** Returns whether a plain scalar of this text would be a number. */
  public static boolean isNumber(String text) {
    return DECIMAL.matcher(text).matches();
  }

  /** Called by the constructor of the superclass. */
  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, TRUE_OR_FALSE, "tTfF");
    addImplicitResolver(Tag.INT, INTEGER, NUMBER_START);
    addImplicitResolver(Tag.FLOAT, DECIMAL, NUMBER_START);
    addImplicitResolver(Tag.NULL, NOTHING, "~nN");
    addImplicitResolver(Tag.NULL, NOTHING, null);
  }
}

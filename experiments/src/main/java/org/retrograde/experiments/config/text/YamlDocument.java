package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A YAML text as a tree, with the line of each key.
 *
 * @param root the tree; missing if the text is empty or could not be parsed
 * @param lines line of each path, from 1; paths are keys and indices joined by dots
 * @param errors what is wrong with the YAML itself
 */
public record YamlDocument(JsonNode root, Map<String, Integer> lines, List<ConfigError> errors) {
  /** Characters that are read of a text. */
  public static final int LONGEST = 1 << 18;

  /** Parses {@code text}, which messages call {@code source}. */
  public static YamlDocument parse(String source, String text) {
    if (text.length() > LONGEST) {
      return broken(
          new ConfigError(
              source,
              0,
              "",
              "is too long for a config: it has %d characters, at most %d are read"
                  .formatted(text.length(), LONGEST)));
    }
    try {
      Node node = yaml().compose(new StringReader(text));
      if (node == null) {
        return new YamlDocument(MissingNode.getInstance(), Map.of(), List.of());
      }
      YamlConverter converter = new YamlConverter(source);
      JsonNode root = converter.convert(node, "");
      return new YamlDocument(
          root, new LinkedHashMap<>(converter.lines()), List.copyOf(converter.errors()));
    } catch (YamlConverter.TooLargeException e) {
      return broken(new ConfigError(source, e.line(), "", String.valueOf(e.getMessage())));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      return broken(new ConfigError(source, line, "", "is not valid YAML: " + describe(e)));
    } catch (YAMLException e) {
      return broken(new ConfigError(source, 1, "", "is not valid YAML: " + e.getMessage()));
    }
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setCodePointLimit(LONGEST);
    DumperOptions dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(loading),
        new Representer(dumping),
        dumping,
        loading,
        new CoreResolver());
  }

  private static String describe(MarkedYAMLException e) {
    return e.getContext() == null ? e.getProblem() : e.getProblem() + " " + e.getContext();
  }

  private static YamlDocument broken(ConfigError error) {
    return new YamlDocument(JsonNodeFactory.instance.missingNode(), Map.of(), List.of(error));
  }
}

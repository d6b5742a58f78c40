package org.retrograde.experiments.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.retrograde.experiments.config.text.ConfigError;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.Overrides;
import org.retrograde.experiments.config.text.Suggestion;
import org.retrograde.experiments.config.text.YamlDocument;
import org.retrograde.models.data.NoText;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads experiments. Overrides have the form {@code a.b.c=value} of the option {@code --set}: keys
 * joined by dots, list items by index, the value in YAML, {@code null} to remove a key; the last
 * one wins.
 */
public final class ConfigReader {

  /** Longer chains of experiments that are like one another are taken for circles. */
  private static final int LONGEST_CHAIN = 8;

  /** What an experiment is read for. */
  private enum Aim {
    RUN,
    PROBLEM
  }

  private ConfigReader() {}

  /**
   * Reads a file.
   *
   * @param file YAML, UTF-8. Relative paths in it count from its folder.
   * @param overrides changes to apply first. Relative paths in them count from the working
   *     directory.
   * @return the experiment, checked, with every default filled in
   * @throws ConfigException if anything is wrong, with all errors at once
   */
  public static ExperimentConfig read(Path file, List<String> overrides) {
    return resolve(file, overrides, Aim.RUN);
  }

  /**
   * Reads an experiment that comes with the program.
   *
   * @param name one of {@link #builtinNames}
   * @param overrides changes to apply first. Relative paths in them count from the working
   *     directory.
   * @return the experiment, checked, with every default filled in
   * @throws ConfigException if there is no such experiment, or an override is wrong, with all
   *     errors at once
   */
  public static ExperimentConfig readBuiltin(String name, List<String> overrides) {
    return resolve(name + ".yaml", builtin(name), Path.of(""), overrides, Aim.RUN);
  }

  private static String builtin(String name) {
    if (!Builtins.NAMES.contains(name)) {
      String known = String.join(", ", Builtins.NAMES);
      String hint = Suggestion.hint(name, Builtins.NAMES);
      throw failure(
          name, "there is no such built-in experiment" + hint + " (built in are " + known + ")");
    }
    return Builtins.text(name);
  }

  /**
   * Reads an experiment from text that is at hand, YAML or JSON.
   *
   * @param source names the text in errors
   * @param text the experiment. Relative paths in it count from the working directory.
   * @param overrides changes to apply first
   * @return the experiment, checked, with every default filled in
   * @throws ConfigException if anything is wrong, with all errors at once
   */
  public static ExperimentConfig readText(String source, String text, List<String> overrides) {
    return resolve(source, text, Path.of(""), overrides, Aim.RUN);
  }

  /**
   * Reads an experiment that was checked before, to train with it once more. Overrides need to fit
   * data, model and training only: what the experiment does besides, such as tuning, is not done
   * again.
   *
   * @param source names the text in errors, which give no lines
   * @param text the experiment, resolved
   * @param overrides changes to apply first. Relative paths in them count from the working
   *     directory.
   * @return the experiment
   * @throws ConfigException if an override is wrong, with all errors at once
   */
  public static ExperimentConfig readForTraining(
      String source, String text, List<String> overrides) {
    ConfigTree tree = checkedForTraining(source, text, overrides);
    if (tree.isReadable()) {
      FilePaths.resolve(tree);
    }
    return bound(tree);
  }

  /**
   * Reads an experiment that was checked before, as it was then, for what it says and not to be
   * run: its files may have moved since and are not looked for.
   *
   * @param source names the text in errors, which give no lines
   * @param text the experiment, resolved
   * @return the experiment
   * @throws ConfigException if the text is wrong, with all errors at once
   */
  public static ExperimentConfig readAsItWas(String source, String text) {
    return bound(checkedForTraining(source, text, List.of()));
  }

  private static ConfigTree checkedForTraining(String source, String text, List<String> overrides) {
    ConfigTree tree = ConfigTree.parseUnseen(source, text);
    Problems.spellOut(tree);
    Epochs.giveWay(tree.root(), overrides);
    Overrides.apply(tree, overrides);
    if (tree.isReadable()) {
      checkSchema(tree);
      CrossChecks.checkTraining(tree);
      CrossChecks.checkRun(tree);
      SectionChecks.check(tree);
    }
    return tree;
  }

  /** Checks keys and their values one by one, and fills in defaults. */
  private static void checkSchema(ConfigTree tree) {
    Problems.unfold(tree);
    OptimizerNames.resolve(tree);
    Epochs.resolve(tree);
    CoefficientSchema.fillIn(tree);
    OwnDepth depth = OwnDepth.of(tree);
    ConfigSchema.EXPERIMENT.check(tree);
    depth.check(tree);
  }

  /**
   * Reads what the command line names: a bare word, of letters, digits, dashes and underscores,
   * perhaps with {@code paper/}, {@code lingle/} or {@code schedules/} before it, is a built-in
   * experiment; anything else, such as {@code my.yaml} or {@code ./my}, is a file.
   *
   * @param experiment name or path
   * @param overrides changes to apply first
   * @return the experiment, checked, with every default filled in
   * @throws ConfigException if anything is wrong, with all errors at once
   */
  public static ExperimentConfig readFileOrBuiltin(String experiment, List<String> overrides) {
    return readFileOrBuiltin(experiment, overrides, Aim.RUN);
  }

  /**
   * Reads an experiment for its problem, data, model and training: it need not ask for anything to
   * be run.
   *
   * @param experiment name or path
   * @return the experiment, checked, with every default filled in
   * @throws ConfigException if anything is wrong, with all errors at once
   */
  public static ExperimentConfig readProblem(String experiment) {
    return readFileOrBuiltin(experiment, List.of(), Aim.PROBLEM);
  }

  private static ExperimentConfig readFileOrBuiltin(
      String experiment, List<String> overrides, Aim aim) {
    if (Builtins.isMeant(experiment)) {
      return readBuiltin(experiment, overrides);
    }
    try {
      return resolve(Path.of(experiment), overrides, aim);
    } catch (InvalidPathException e) {
      throw failure(experiment, FileReasons.noPath(e));
    }
  }

  /**
   * Reads one of {@code ablations}: as it is, but for ablations of its own.
   *
   * @param experiment name or path
   * @return the experiment, checked, with every default filled in
   * @throws ConfigException if anything is wrong, with all errors at once
   */
  public static ExperimentConfig readAblation(String experiment) {
    return readFileOrBuiltin(experiment, List.of(FilePaths.ABLATIONS + "=null"));
  }

  /**
   * Returns the names of the experiments that come with the program.
   *
   * @return in the order to list them
   */
  public static List<String> builtinNames() {
    return Builtins.NAMES;
  }

  /**
   * Returns what a list shows of the experiments that come with the program.
   *
   * @return in the order to list them
   */
  public static List<BuiltinSummary> builtinSummaries() {
    return Builtins.NAMES.stream().map(BuiltinSummary::of).toList();
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  private static ExperimentConfig resolve(Path file, List<String> overrides, Aim aim) {
    return resolve(file.toString(), text(file), folderOf(file), overrides, aim);
  }

  private static ExperimentConfig resolve(
      String source, String text, Path folder, List<String> overrides, Aim aim) {
    ConfigTree tree = written(source, text, folder, 0);
    Epochs.giveWay(tree.root(), overrides);
    Overrides.apply(tree, overrides);
    if (tree.isReadable()) {
      tree.text(Likeness.KEY)
          .ifPresent(
              other ->
                  tree.report(Likeness.KEY, "is for files; name the experiment itself instead"));
      Judging.resolve(tree);
      checkSchema(tree);
      CrossChecks.check(tree);
      if (aim == Aim.RUN) {
        CrossChecks.checkSomethingToDo(tree);
      }
      SectionChecks.check(tree);
    }
    if (tree.isReadable()) {
      FilePaths.resolve(tree);
    }
    ExperimentConfig config = bound(tree);
    PublishedChecks.groups(tree, config);
    ablations(tree, config);
    if (!tree.errors().isEmpty()) {
      throw new ConfigException(tree.errors());
    }
    return config;
  }

  /**
   * Returns what a text says, with what it takes from the experiment that it is like.
   *
   * @param chain how many are like one another before it
   */
  private static ConfigTree written(String source, String text, Path folder, int chain) {
    ConfigTree tree = ConfigTree.parse(source, text);
    if (tree.isReadable()) {
      OtherFiles.report(tree, source);
    }
    OldStudy.report(tree);
    if (tree.isReadable()) {
      Problems.spellOut(tree);
      FilePaths.anchor(tree, folder);
      tree.text(Likeness.KEY).ifPresent(other -> fillIn(tree, folder, other, chain));
    }
    return tree;
  }

  private static void fillIn(ConfigTree tree, Path folder, String other, int chain) {
    tree.root().remove(Likeness.KEY);
    try {
      if (chain == LONGEST_CHAIN) {
        throw failure(
            other, "is like others, and those like others again, %d times".formatted(chain));
      }
      ConfigTree base = other(folder, other, chain + 1);
      if (!base.errors().isEmpty()) {
        throw new ConfigException(base.errors());
      }
      Epochs.giveWay(base.root(), tree.root());
      Likeness.fillIn(tree.root(), base.root());
    } catch (ConfigException e) {
      tree.report(Likeness.KEY, e.errors().get(0).toString());
    } catch (InvalidPathException e) {
      tree.report(Likeness.KEY, FileReasons.noPath(e));
    }
  }

  private static ConfigTree other(Path folder, String other, int chain) {
    if (Builtins.isMeant(other)) {
      return written(other, builtin(other), Path.of(""), chain);
    }
    Path file = folder.resolve(other);
    return written(file.toString(), text(file), folderOf(file), chain);
  }

  /** Reports ablations that cannot be read, or sweep nothing. */
  private static void ablations(ConfigTree tree, ExperimentConfig config) {
    for (int i = 0; i < config.ablations().size(); i++) {
      String path = FilePaths.ABLATIONS + "." + i;
      try {
        if (readAblation(config.ablations().get(i)).sweep() == null) {
          tree.report(path, "has no section sweep");
        }
      } catch (ConfigException e) {
        tree.report(path, e.errors().get(0).toString());
      }
    }
  }

  /** Binds a tree after all checks; what they found is thrown. */
  private static ExperimentConfig bound(ConfigTree tree) {
    if (!tree.errors().isEmpty()) {
      throw new ConfigException(tree.errors());
    }
    Problems.fillIn(tree.root());
    return ConfigMapper.bind(tree);
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      // Not the whole: /dev/zero has no end.
      byte[] bytes = in.readNBytes(YamlDocument.LONGEST + 1);
      if (bytes.length > YamlDocument.LONGEST) {
        throw failure(
            file.toString(),
            "is too long for a config: at most %d bytes are read".formatted(YamlDocument.LONGEST));
      }
      Optional<String> complaint = NoText.complaint(bytes);
      if (complaint.isPresent()) {
        throw failure(file.toString(), complaint.get());
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw failure(file.toString(), "file not found");
    } catch (CharacterCodingException e) {
      throw failure(file.toString(), "is not UTF-8 text");
    } catch (IOException e) {
      throw failure(file.toString(), "cannot be read: " + FileReasons.of(e));
    }
  }

  private static ConfigException failure(String source, String message) {
    return new ConfigException(List.of(new ConfigError(source, 0, "", message)));
  }
}

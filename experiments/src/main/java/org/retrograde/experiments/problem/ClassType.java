package org.retrograde.experiments.problem;

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.objective.HostObjective;

/** An objective of the user's own, given as a class. */
public final class ClassType implements ProblemType {

  @Override
  public String word() {
    return "class";
  }

  @Override
  public String meaning() {
    return "an objective of your own, `class: NAME`, whose training the report draws if it has two"
        + " weights";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["name"],
      "properties": {
        "name": {
          "description": "A public class on the class path that implements `HostObjective` and has a constructor without arguments.",
          "type": "string", "minLength": 1
        }
      }
    }
    """;
  }

  @Override
  public String mainKey() {
    return "name";
  }

  @Override
  public Class<?> type() {
    return Named.class;
  }

  /** Its keys. */
  private record Named(String name) {}

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    String name = ((Named) settings).name();
    try {
      // Not started before it is known to be an objective: anything may be in its initializer.
      Class<?> type = Class.forName(name, false, ClassType.class.getClassLoader());
      if (!HostObjective.class.isAssignableFrom(type)) {
        complain.accept("name", name + " does not implement " + HostObjective.class.getName());
      } else if (!Modifier.isPublic(type.getModifiers())
          || Modifier.isAbstract(type.getModifiers())
          || !Modifier.isPublic(type.getConstructor().getModifiers())) {
        complain.accept(
            "name",
            name + " must be public and not abstract, with a public constructor without arguments");
      }
    } catch (ClassNotFoundException e) {
      complain.accept(
          "name",
          "there is no class "
              + name
              + " on the class path; RETROGRADE_CLASS_PATH adds folders and jars to it");
    } catch (NoSuchMethodException e) {
      complain.accept("name", name + " has no public constructor without arguments");
    } catch (LinkageError e) {
      complain.accept("name", "the class %s cannot be loaded: %s".formatted(name, e.getMessage()));
    }
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    String name = config.problem().settings(Named.class).name();
    UsersObjective.of(name, config.training().steps()); // what is wrong with it is said at once
    Map<String, String> hashes = ClassHash.of(name);
    return LoadedProblem.withHashes(
        hashes, device -> new ClassProblem(config, name, hashes, device, Optional.empty()));
  }
}

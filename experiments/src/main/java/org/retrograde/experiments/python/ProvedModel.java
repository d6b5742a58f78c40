package org.retrograde.experiments.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.export.ExportException;
import org.retrograde.experiments.export.ModuleRecipe;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.data.DataException;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A model in Python that has proved that it can be differentiated exactly, on no device yet.
 *
 * @param model its workers
 * @param config of the experiment
 * @param proof what was proved, in words
 * @param links to its widths
 */
record ProvedModel(PythonModel model, ExperimentConfig config, List<String> proof, WidthLinks links)
    implements LoadedProblem {

  /**
   * Reads the file, and has it prove that its losses have the derivatives that they say.
   *
   * @throws DataException if they have not, or the file lacks something
   */
  static ProvedModel load(ExperimentConfig config) {
    PythonModel model = new PythonModel(config);
    try {
      List<String> proof = new Proof(model, config).inWords();
      return new ProvedModel(model, config, proof, new WidthLinks(model, config));
    } catch (PythonException e) {
      model.close();
      throw new DataException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private Parametrization parametrization() {
    return model.settings().parametrization().table();
  }

  /**
   * Returns a recipe for a training script of the user's own.
   *
   * @param width of the model
   */
  ModuleRecipe exported(Recipe recipe, int width) {
    int asked = model.settings().hasWidths() ? width : 0;
    if (asked == 0 && width != config.widths().width()) {
      throw new ExportException(
          "--width: the model has one width; leave it out, or give problem.python.width");
    }
    List<ParameterGroup> groups = model.roles().groups(model.tensors(asked));
    List<String> names = groups.stream().map(ParameterGroup::name).toList();
    if (!names.equals(recipe.groups())) {
      throw new ExportException(
          "the recipe is for the parameters %s, the model has %s"
              .formatted(recipe.groups(), names));
    }
    RunSettings tuned = new RunSettings(config.training().steps(), groups);
    recipe.apply(tuned);
    String name = model.files().get(0);
    return ModuleRecipe.of(
        config,
        name.substring(0, name.lastIndexOf('.')),
        model.about().made(asked),
        model.about().extraArguments(),
        names,
        links.to(width, parametrization()).effective(tuned));
  }

  @Override
  public Map<String, String> dataHashes() {
    return model.hashes();
  }

  @Override
  public TrainingProblem on(Device device) {
    return new PythonProblem(
        model, config, proof, links, parametrization(), device, Optional.empty());
  }

  @Override
  public void logInto(Path folder) {
    model.logInto(folder);
  }
}

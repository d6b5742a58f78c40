package org.retrograde.experiments.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.problem.CheckpointPlace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.models.data.DataException;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A model in Python on a device: weights, moments and buffers live there, and losses and their
 * derivatives come from the workers.
 *
 * @param model that has been proved
 * @param config of the experiment
 * @param proof what was proved of it, in words
 * @param links to its widths
 * @param parametrization that it follows at other widths
 * @param device where it trains
 * @param checkpoints where its runs keep their states, if they do
 */
record PythonProblem(
    PythonModel model,
    ExperimentConfig config,
    List<String> proof,
    WidthLinks links,
    Parametrization parametrization,
    Device device,
    Optional<CheckpointPlace> checkpoints)
    implements TrainingProblem {

  @Override
  public PythonProblem on(Device other) {
    return new PythonProblem(model, config, proof, links, parametrization, other, checkpoints);
  }

  @Override
  public PythonProblem trainedAs(ExperimentConfig other) {
    return new PythonProblem(model, other, proof, links, parametrization, device, checkpoints);
  }

  @Override
  public PythonProblem under(Parametrization other) {
    return new PythonProblem(model, config, proof, links, other, device, checkpoints);
  }

  @Override
  public PythonProblem keepingIn(CheckpointPlace place) {
    return new PythonProblem(
        model, config, proof, links, parametrization, device, Optional.of(place));
  }

  @Override
  public Map<String, String> dataHashes() {
    return model.hashes();
  }

  /** Bits depend on the framework too. */
  @Override
  public String description() {
    return "%s %s %s on Python %s"
        .formatted(
            TrainingProblem.super.description(),
            parametrization.word(),
            model.about().framework(),
            model.about().python());
  }

  /** Frameworks choose their kernels by the processor, and do not say which. */
  @Override
  public Map<String, String> surroundings() {
    String processor = Provenance.processor().getOrDefault("processor", "unknown");
    return Map.of("processor", processor);
  }

  @Override
  public boolean isOfConfig() {
    return parametrization.equals(model.settings().parametrization().table());
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return model.roles().groups(model.tensors(asked(width)));
  }

  /** Without widths there is one, whatever it is called. */
  private int asked(int width) {
    return model.settings().hasWidths() ? width : 0;
  }

  @Override
  public int width() {
    return model.settings().widths().width();
  }

  @Override
  public boolean hasWidths() {
    return model.settings().hasWidths();
  }

  @Override
  public int baseWidth() {
    return model.settings().widths().base();
  }

  @Override
  public Link link(int width) {
    return links.to(width, parametrization);
  }

  /** A module is a layer. */
  @Override
  public List<GroupPlace> places() {
    List<GroupPlace> places = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    TensorRoles roles = model.roles();
    for (ModelTensors.Named tensor : model.tensors(asked(width())).tensors()) {
      String owner = tensor.owner().isEmpty() ? tensor.name() : tensor.owner();
      if (!owners.contains(owner)) {
        owners.add(owner);
      }
      places.add(
          new GroupPlace(tensor.name(), owners.indexOf(owner), roles.of(tensor).role().isWeight()));
    }
    return places;
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    return new TrainingRun(
        device,
        model.objective(device, asked(width), seed),
        optimizer(),
        effective,
        options(width, seed));
  }

  @Override
  public Map<String, double[]> lossParameters() {
    return model.extras();
  }

  /** They have no classes that would be known here, so that all are of one. */
  @Override
  public int[] rowClasses() {
    return model.about().extras().stream()
        .filter(extra -> extra.name().equals(LossParameter.EXAMPLE_WEIGHTS))
        .findFirst()
        .map(extra -> new int[extra.rows()])
        .orElseThrow(
            () ->
                new DataException(
                    "%s: its loss takes no example_weights; declare loss(model, batch, example_weights)"
                            .formatted(model.settings().file())
                        + " and EXAMPLES, the number of training examples"));
  }

  @Override
  public List<String> parts() {
    return model.about().parts();
  }

  @Override
  public Evaluation judge(String part, TrainingRun run, Trained trained) {
    return ((PythonObjective) run.objective()).judge(part, trained.effectiveWeights());
  }

  @Override
  public List<String> outline() {
    List<String> outline = new ArrayList<>();
    outline.add(
        "%s: %s on Python %s"
            .formatted(
                String.join(", ", model.files()),
                model.about().framework(),
                model.about().python()));
    List<String> frozen = model.tensors(asked(width())).frozen();
    if (!frozen.isEmpty()) {
      outline.add("not trained, as they require no gradient: " + String.join(", ", frozen));
    }
    outline.addAll(proof);
    warnings().forEach(warning -> outline.add("warning: " + warning));
    outline.addAll(TrainingProblem.super.outline());
    outline.add(
        String.format(
            Locale.ROOT,
            "each of up to %d workers shares %.3g MB with this program: weights, a direction and a"
                + " result, whatever the number of steps",
            config.run().jobsAtOnce(),
            3e-6 * config.run().precision().bytes() * parameters()));
    return outline;
  }

  /** Tensors in two places, for which a rule of the width can be right in one alone. */
  @Override
  public List<String> warnings() {
    return hasWidths()
        ? model.tensors(width()).tensors().stream()
            .filter(tensor -> tensor.module().contains(" and "))
            .map(
                tensor ->
                    "%s is shared by %s; at other widths it follows the rule of %s alone"
                        .formatted(tensor.name(), tensor.module(), model.roles().of(tensor).word()))
            .toList()
        : List.of();
  }

  private long parameters() {
    return groups().stream().mapToLong(ParameterGroup::size).sum();
  }
}

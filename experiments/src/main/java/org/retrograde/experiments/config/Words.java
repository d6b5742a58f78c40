package org.retrograde.experiments.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.retrograde.hypergrad.average.IterateAverages;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.Tunables;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.search.Searchers;
import org.retrograde.hypergrad.trial.TrialEngines;
import org.retrograde.hypergrad.tune.MetaOptimizers;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.TextUnit;
import org.retrograde.models.metrics.Metric;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.architecture.Architectures;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.table.DecimalSign;
import org.retrograde.models.table.HeaderRow;
import org.retrograde.models.table.MissingCells;
import org.retrograde.models.table.Separator;
import org.retrograde.models.table.TargetKind;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/**
 * The catalogues that words of a config come from, by the name that {@code "words"} of the schema
 * has for them.
 */
final class Words {

  private static final Map<String, Catalogue<?>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("device", Devices.ALL);
    BY_NAME.put("header", Catalogue.of(HeaderRow.class));
    BY_NAME.put("separator", Catalogue.of(Separator.class));
    BY_NAME.put("decimal", Catalogue.of(DecimalSign.class));
    BY_NAME.put("missing", Catalogue.of(MissingCells.class));
    BY_NAME.put("target", Catalogue.of(TargetKind.class));
    BY_NAME.put("unit", Catalogue.of(TextUnit.class));
    BY_NAME.put("precision", Catalogue.of(Precision.class));
    BY_NAME.put("products", Catalogue.of(Products.class));
    BY_NAME.put("strategy", StrategyChoice.ALL);
    BY_NAME.put("engine", TrialEngines.ALL);
    BY_NAME.put("architecture", Architectures.ALL);
    BY_NAME.put("activation", Catalogue.of(Nonlinearity.class));
    BY_NAME.put("loss", Catalogue.of(Loss.class));
    BY_NAME.put("init", Catalogue.of(Initialization.class));
    BY_NAME.put("parametrization", Catalogue.of(Parametrization.class));
    BY_NAME.put("decay-rule", Catalogue.of(DecayRule.class));
    BY_NAME.put("optimizer", Optimizers.ALL);
    BY_NAME.put("layer-rates", Catalogue.of(TrainingConfig.LayerRates.class));
    BY_NAME.put("schedule", Schedules.ALL);
    BY_NAME.put("sampling", Catalogue.of(TrainingConfig.Sampling.class));
    BY_NAME.put("average", IterateAverages.ALL);
    BY_NAME.put("objective", Catalogue.of(TuneConfig.Objective.class));
    BY_NAME.put("metric", Catalogue.of(Metric.class));
    BY_NAME.put("meta-optimizer", MetaOptimizers.ALL);
    BY_NAME.put("meta-decay", Catalogue.of(MetaOptimizerConfig.Decay.class));
    BY_NAME.put("hyperparameter", Tunables.ALL);
    BY_NAME.put("per", Catalogue.of(Per.class));
    BY_NAME.put("search", Searchers.ALL);
    BY_NAME.put("problem", ProblemKind.ALL);
    ProblemKind.ALL.all().forEach(kind -> BY_NAME.putAll(kind.words()));
    Sections.ALL.all().forEach(section -> BY_NAME.putAll(section.words()));
  }

  private Words() {}

  /** Returns the catalogue of this name. */
  static Catalogue<?> named(String name) {
    Catalogue<?> catalogue = BY_NAME.get(name);
    if (catalogue == null) {
      throw new NoSuchElementException("the schema names a catalogue '%s'".formatted(name));
    }
    return catalogue;
  }

  /** Returns all catalogues. */
  static List<Catalogue<? extends Word>> all() {
    return List.copyOf(BY_NAME.values());
  }
}

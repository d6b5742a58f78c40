package org.retrograde.reports.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** All kinds of findings: those of this program, then those that the class path brings. */
final class FindingKinds {

  /** In the order of {@code results.json}, which has a place for each whether found or not. */
  private static final List<FindingKind<?>> OWN =
      List.of(
          new Own<>("schedules", Schedules.class),
          new Own<>("initScales", InitScales.class),
          new Own<>("penalties", Penalties.class),
          new Own<>("importances", Importances.class),
          new Own<>("transfer", Transfer.class),
          new Own<>("arms", Arms.class),
          new Own<>("grid", Grid.class),
          new Own<>("memory", MemoryUse.class),
          new Own<>("reversal", ReversalProof.class),
          new Own<>("plan", Plan.class),
          new Own<>("adjointTraces", AdjointTraces.class),
          new Own<>("optimizerNotes", OptimizerNotes.class),
          new Own<>("searches", Searches.class),
          new Own<>("trajectories", TrajectoryMap.class),
          new Own<>("mixings", Mixings.class),
          new Own<>("tasks", Tasks.class),
          new Own<>("judged", Judged.class),
          new Own<>("pictures", Pictures.class),
          new Own<>("meanDerivatives", MeanDerivatives.class),
          new Own<>("landscape", Landscape.class),
          new Own<>("published", Published.class),
          new Own<>("checks", Checks.class),
          new Own<>("notes", Notes.class));

  /** Without such a place, so that results of earlier versions keep their bytes. */
  private static final List<FindingKind<?>> LATER =
      List.of(
          new Own<>("sweeps", Sweeps.class),
          new Own<>("lossUnit", LossUnit.class),
          new Own<>("textSamples", TextSamples.class),
          new Own<>("optimum", Optimum.class),
          new Own<>("contest", Contest.class),
          new Own<>("rateLaw", RateLaw.class),
          new Own<>("lossLaws", LossLaws.class),
          new Own<>("studies", Studies.class),
          new Own<>("influences", Influences.class),
          new Own<>("headline", Headline.class),
          new Own<>("baseline", Baseline.class),
          new Own<>("classJudgements", ClassJudgements.class),
          new Own<>("numberJudgements", NumberJudgements.class),
          new Own<>("trainingCurves", TrainingCurves.class),
          new Own<>("moduleNumbers", ModuleNumbers.class),
          new Own<>("moduleShares", ModuleShares.class));

  /** A key that no kind may have: of the version of the file. */
  static final String SCHEMA_KEY = "schema";

  private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z0-9-]*");

  private static final FindingKinds ALL = loaded();

  private final Map<String, FindingKind<?>> byKey = new LinkedHashMap<>();
  private final Map<Class<?>, String> keys = new LinkedHashMap<>();

  /**
   * Makes a catalogue.
   *
   * @throws IllegalStateException if a key is no key, or two kinds have the same key or type
   */
  FindingKinds(List<? extends FindingKind<?>> kinds) {
    for (FindingKind<?> kind : kinds) {
      String key = kind.key();
      if (!KEY.matcher(key).matches() || key.equals(SCHEMA_KEY)) {
        throw new IllegalStateException(
            "%s: a key must match %s and not be '%s', got '%s'"
                .formatted(kind.getClass().getName(), KEY, SCHEMA_KEY, key));
      }
      if (byKey.putIfAbsent(key, kind) != null || keys.putIfAbsent(kind.type(), key) != null) {
        throw new IllegalStateException(
            "%s: another kind has the key '%s' or the type %s"
                .formatted(kind.getClass().getName(), key, kind.type().getName()));
      }
    }
  }

  private static FindingKinds loaded() {
    List<FindingKind<?>> kinds = new ArrayList<>(OWN);
    kinds.addAll(LATER);
    ServiceLoader.load(FindingKind.class).forEach(kinds::add);
    return new FindingKinds(kinds);
  }

  /** The kinds that this program knows. */
  static FindingKinds all() {
    return ALL;
  }

  /** The keys of this program's own kinds with what stands there where nothing was found. */
  static Map<String, Object> nothing() {
    Map<String, Object> nothing = new LinkedHashMap<>();
    for (FindingKind<?> kind : OWN) {
      nothing.put(kind.key(), ListFinding.class.isAssignableFrom(kind.type()) ? List.of() : null);
    }
    return nothing;
  }

  /** The type behind a key, if the key is known. */
  Optional<Class<? extends Finding>> type(String key) {
    return Optional.ofNullable(byKey.get(key)).map(FindingKind::type);
  }

  /**
   * The key of a type.
   *
   * @throws IllegalArgumentException if no kind has that type; says how to add one
   */
  String key(Class<? extends Finding> type) {
    String key = keys.get(type);
    if (key == null) {
      throw new IllegalArgumentException(
          "no kind of finding has the type %s; name a FindingKind of it in META-INF/services/%s"
              .formatted(type.getName(), FindingKind.class.getName()));
    }
    return key;
  }

  private record Own<T extends Finding>(String key, Class<T> type) implements FindingKind<T> {}
}

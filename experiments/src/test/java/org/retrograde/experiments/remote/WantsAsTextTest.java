package org.retrograde.experiments.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.rule.DeltaBarDelta;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.trial.Want;

/** What trials may want can be sent to other processes. */
final class WantsAsTextTest {

  /** Of commands that run no trials elsewhere: they hold what they look at. */
  private static final Set<String> ONLY_HERE =
      Set.of("org.retrograde.experiments.width.CoordinateCheck$Look");

  private static List<Class<?>> wants() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.retrograde")
            .stream()
            .filter(type -> type.isAssignableTo(Want.class) && !type.isInterface())
            .map(JavaClass::reflect)
            .<Class<?>>map(type -> type)
            .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyWantReadsBackEqual() {
    List<Class<?>> wants = wants();
    assertThat(wants).hasSizeGreaterThan(20);
    return wants.stream()
        .filter(type -> !ONLY_HERE.contains(type.getName()))
        .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> assertReadsBack(type)));
  }

  private static void assertReadsBack(Class<?> type) throws ReflectiveOperationException {
    Want<?> want = (Want<?>) sample(type);
    TrialSpec.WantText text = TrialText.want(want).orElseThrow();
    assertThat(text.kind()).isEqualTo(type.getName());
    TrialSpec.WantText back =
        RemoteJson.read(RemoteJson.write(text), TrialSpec.WantText.class, "a want");
    assertThat((Object) RemoteJson.read(back.value(), want.getClass())).isEqualTo(want);
  }

  private static Object sample(Class<?> type) throws ReflectiveOperationException {
    if (RateRule.class.isAssignableFrom(type)) {
      return new DeltaBarDelta();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[type.getEnumConstants().length - 1];
    }
    assertThat(type.isRecord()).as("%s is a record", type).isTrue();
    List<Class<?>> types = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      arguments.add(value(component.getGenericType()));
    }
    Constructor<?> made = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
    made.setAccessible(true);
    return made.newInstance(arguments.toArray());
  }

  private static Object value(Type type) throws ReflectiveOperationException {
    if (type == int.class) {
      return 5;
    }
    if (type == double.class) {
      return 1 / 3.0;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == String.class) {
      return "validation";
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type entry = list.getActualTypeArguments()[0];
      return entry == Integer.class ? List.of(1, 2) : Arrays.asList(value(entry), value(entry));
    }
    return sample((Class<?>) type);
  }

  /** The control: a want that holds more than text says is not sent. */
  @Test
  void aWantThatDoesNotReadBackIsRunHere() {
    assertThat(TrialText.want(new Holding(new Object()))).isEmpty();
  }

  private record Holding(Object something) implements Want<Double> {
    @Override
    public Class<Double> type() {
      return Double.class;
    }

    @Override
    public Double of(Problem problem, RunSettings settings, int width, long seed) {
      return 0.0;
    }
  }
}

package org.retrograde.experiments;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.FailureReport;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.check.CheckOutcome;
import org.retrograde.experiments.check.ExperimentCheck;
import org.retrograde.experiments.cli.Main;
import org.retrograde.experiments.config.Section;
import org.retrograde.experiments.paper.CurvedValley;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.cuda.Cublas;
import org.retrograde.reversible.device.cuda.CudaDriver;
import org.retrograde.reversible.device.cuda.Nvrtc;
import org.retrograde.reversible.device.nd4j.Gpu;

/** What users may rely on is marked and complete; what is open without a mark, others use. */
@AnalyzeClasses(
    packages = "org.retrograde",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ApiTest {

  private static final DescribedPredicate<JavaAnnotation<?>> MARK =
      describe(
          "marked for users",
          mark ->
              mark.getRawType().isEquivalentTo(API.class)
                  && mark.as(API.class).status() != API.Status.INTERNAL);

  private static boolean isApi(JavaClass type) {
    return isOpen(type)
        && (outermost(type).isAnnotatedWith(MARK) || type.getPackage().isAnnotatedWith(MARK));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ApiTest::outermost).orElse(type);
  }

  private static boolean isOpen(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ApiTest::isOpen).orElse(true);
  }

  private static boolean isOpen(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("org.retrograde");
  }

  private static final DescribedPredicate<JavaClass> MADE_OF_A_TEMPLATE =
      simpleNameStartingWith("Jte");

  @ArchTest
  static final ArchRule whatTheApiShowsIsOfIt =
      classes()
          .that(describe("are marked", ApiTest::isApi))
          .and(not(MADE_OF_A_TEMPLATE))
          .should(showOnlyWhatIsMarked());

  private static ArchCondition<JavaClass> showOnlyWhatIsMarked() {
    return new ArchCondition<>("show only what is marked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaType> supertypes =
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> members =
            type.getMembers().stream()
                .filter(member -> isOpen(member) && !member.isAnnotatedWith(API.class))
                .flatMap(ApiTest::shown);
        Stream.concat(supertypes, members)
            .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(shown -> isOurs(shown) && !isApi(shown))
            .distinct()
            .forEach(
                shown ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " shows " + shown.getName())));
      }
    };
  }

  private static Stream<JavaType> shown(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
  }

  /** Open for others than Java code of this program, or shown by what is open. */
  private static final Set<Class<?>> FOR_OTHERS =
      Set.of(
          Main.class, CurvedValley.class, Nvrtc.class, Cublas.class, CudaDriver.class, Gpu.class);

  @ArchTest
  static final ArchRule whatIsOpenIsMarkedOrUsedElsewhere =
      classes()
          .that(describe("are open", ApiTest::isOpen))
          .and(describe("are not marked", type -> !isApi(type)))
          .and(describe("are files", JavaClass::isTopLevelClass))
          .and(not(assignableTo(DeviceProvider.class).or(assignableTo(Section.class))))
          .and(not(belongToAnyOf(FOR_OTHERS.toArray(Class<?>[]::new))))
          .and(not(MADE_OF_A_TEMPLATE))
          .should(beUsedInAnotherPackage())
          .because("what one package alone uses need not be open");

  private static ArchCondition<JavaClass> beUsedInAnotherPackage() {
    return new ArchCondition<>("be used in another package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean isUsed =
            type.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .anyMatch(user -> !user.getPackage().equals(type.getPackage()));
        events.add(
            new SimpleConditionEvent(
                type, isUsed, type.getName() + " is used in its own package alone"));
      }
    };
  }

  @Test
  void aTypeThatShowsWhatIsNotMarkedIsFound() {
    JavaClasses unmarked = new ClassFileImporter().importClasses(ExperimentCheck.class);
    assertThat(classes().should(showOnlyWhatIsMarked()).evaluate(unmarked).getFailureReport())
        .extracting(FailureReport::getDetails, as(list(String.class)))
        .contains(ExperimentCheck.class.getName() + " shows " + CheckOutcome.class.getName());
  }
}

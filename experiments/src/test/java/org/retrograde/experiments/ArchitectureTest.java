package org.retrograde.experiments;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;

/**
 * What may depend on what, over the main classes of every module. The reasons stand in {@code
 * docs/}; a rule that has to change changes there first.
 */
@AnalyzeClasses(
    packages = "org.retrograde",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  /** Without what the tests of modules share. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String REVERSIBLE = "org.retrograde.reversible..";
  private static final String HYPERGRAD = "org.retrograde.hypergrad..";
  private static final String MODELS = "org.retrograde.models..";
  private static final String REPORTS = "org.retrograde.reports..";
  private static final String EXPERIMENTS = "org.retrograde.experiments..";
  private static final String DEVICE = "org.retrograde.reversible.device..";
  private static final String COMMAND_LINE = "org.retrograde.experiments.cli..";

  private static final String FLOAT = "org.retrograde.reversible.device.host.Float32Tensor";
  private static final String DOUBLE = "org.retrograde.reversible.device.host.Float64Tensor";

  /** Files by the name of the class that they are called by. */
  private static final SliceAssignment FILES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
          return "files";
        }
      };

  private static final SliceRule FILES_WITHOUT_CYCLES =
      slices().assignedFrom(FILES).namingSlices("$1").should().beFreeOfCycles();

  private static final String ND4J_ARRAY = "org.nd4j.linalg.api.ndarray.INDArray";
  private static final String ND4J_FACTORY = "org.nd4j.linalg.factory.Nd4j";

  /** Methods of ND4J's factory that set a global default or draw from the global generator. */
  private static final Set<String> ND4J_GLOBAL_STATE =
      Set.of(
          "setDefaultDataTypes",
          "setDataType",
          "setRandom",
          "getRandom",
          "getRandomFactory",
          "rand",
          "randn",
          "randomBernoulli",
          "randomBinomial",
          "randomExponential",
          "choice",
          "shuffle");

  private static final String ND4J_DEVICE = "org.retrograde.reversible.device.nd4j";
  private static final String ND4J_MEMORY = "Nd4jMemory";

  /** What of ND4J's factory makes no array from Java's. */
  private static final Set<String> ND4J_WITHOUT_COPY =
      Set.of("scalar", "gemm", "getExecutioner", "getEnvironment", "getBlasWrapper");

  /** Reading one element of an array on a graphics card copies all of it. */
  private static final Pattern READS_OR_WRITES_ELEMENTS =
      Pattern.compile("data|put.*|get(Double|Float|Long|Int|Number|String|Scalar)|to[A-Z].*");

  private static final DescribedPredicate<JavaAccess<?>> COPIES_OR_MAY_COPY =
      describe("copies an array between Java and ND4J, or may", ArchitectureTest::mayCopy);

  private static boolean mayCopy(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    if (owner.getName().equals(ND4J_FACTORY)) {
      boolean makesZeros =
          name.equals("create")
              && access.getTarget() instanceof MethodCallTarget target
              && target.getRawParameterTypes().size() == 2
              && target.getRawParameterTypes().get(0).getSimpleName().equals("DataType");
      return !makesZeros && !ND4J_WITHOUT_COPY.contains(name);
    }
    return owner.getSimpleName().equals("DataBuffer")
        || (owner.getName().equals(ND4J_ARRAY) && READS_OR_WRITES_ELEMENTS.matcher(name).matches());
  }

  @ArchTest
  static final ArchRule modulesFollowTheArrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("reversible")
          .definedBy(REVERSIBLE)
          .layer("hypergrad")
          .definedBy(HYPERGRAD)
          .layer("models")
          .definedBy(MODELS)
          .layer("reports")
          .definedBy(REPORTS)
          .layer("experiments")
          .definedBy(EXPERIMENTS)
          .whereLayer("reversible")
          .mayNotAccessAnyLayer()
          .whereLayer("hypergrad")
          .mayOnlyAccessLayers("reversible")
          .whereLayer("models")
          .mayOnlyAccessLayers("hypergrad", "reversible")
          .whereLayer("reports")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule everyClassBelongsToAModule =
      classes()
          .should()
          .resideInAnyPackage(REVERSIBLE, HYPERGRAD, MODELS, REPORTS, EXPERIMENTS)
          .because("the arrows bind only what stands in one of the five");

  @ArchTest
  static final ArchRule reversibleIsBuiltFromDeviceToTrajectory =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("storage")
          .definedBy("org.retrograde.reversible.storage..")
          .layer("device")
          .definedBy(DEVICE)
          .layer("archive")
          .definedBy("org.retrograde.reversible.archive..")
          .layer("exact")
          .definedBy("org.retrograde.reversible.exact..")
          .layer("optimizer")
          .definedBy("org.retrograde.reversible.optimizer..")
          .layer("trajectory")
          .definedBy("org.retrograde.reversible.trajectory..")
          .whereLayer("storage")
          .mayNotAccessAnyLayer()
          .whereLayer("device")
          .mayNotAccessAnyLayer()
          .whereLayer("archive")
          .mayOnlyAccessLayers("device", "storage")
          .whereLayer("exact")
          .mayOnlyAccessLayers("archive", "device", "storage")
          .whereLayer("optimizer")
          .mayOnlyAccessLayers("exact", "archive", "device", "storage");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.retrograde.(**)").should().beFreeOfCycles();

  /** Lanes and tensors are read into one another, float and double rows of one template as well. */
  @ArchTest
  static final ArchRule filesHaveNoCycles =
      FILES_WITHOUT_CYCLES
          .ignoreDependency(Lanes.class, Tensor.class)
          .ignoreDependency(FLOAT, DOUBLE);

  @ArchTest
  static void eachExceptionIsNeeded(JavaClasses classes) {
    assertThat(cycles(FILES_WITHOUT_CYCLES.ignoreDependency(Lanes.class, Tensor.class), classes))
        .contains(FLOAT);
    assertThat(cycles(FILES_WITHOUT_CYCLES.ignoreDependency(FLOAT, DOUBLE), classes))
        .contains(Lanes.class.getName());
  }

  private static String cycles(ArchRule rule, JavaClasses classes) {
    return String.join("\n", rule.evaluate(classes).getFailureReport().getDetails());
  }

  @ArchTest
  static final ArchRule hypergradDoesNotKnowTheModels =
      noClasses()
          .that()
          .resideInAPackage(HYPERGRAD)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MODELS)
          .because("a user's own problem plugs in through hypergrad.objective");

  @ArchTest
  static final ArchRule onlyDevicesKnowMoreOfNd4jThanItsArray =
      noClasses()
          .that()
          .resideOutsideOfPackage(DEVICE)
          .should()
          .dependOnClassesThat(resideInAPackage("org.nd4j..").and(not(name(ND4J_ARRAY))))
          .because("every kernel runs on a device");

  @ArchTest
  static final ArchRule onlyDevicesCallNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage(DEVICE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..")
          .because("every kernel runs on a device");

  @ArchTest
  static final ArchRule reportsDoNotKnowNd4j =
      noClasses()
          .that()
          .resideInAPackage(REPORTS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.nd4j..");

  @ArchTest
  static final ArchRule onlyTheCommandLineTouchesStandardStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND_LINE)
          .should(ACCESS_STANDARD_STREAMS)
          .orShould()
          .accessField(System.class, "in");

  @ArchTest
  static final ArchRule onlyTheCommandLineExits =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND_LINE)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule everyRandomNumberComesFromASeed =
      noClasses()
          .should()
          .dependOnClassesThat(
              belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
                  .or(resideInAPackage("java.util.random..")))
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(StrictMath.class, "random")
          .orShould()
          .callMethod(Collections.class, "shuffle", List.class)
          .because("Commons Math generators keep their bits between JDK releases");

  @ArchTest
  static final ArchRule nd4jKeepsItsDefaults =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "global state of ND4J",
                  access ->
                      access.getTargetOwner().getName().equals(ND4J_FACTORY)
                          && ND4J_GLOBAL_STATE.contains(access.getTarget().getName())))
          .because("one caller's default is every caller's result");

  @ArchTest
  static final ArchRule arraysPassBetweenJavaAndNd4jInOneClass =
      noClasses()
          .that()
          .resideInAPackage(ND4J_DEVICE)
          .and()
          .doNotHaveSimpleName(ND4J_MEMORY)
          .should()
          .accessTargetWhere(COPIES_OR_MAY_COPY)
          .because("it counts them, and a step must copy none");

  @ArchTest
  static final ArchRule thatClassWouldBreakTheRule =
      classes()
          .that()
          .haveSimpleName(ND4J_MEMORY)
          .should()
          .accessTargetWhere(COPIES_OR_MAY_COPY)
          .because("else the rule above would look for the wrong calls");

  @ArchTest
  static final ArchRule classesAreAbstractOrFinal =
      classes()
          .that(areConcrete())
          .should()
          .haveModifier(FINAL)
          .because("a class is made to be extended or it is not");

  private static DescribedPredicate<JavaClass> areConcrete() {
    return describe(
        "are concrete top-level classes",
        c ->
            c.isTopLevelClass()
                && !c.isInterface()
                && !c.isEnum()
                && !c.isRecord()
                && !c.getModifiers().contains(ABSTRACT));
  }
}

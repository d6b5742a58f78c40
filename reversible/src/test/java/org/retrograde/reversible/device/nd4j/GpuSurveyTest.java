package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GpuSurveyTest {

  private static final String AMPERE = "NVIDIA GeForce RTX 3090, 8.6, 535.54.03, 24576 MiB";
  private static final String HOPPER = "NVIDIA H100 PCIe, 9.0, 535.54.03, 81559 MiB";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.2", "6.0", "7.5", "8.6", "8.9"})
  void cardsFromKeplerToAdaAreServed(String capability) {
    assertThat(card(capability).refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "3.0", "3.5", "9.0", "10.0", "10.3", "12.0"})
  void cardsWithoutCodeAreRefusedByNameCapabilityAndReason(String capability) {
    assertThat(card(capability).refusal())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .isEqualTo(
                        "Card X has compute capability "
                            + capability
                            + ", for which nd4j-cuda-11.6 has no code: it holds machine code for"
                            + " 3.7 to 8.6 and no PTX, which serves cards up to 8.9 (Ada)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[N/A]", "[Not Supported]", "9", "nine.0", "-9.0", "9.0.1"})
  void aCapabilityThatNobodyTellsIsNoReasonToRefuse(String capability) {
    assertThat(card(capability).refusal()).isEmpty();
  }

  @Test
  void aLineOfTheToolIsReadEvenWithACommaInTheName() {
    assertThat(Gpu.parse(AMPERE))
        .contains(new Gpu("NVIDIA GeForce RTX 3090", "8.6", "535.54.03", "24576 MiB"));
    assertThat(Gpu.parse("Quadro, special, 7.5, 1.2, 3 MiB"))
        .contains(new Gpu("Quadro, special", "7.5", "1.2", "3 MiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "No devices were found", "a, b, c", ",,,"})
  void otherLinesAreNoCards(String line) {
    assertThat(Gpu.parse(line)).isEmpty();
  }

  @Test
  void theCudaBackendIsRefusedWithWhatToDoInstead() {
    assertThat(survey(HOPPER).refusal(false))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("device nd4j: NVIDIA H100 PCIe has compute capability 9.0, ")
                    .endsWith("Use the device host, or a build without the Maven profile cuda."));
    assertThat(survey(HOPPER).refusal(true)).isPresent();
    assertThat(survey(AMPERE).refusal(false)).isEmpty();
  }

  @Test
  void oneOfTwoCardsIsRefusedUnlessTheUserChooses() {
    GpuSurvey both = survey(AMPERE, HOPPER);
    assertThat(both.refusal(false))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("H100")
                    .doesNotContain("3090")
                    .endsWith(
                        "Set CUDA_VISIBLE_DEVICES to the other cards, or use the device host."));
    assertThat(both.refusal(true)).isEmpty();
  }

  @Test
  void whereNoCardIsSeenTheBackendMayFindOneItself() {
    assertThat(new GpuSurvey(List.of(), "hidden").refusal(false)).isEmpty();
  }

  @Test
  void aDescriptionSaysWhatThisBuildMakesOfEachCard() {
    assertThat(survey(AMPERE).describe(true))
        .isEqualTo(
            "NVIDIA GeForce RTX 3090 (compute capability 8.6, driver 535.54.03, 24576 MiB):"
                + " device nd4j runs on it");
    assertThat(survey(AMPERE, HOPPER).describe(false))
        .contains("3090", "not used, device nd4j of this build runs on the CPU")
        .contains("; NVIDIA H100 PCIe (", ": refused, NVIDIA H100 PCIe has compute capability 9.0");
    assertThat(new GpuSurvey(List.of(), "why").describe(true)).isEqualTo("none found (why)");
  }

  @Test
  void withoutTheToolThereIsNoCard() {
    assertThat(GpuSurvey.take(List.of("no-such-tool-anywhere"), PATIENCE))
        .isEqualTo(new GpuSurvey(List.of(), "no-such-tool-anywhere is not there"));
  }

  @ParameterizedTest
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "stands in for the tool by a POSIX shell")
  @CsvSource({
    "exit 6, sh says: nothing",
    "echo 'No devices were found'; exit 6, sh says: No devices were found",
    "echo; echo 'Field \"compute_cap\" is not valid' >&2; exit 2,"
        + " sh says: Field \"compute_cap\" is not valid",
  })
  void whatTheToolSaysInsteadOfCardsIsPassedOn(String script, String reason) {
    assertThat(GpuSurvey.take(List.of("sh", "-c", script), PATIENCE).reason()).isEqualTo(reason);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "stands in for the tool by a POSIX shell")
  void cardsComeInTheToolsOrder() {
    String script = "echo '%s'; echo '%s'".formatted(HOPPER, AMPERE);
    assertThat(GpuSurvey.take(List.of("sh", "-c", script), PATIENCE))
        .isEqualTo(survey(HOPPER, AMPERE));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "stands in for the tool by a POSIX shell")
  void aToolThatHangsIsGivenUp() {
    assertThat(GpuSurvey.take(List.of("sleep", "60"), Duration.ofMillis(50)).reason())
        .isEqualTo("sleep did not answer within 0 s");
  }

  private static Gpu card(String capability) {
    return new Gpu("Card X", capability, "535.54.03", "1024 MiB");
  }

  private static GpuSurvey survey(String... lines) {
    return new GpuSurvey(Stream.of(lines).map(Gpu::parse).flatMap(Optional::stream).toList(), "");
  }
}

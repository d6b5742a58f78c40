package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.Pictures;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

/** The sections on unseen seeds, pictures, mean hypergradients and landscapes. */
final class ReplicationSectionsTest {

  @Test
  void unseenSeedsShowBothSettingsAndWhatDiverged() {
    Content section =
        section(new JudgedSection(), Results.empty().with(new Judged(SampleRecords.judged())));

    assertThat(section.heading())
        .isEqualTo(
            "Tuning took the test loss from 0.580 (1 of 2 diverged) to 0.260; there is no spread of"
                + " seeds to judge that by");
    Table table = (Table) section.blocks().get(0);
    assertThat(table.rows().get(0).get(1).detail()).isEqualTo("1 of 2 diverged");
    assertThat(table.rows().get(0).get(2).text()).isEqualTo("0.130 ± 0.014");
    assertThat(table.rows().get(5).get(2).text()).isEqualTo("0.0900 ± 0.014");
  }

  @Test
  void whatTuningDidOnUnseenSeedsIsSaidWithItsInterval() {
    assertThat(judged(0.50, 0.51, 0.49))
        .startsWith("Tuning took the test loss from 1.00 to 0.500, by −50.0\u00a0±")
        .endsWith("over 3 seeds");
    assertThat(judged(0.50, 1.60, 0.80))
        .isEqualTo(
            "Tuning gained nothing beyond the spread of seeds: it took the test loss from 1.00 to"
                + " 0.967");
  }

  /** The heading of three seeds with a loss of 1 at the start and these when tuned. */
  private static String judged(double... tuned) {
    List<JudgedRun> runs = new ArrayList<>();
    for (int seed = 0; seed < tuned.length; seed++) {
      JudgedRun.Score start = new JudgedRun.Score(1, 0.1);
      JudgedRun.Score score = new JudgedRun.Score(tuned[seed], 0.1);
      runs.add(new JudgedRun("start", seed, start, start, start));
      runs.add(new JudgedRun("tuned", seed, score, score, score));
    }
    return section(new JudgedSection(), Results.empty().with(new Judged(runs))).heading();
  }

  @Test
  void aPictureIsBrightWhereItsNumbersAreLarge() throws IOException {
    PictureSet set = SampleRecords.pictures().get(0);
    Content section =
        section(new PicturesSection(), Results.empty().with(new Pictures(List.of(set))));

    Block.Pictures block = (Block.Pictures) section.blocks().get(0);
    assertThat(block.words()).startsWith("Dark is 0.0100, bright is 1.00; equal steps");
    String address = block.pictures().get(0).address();
    byte[] png = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(3, 2);
    assertThat(IntStream.range(0, 3).map(x -> image.getRaster().getSample(x, 1, 0)))
        .containsExactly(0, 128, 255);
  }

  @Test
  void shadesAreLinearUnlessTheSetIsLogarithmicAndAnOutlierIsCut() {
    List<Double> values =
        IntStream.rangeClosed(0, 200).mapToObj(i -> i == 200 ? 1e9 : (double) i).toList();
    PictureSet set =
        new PictureSet("x", 1, 201, false, List.of(new PictureSet.Picture("", values)));

    PictureShades shades = PictureShades.of(set);

    assertThat(shades.most()).isEqualTo(198);
    assertThat(shades.shade(100)).isEqualTo((int) Math.round(255 * 98.0 / 196));
    assertThat(shades.shade(1e9)).isEqualTo(255);
    assertThat(shades.shade(Double.NaN)).isZero();
  }

  @Test
  void aMeanThatIsSmoothIsToldFromASeedThatIsNot() {
    List<MeanDerivative> curves = SampleRecords.meanDerivatives();

    assertThat(curves).allSatisfy(curve -> assertThat(curve.smoothness()).isGreaterThan(0.99));
    assertThat(curves).allSatisfy(curve -> assertThat(curve.smoothnessOfOne()).isLessThan(0.4));
    assertThat(alternating().smoothness()).isCloseTo(-1, within(0.05));
    Content section =
        section(new MeanDerivativeSection(), Results.empty().with(new MeanDerivatives(curves)));
    assertThat(section.heading())
        .isEqualTo("Over 50 seeds, the smoothness of the hypergradient's curves is at least 0.997");
  }

  private static MeanDerivative alternating() {
    List<Double> values = IntStream.range(0, 100).mapToObj(t -> t % 2 == 0 ? 1.0 : -1.0).toList();
    return new MeanDerivative("log learning rate", "W1", 1, values, values, values);
  }

  @Test
  void aLandscapeSaysWhereChaosBeginsAndWhatDiverged() {
    Landscape landscape = SampleRecords.landscape();
    Content section = section(new LandscapeSection(), Results.empty().with(landscape));

    assertThat(section.heading()).isEqualTo("Chaos begins at a log learning rate of 1.50");
    Figure figure = (Figure) section.blocks().get(0);
    assertThat(figure.words().explanation()).endsWith("Runs that diverged, 1, are left out.");
    assertThat(figure.json()).contains("\"chaos\":1.5", "\"loss\":null");
    Landscape chaotic = new Landscape(landscape.points(), landscape.points().get(0).logRate(), "");
    assertThat(section(new LandscapeSection(), Results.empty().with(chaotic)).heading())
        .endsWith(", the lowest here, or below");
    Landscape calm = new Landscape(landscape.points().subList(0, 5), null, "");
    assertThat(section(new LandscapeSection(), Results.empty().with(calm)).heading())
        .isEqualTo("The derivative describes the loss at every learning rate");
  }

  private static Content section(Section section, Results results) {
    return section
        .content(
            new RunRecord(
                SampleRecords.manifest(RunStatus.DONE, null), List.of(), results, null, null))
        .orElseThrow();
  }
}

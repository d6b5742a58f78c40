package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;

final class ScheduleSectionTest {

  private static Content content(ScheduleCurve... curves) {
    RunRecord record =
        new RunRecord(
            SampleRecords.manifest(RunStatus.DONE, null),
            List.of(),
            Results.empty().with(new Schedules(List.of(curves))),
            null,
            null);
    return new ScheduleSection().content(record).orElseThrow();
  }

  private static ScheduleCurve curve(String name, List<Double> start, List<Double> tuned) {
    return new ScheduleCurve(name, "all", start, tuned);
  }

  @Test
  void whatIsConstantAndWasNotTunedIsSaidAndNotDrawn() {
    Content content =
        content(
            curve("learning rate", List.of(0.1, 0.1), List.of(0.1, 0.2)),
            curve("beta 1", List.of(0.9, 0.9), List.of(0.9, 0.9)),
            curve("momentum", List.of(0.8, 0.9), List.of(0.8, 0.9)));
    assertThat(content.blocks()).hasSize(3);
    assertThat(content.blocks().get(2))
        .isInstanceOfSatisfying(
            Block.Paragraph.class,
            words ->
                assertThat(words.text()).isEqualTo("Constant, and as before tuning: beta 1 0.9."));
  }
}

package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;

final class ResultsTest {

  private static final Results FULL = SampleRecords.quickstart().results();

  @Test
  void aFindingTakesThePlaceOfTheEarlierOneOfItsKindAlone() {
    Notes other = new Notes(List.of("other"));

    Results changed = FULL.with(other);

    assertThat(changed.all(Notes.class)).containsExactly("other");
    assertThat(changed.without(Notes.class)).isEqualTo(FULL.without(Notes.class));
    assertThat(FULL.all(Notes.class)).hasSize(2);
  }

  @Test
  void anEmptyFindingIsNone() {
    Results without = FULL.with(new Notes(List.of()));

    assertThat(without).isEqualTo(FULL.without(Notes.class)).isNotEqualTo(FULL);
    assertThat(without.find(Notes.class)).isEmpty();
    assertThat(without.all(Notes.class)).isEmpty();
  }

  @Test
  void everyKindCanBeTakenAwayAndPutBack() {
    for (Finding finding : FULL.known()) {
      Results without = FULL.without(finding.getClass());

      assertThat(without.find(finding.getClass())).isEmpty();
      assertThat(without.with(finding)).isEqualTo(FULL);
    }
  }

  @Test
  void aFindingWithoutAKindIsRefusedWithTheRemedy() {
    record Stray() implements Finding {}

    assertThatThrownBy(() -> FULL.with(new Stray()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Stray", "META-INF/services", FindingKind.class.getName());
  }

  @Test
  void twoKindsWithOneKeyOrOneTypeAreRefused() {
    FindingKind<Notes> notes = kind("notes", Notes.class);

    assertThatThrownBy(() -> new FindingKinds(List.of(notes, kind("notes", Plan.class))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'notes'");
    assertThatThrownBy(() -> new FindingKinds(List.of(notes, kind("remarks", Notes.class))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Notes.class.getName());
  }

  @Test
  void aKeyThatIsNoneOrTheSchemasIsRefused() {
    for (String key : List.of("", "Two words", "schema")) {
      assertThatThrownBy(() -> new FindingKinds(List.of(kind(key, Notes.class))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'" + key + "'");
    }
  }

  private static <T extends Finding> FindingKind<T> kind(String key, Class<T> type) {
    return new FindingKind<>() {
      @Override
      public String key() {
        return key;
      }

      @Override
      public Class<T> type() {
        return type;
      }
    };
  }
}

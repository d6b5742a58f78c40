package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.SampleRecords;

/** Words by which people find runs. */
final class TagsTest {

  @TempDir private Path folder = Path.of("");

  private RunDirectory run() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    directory.begin(SampleRecords.manifest(RunStatus.DONE, null));
    return directory;
  }

  @Test
  void theyComeBackEachOnceInTheirOrder() throws IOException {
    RunDirectory directory = run();
    assertThat(directory.readTags()).isEqualTo(Tags.none());
    directory.tag(Tags.none());
    assertThat(directory.tagsFile()).doesNotExist();
    directory.tag(new Tags(List.of("wide", "lr=0.1", "wide")));
    directory.tag(new Tags(List.of("größer", "wide")));
    assertThat(directory.readTags().all()).containsExactly("wide", "lr=0.1", "größer");
    assertThat(directory.readTags().without(List.of("wide")).all())
        .containsExactly("lr=0.1", "größer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a,b", "-x", "a\u001b[1m"})
  void whatIsNoWordIsNoTag(String tag) {
    assertThatThrownBy(() -> new Tags(List.of(tag)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got '" + tag + "'");
    assertThat(new Tags(List.of("x".repeat(60))).all()).hasSize(1);
    assertThatThrownBy(() -> new Tags(List.of("x".repeat(61))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileThatSomebodyBrokeIsNamed() throws IOException {
    RunDirectory directory = run();
    Files.writeString(directory.tagsFile(), " wide \n\nof its own\n");
    assertThatThrownBy(directory::readTags)
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("tags.txt: a tag is a word");
  }

  @Test
  void aRunThatIsReplacedLosesThem() throws IOException {
    RunDirectory directory = run();
    directory.tag(new Tags(List.of("old")));
    assertThat(RunDirectory.replace(directory.root(), null).readTags()).isEqualTo(Tags.none());
  }
}

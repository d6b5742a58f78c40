package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class UnshownSectionTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aKindThatTheProgramDoesNotKnowIsNamed() throws IOException {
    RunRecord run = read("\"curvature\" : [ 1 ]");

    Content content = new UnshownSection(Sections::all).content(run).orElseThrow();

    assertThat(((Block.Bullets) content.blocks().get(0)).items())
        .singleElement()
        .asString()
        .contains("“curvature”", "does not know");
  }

  @Test
  void oneThatSaysThatNothingWasFoundIsNot() throws IOException {
    assertThat(new UnshownSection(Sections::all).content(read("\"curvature\" : [ ]"))).isEmpty();
    assertThat(new UnshownSection(Sections::all).content(read("\"curvature\" : null"))).isEmpty();
  }

  @Test
  void aFindingWithoutASectionIsNamed() {
    Results results = Results.empty().with(new Notes(List.of("a note")));

    assertThat(UnshownSection.items(results, List.of(new PublishedSection())))
        .containsExactly("Notes: a finding that no section shows.");
    assertThat(UnshownSection.items(results, List.of(new NotesSection()))).isEmpty();
  }

  @Test
  void everyFindingOfThisProgramHasASection() {
    Set<Class<? extends Finding>> shown = new HashSet<>();
    Sections.all().forEach(section -> shown.addAll(section.findings()));

    for (RunRecord run :
        List.of(SampleRecords.quickstart(), SampleRecords.baselines(), SampleRecords.study())) {
      assertThat(run.results().known()).extracting(Object::getClass).isSubsetOf(shown);
      assertThat(new UnshownSection(Sections::all).content(run)).isEmpty();
    }
  }

  private RunRecord read(String unknown) throws IOException {
    RunDirectory directory = RunDirectory.create(Files.createTempDirectory(folder, "run"));
    directory.writeManifest(SampleRecords.manifest(RunStatus.DONE, null));
    directory.writeResults(Results.empty().with(new Notes(List.of("a note"))));
    String text = Files.readString(directory.resultsFile());
    Files.writeString(directory.resultsFile(), text.replace("\n}\n", ",\n  " + unknown + "\n}\n"));
    return directory.read();
  }
}

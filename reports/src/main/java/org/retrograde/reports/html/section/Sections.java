package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.retrograde.reports.html.element.Section;

/** All sections: those of this program, and those that the class path brings. */
public final class Sections {

  private static final List<Section> OWN =
      List.of(
          new QualitySection(), // its headline comes first
          new TransferSection(), // what a reader came for, where there is one
          new PublishedSection(),
          new JudgedSection(),
          new TextSampleSection(),
          new OptimumSection(),
          new ContestSection(),
          new RateLawSection(),
          new LossLawSection(),
          new StudySection(),
          new ObjectiveSection(),
          new TrajectorySection(),
          new MixingSection(),
          new TaskSection(),
          new TrainingCurveSection(),
          new ModuleSection(),
          new ScheduleSection(),
          new GroupValueSection(),
          new PicturesSection(),
          new InfluenceSection(),
          new MeanDerivativeSection(),
          new LandscapeSection(),
          new ImportanceSection(),
          new AdjointSection(),
          new SweepSection(),
          new GridSection(),
          new SearchSection(),
          new MemorySection(),
          new WaysBackSection(),
          new ReversalSection(),
          new OptimizerSection(),
          new ChecksSection(),
          new NotesSection(),
          new UnshownSection(Sections::all),
          new ProvenanceSection());

  private static final List<Section> ALL = loaded();

  private Sections() {}

  /** All sections in reading order: by part, and in each this program's own first. */
  public static List<Section> all() {
    return ALL;
  }

  private static List<Section> loaded() {
    List<Section> all = new ArrayList<>(OWN);
    ServiceLoader.load(Section.class).forEach(all::add);
    all.sort(Comparator.comparing(Section::part));
    return List.copyOf(all);
  }
}

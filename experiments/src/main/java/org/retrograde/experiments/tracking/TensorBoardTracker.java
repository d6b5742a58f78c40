package org.retrograde.experiments.tracking;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.reports.record.RunStatus;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes event files for TensorBoard: the run itself in a folder, each arm in a folder below it, so
 * that TensorBoard draws arms over each other. A run that is resumed tells all again, so files of
 * the process that was cut off are deleted.
 */
final class TensorBoardTracker implements Tracker {

  private static final String IN_THE_RUN_DIRECTORY = "true";

  private final Path folder;
  private final Map<String, EventFile> files = new HashMap<>();

  /** Writes into a folder. */
  TensorBoardTracker(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns where events are written.
   *
   * @param asked {@code true}, or a folder for the runs of many
   * @param run directory of the run
   */
  static Path folder(String asked, Path run) {
    return asked.equals(IN_THE_RUN_DIRECTORY)
        ? run.resolve("tensorboard")
        : Path.of(asked).resolve(run.toAbsolutePath().getFileName());
  }

  @Override
  public void begin(TrackedRun run) throws IOException {
    EventFile.deleteEarlier(folder);
    StringBuilder table = new StringBuilder("| key | value |\n|---|---|\n");
    run.parameters()
        .forEach((key, value) -> table.append("| %s | %s |\n".formatted(key, cell(value))));
    file("").write(0, text("parameters", table.toString()));
    file("").write(0, text("summary", run.summary() + "\n\n    " + run.command()));
  }

  private static String cell(String value) {
    return value.replace("|", "\\|").replace("\n", " ");
  }

  /** Returns what TensorBoard's text page shows as Markdown. */
  private static Summary.Value text(String tag, String markdown) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .addStringVal(ByteString.copyFromUtf8(markdown))
            .build();
    SummaryMetadata.PluginData plugin =
        SummaryMetadata.PluginData.newBuilder().setPluginName("text").build();
    return Summary.Value.newBuilder()
        .setTag(tag)
        .setMetadata(SummaryMetadata.newBuilder().setPluginData(plugin))
        .setTensor(tensor)
        .build();
  }

  @Override
  public void points(String series, List<Point> points) throws IOException {
    EventFile file = file(series);
    for (Point point : points) {
      file.write(
          point.step(),
          Summary.Value.newBuilder()
              .setTag(point.key())
              .setSimpleValue((float) point.value())
              .build());
    }
  }

  private EventFile file(String series) throws IOException {
    EventFile known = files.get(series);
    if (known == null) {
      known = new EventFile(series.isEmpty() ? folder : folder.resolve(FileNames.of(series)));
      files.put(series, known);
    }
    return known;
  }

  @Override
  public void end(RunStatus status, List<Path> written) throws IOException {
    for (EventFile file : files.values()) {
      file.close();
    }
  }
}

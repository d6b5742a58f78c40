package org.retrograde.experiments.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.Documentation;
import org.retrograde.experiments.config.ConfigReader;
import picocli.CommandLine;

/**
 * Every command of the pages runs, as it stands there, or, where {@link #NOT_RUN} says why not, is
 * one that the program, its build or its scripts know.
 */
final class DocumentedCommandsTest {

  /** Pages whose commands run, one after the other in one folder. */
  private static final List<String> RUN =
      List.of("docs/tour.md", "docs/tables.md", "docs/images.md", "docs/modules.md");

  /** Beginnings of commands that do not run here, with the reason. */
  private static final Map<String, String> NOT_RUN = new LinkedHashMap<>();

  static {
    NOT_RUN.put("./retrograde run quickstart --set run.device=nd4j", "needs a graphics card");
    NOT_RUN.put("./retrograde run quickstart", "takes most of a minute");
    NOT_RUN.put("./retrograde run paper/", "takes minutes");
    NOT_RUN.put("./retrograde run lingle/", "takes minutes");
    NOT_RUN.put("./retrograde run schedules/", "takes minutes, all of them together");
    NOT_RUN.put("./retrograde run EXPERIMENT", "stands for any experiment");
    NOT_RUN.put("./retrograde plan docs/scale.yaml", "takes minutes; ScaleCommandTest has others");
    NOT_RUN.put("./retrograde law ", "needs curves of the reader's own; LawCommandTest has some");
    NOT_RUN.put("./retrograde info --device nd4j", "needs a graphics card");
    NOT_RUN.put("./retrograde info # builds", "builds the program, whose jar the next line needs");
    NOT_RUN.put("javac ", "needs the built jar; DocsTest compiles and checks the same class");
    NOT_RUN.put("RETROGRADE_CLASS_PATH=", "needs the built jar; DocsTest checks the same class");
    NOT_RUN.put("mvn ", "is the build that this test is part of, or a release");
    NOT_RUN.put("export RETROGRADE_CUDA_PATH=", "needs Python packages of NVIDIA's libraries");
    NOT_RUN.put(
        "./retrograde run my.yaml", "needs others at work, or Spark; SpoolRunTest has both");
    NOT_RUN.put("./retrograde trial ", "waits for the trials of another; SpoolRunTest runs it");
    NOT_RUN.put("./retrograde trials EXPERIMENT", "waits for a tuner; TrialsCommandTest has some");
    NOT_RUN.put("python3 examples/python/", "needs Optuna; TrialsCommandTest runs both");
    NOT_RUN.put("print(", "is the second line of the command before");
    NOT_RUN.put("gpu/", "needs a graphics card, or minutes");
    NOT_RUN.put(".ci/", "builds releases");
    NOT_RUN.put("./retrograde init --python", "needs PyTorch; PythonCommandsTest has a model");
    NOT_RUN.put("./retrograde run my_model.yaml", "needs PyTorch; PythonCommandsTest runs another");
    NOT_RUN.put("./retrograde transfer RUN --width 128", "stands for any run of such a model");
    NOT_RUN.put("./retrograde export RUN --to pytorch --width 512", "stands for any such run");
    NOT_RUN.put("./retrograde runs", "lists runs of the reader's own; RunsCommandTest has some");
    NOT_RUN.put("./retrograde compare ", "needs runs; CompareCommandTest has some");
    NOT_RUN.put(
        "./retrograde replay ", "takes as long as the run; ReplayCommandTest has a short one");
    NOT_RUN.put("mlflow server", "is a Python program of others; TrackedRunsTest has a stand-in");
    NOT_RUN.put("tensorboard ", "is a Python program of others; TrackedRunsTest reads its files");
    NOT_RUN.put("./retrograde bench --bridge", "needs PyTorch, and takes a minute");
    NOT_RUN.put(
        "./retrograde run examples/python/", "takes minutes; PythonExamplesTest loads both");
  }

  private static final Pattern INLINE = Pattern.compile("`(\\./retrograde\\s[^`]+)`");
  private static final Pattern PROFILE = Pattern.compile("-P([\\w-]+)");
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]+(\\.\\.\\.)?|.*\\|.*");

  @TempDir private Path folder = Path.of("");

  static Stream<String> otherPages() {
    return Documentation.pages().stream().filter(page -> !RUN.contains(page));
  }

  static Stream<String> allPages() {
    return Documentation.pages().stream();
  }

  /** Returns the commands of a page's blocks, one a line, as they are typed. */
  private static List<String> commands(String page) {
    List<String> commands = new ArrayList<>();
    for (String block : Documentation.blocks(page, "sh")) {
      boolean prompted = block.startsWith("$ ");
      block
          .lines()
          .filter(line -> !prompted || line.startsWith("$ "))
          .map(line -> prompted ? line.substring(2) : line)
          .forEach(commands::add);
    }
    return commands;
  }

  /** Longer than the others, and most of its commands run in other tests too. */
  @Tag("slow")
  @Test
  void theCommandsOfTheTourRun() throws IOException, InterruptedException {
    theCommandsOfATutorialRun("docs/tour.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/tables.md", "docs/images.md", "docs/modules.md"})
  void theCommandsOfATutorialRun(String page) throws IOException, InterruptedException {
    for (String yaml : Documentation.blocks(page, "yaml")) {
      String name = yaml.lines().findFirst().orElseThrow().substring("name: ".length());
      Files.writeString(folder.resolve(name + ".yaml"), yaml);
    }
    draw(60, "disc", "ring");
    Path launcher = folder.resolve("retrograde");
    String java =
        Child.words(List.of(), List.of()).stream()
            .map(word -> "'" + word + "'")
            .collect(joining(" "));
    Files.writeString(launcher, "#!/bin/sh\nexec " + java + " \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    // A check that cannot tell is no failure of the command.
    String script =
        commands(page).stream()
            .map(line -> line.startsWith("./retrograde check") ? line + " || [ $? = 3 ]" : line)
            .collect(joining("\n"));
    Path log = folder.resolve("log");
    Process shell =
        new ProcessBuilder("sh", "-e", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(new Child(shell, log).code()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains("report.html");
  }

  /** Draws circles in a folder a class, filled or not, each somewhere else. */
  private void draw(int each, String filled, String hollow) throws IOException {
    for (String kind : List.of(filled, hollow)) {
      Path of = Files.createDirectories(folder.resolve("pictures").resolve(kind));
      for (int i = 0; i < each; i++) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        if (kind.equals(filled)) {
          pen.fillOval(i % 6, i / 6 % 6, 9, 9);
        } else {
          pen.drawOval(i % 6, i / 6 % 6, 9, 9);
        }
        pen.dispose();
        ImageIO.write(image, "png", of.resolve("%04d.png".formatted(i)).toFile());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("otherPages")
  void whatDoesNotRunIsListedAndKnown(String page) {
    for (String command : commands(page)) {
      assertThat(NOT_RUN.keySet().stream().filter(command::startsWith).toList())
          .as("why '%s' of %s does not run", command, page)
          .isNotEmpty();
      assertKnown(page, command.replaceFirst(" +#.*", ""));
    }
  }

  @Test
  void everyReasonIsOfACommandThatIsThere() {
    List<String> commands = otherPages().flatMap(page -> commands(page).stream()).toList();
    for (String beginning : NOT_RUN.keySet()) {
      assertThat(commands).anyMatch(command -> command.startsWith(beginning));
    }
  }

  @ParameterizedTest
  @MethodSource("allPages")
  void commandsInSentencesAreKnown(String page) {
    INLINE
        .matcher(Documentation.read(page))
        .results()
        .forEach(use -> assertNamesAreKnown(page, use.group(1).replaceAll("\\s+", " ")));
  }

  @ParameterizedTest
  @MethodSource("allPages")
  void commandsStandInBlocksOfTheShell(String page) {
    String outside = Documentation.read(page).replaceAll("(?ms)^```sh\\n.*?^```$", "");
    assertThat(outside.lines())
        .as(page)
        .noneMatch(line -> line.startsWith("./retrograde ") || line.startsWith("mvn "));
  }

  @Test
  void aCommandThatIsNotKnownIsFound() {
    assertThatThrownBy(() -> assertKnown("a page", "./retrograde run quickstart --jbos 2"))
        .hasMessageContaining("--jbos");
    assertThatThrownBy(() -> assertKnown("a page", "./retrograde run quikstart"))
        .hasMessageContaining("quikstart");
    assertThatThrownBy(() -> assertNamesAreKnown("a page", "./retrograde plan EXPERIMENT --mesure"))
        .hasMessageContaining("--mesure");
    assertThatThrownBy(() -> assertKnown("a page", "mvn -Preleese deploy"))
        .hasMessageContaining("profile releese");
  }

  private static void assertKnown(String page, String command) {
    String[] words = command.split(" +", -1);
    if (words[0].equals("./retrograde")) {
      String rest = command.substring(words[0].length()).strip();
      assertNamesAreKnown(page, command);
      assertThatCode(() -> Main.commandLine().parseArgs(words(rest)))
          .as("%s of %s", command, page)
          .doesNotThrowAnyException();
    } else if (words[0].equals("mvn")) {
      String poms = Documentation.read("pom.xml") + Documentation.read("reversible/pom.xml");
      Matcher profile = PROFILE.matcher(command);
      while (profile.find()) {
        assertThat(poms.contains("<id>" + profile.group(1) + "</id>"))
            .as("profile %s, in %s", profile.group(1), page)
            .isTrue();
      }
    } else if (words[0].startsWith("gpu/") || words[0].startsWith(".ci/")) {
      Path script = Documentation.root().resolve(words[0].replace("gpu/bundle/", "gpu/"));
      assertThat(script).as("of %s", page).isExecutable();
    }
  }

  /** The command, its options and the experiment that it names, be the rest what it may. */
  private static void assertNamesAreKnown(String page, String command) {
    String[] words = command.split(" +", -1);
    if (PLACEHOLDER.matcher(words[1]).matches()) {
      return;
    }
    CommandLine line = Main.commandLine();
    assertThat(line.getSubcommands()).as("%s of %s", command, page).containsKey(words[1]);
    CommandLine named = line;
    for (String word : words) {
      named = Objects.requireNonNullElse(named.getSubcommands().get(word), named);
    }
    for (String word : words) {
      if (word.startsWith("-")) {
        assertThat(named.getCommandSpec().optionsMap())
            .as("%s of %s", command, page)
            .containsKey(word.replaceFirst("=.*", ""));
      }
    }
    boolean isBuiltIn =
        List.of("run", "check", "plan", "coordcheck", "lrsweep").contains(words[1])
            && words.length > 2
            && words[2].matches("[a-z][\\w/-]*");
    if (isBuiltIn) {
      assertThatCode(() -> ConfigReader.readFileOrBuiltin(words[2], List.of()))
          .as("%s of %s", command, page)
          .doesNotThrowAnyException();
    }
  }

  /** Splits as a shell does where nothing but single quotes is special. */
  private static String[] words(String command) {
    return Pattern.compile("'([^']*)'|(\\S+)")
        .matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }
}

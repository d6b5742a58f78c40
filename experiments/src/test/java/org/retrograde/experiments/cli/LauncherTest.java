package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, whose path has an umlaut, under the locales of containers
 * and of other scripts. A shell names all files, since this process may have no letters for them.
 */
final class LauncherTest {

  /** Makes the checkout "größe" with a config "grün.yaml" in it, and runs what follows there. */
  private static final String SETUP =
      """
      set -e
      home="$1/$(printf 'gr\\303\\266\\303\\237e')"
      config="$home/$(printf 'gr\\303\\274n').yaml"
      if [ ! -d "$home" ]; then
        mkdir -p "$home/experiments/target"
        cp "$1/retrograde" "$home/retrograde"
        cp "$1/classes.jar" "$home/experiments/target/retrograde-experiments-1.jar"
        touch "$home/experiments/target/retrograde.built"
        cp "$1/tiny.yaml" "$config"
      fi
      cd "$1"
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void makeParts() throws IOException {
    assumeTrue(new File("/bin/sh").canExecute());
    Path launcher = Path.of("..", "retrograde").toAbsolutePath();
    Path copy = Files.copy(launcher, folder.resolve("retrograde"));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        folder.resolve("tiny.yaml"),
        """
        name: tiny
        title: größer als ٤
        data: {source: synthetic, features: 2, classes: 2, train: 4, validation: 2, test: 2}
        model: {width: 2, depth: 1, base-width: 2}
        training: {steps: 12, batch: 2, learning-rate: 0.5}
        reversal: {steps: 12, control: false}
        """);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> new File(entry).toURI().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(folder.resolve("classes.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
  }

  private String run(String locale, String options, String command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", SETUP + command, "test", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("RETROGRADE_JAVA_OPTS", options);
    int code = builder.start().waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(code).as(text).isZero();
    return text;
  }

  @Test
  void namesWithUmlautsWorkUnderTheLocaleOfContainers() throws IOException, InterruptedException {
    String text =
        run(
            "C",
            "",
            "\"$home/retrograde\" run \"$config\" --out \"$1/$(printf '\\303\\274ber')\"; test -f"
                + " \"$1/$(printf '\\303\\274ber')/report.html\"");
    assertThat(text).contains("tiny: größer als ٤", "reversal over 12 steps: exact", "/über/");
  }

  @Test
  void printedNumbersDoNotFollowTheLocale() throws IOException, InterruptedException {
    String text =
        run(
            "C.UTF-8",
            "-Duser.language=ar -Duser.country=EG",
            "\"$home/retrograde\" run tiny.yaml --out out");
    assertThat(text)
        .contains("reversal over 12 steps: exact")
        .containsPattern("in [0-9]+\\.[0-9] s");
  }

  /** The virtual machine's first line, with which a terminal would begin. */
  @Test
  void noWarningOfIncubatingModulesIsSeenAndErrorsAre() throws IOException, InterruptedException {
    assumeTrue(ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent());
    String text =
        run(
            "C.UTF-8",
            "",
            "\"$home/retrograde\" run tiny.yaml --out out; code=0;"
                + " \"$home/retrograde\" run nosuch.yaml || code=$?; echo \"code $code\"");
    assertThat(text)
        .doesNotContain("incubat")
        .contains("reversal over 12 steps: exact", "nosuch.yaml: file not found", "code 2");
    String control =
        run("C.UTF-8", "", "\"$JAVA_HOME/bin/java\" --add-modules jdk.incubator.vector -version");
    assertThat(control).startsWith("WARNING: Using incubator modules: jdk.incubator.vector");
  }

  /** A filter that is slow to write shows what a script would miss. */
  @Test
  void errorsAreWrittenWhenTheCommandHasEnded() throws IOException, InterruptedException {
    String text =
        run(
            "C.UTF-8",
            "",
            """
            mkdir -p "$home/bin"
            printf '%s\n' '#!/bin/sh' '[ $# -gt 0 ] || sleep 1' 'exec /bin/cat "$@"' >"$home/bin/cat"
            chmod +x "$home/bin/cat"
            PATH="$home/bin:$PATH" "$home/retrograde" run tiny.yaml --out out --set a.b=1 2>errors || true
            printf 'errors: '; head -n 1 errors
            """);
    assertThat(text).contains("errors: retrograde: ");
  }

  /** A checkout renews all times; the mvn of the test says that it was called. */
  @Test
  void newTimesDoNotBuildAgainAndNewContentsDo() throws IOException, InterruptedException {
    String text =
        run(
            "C.UTF-8",
            "",
            """
            mkdir -p "$home/bin" "$home/a/src/main/my dir"
            source="$home/a/src/main/my dir/A.java"
            for file in "$home/pom.xml" "$home/a/pom.xml" "$source"; do echo 1 >"$file"; done
            printf '%s\n' '#!/bin/sh' \
              'echo "[INFO] Building Module A                              [1/2]"' \
              'touch experiments/target/retrograde.built; sleep 2' >"$home/bin/mvn"
            chmod +x "$home/bin/mvn"
            PATH="$home/bin:$PATH"
            touch -t 203001010000 "$home/experiments/target/retrograde.built"
            "$home/retrograde" list >/dev/null; echo first
            touch -t 203101010000 "$source"
            "$home/retrograde" list >/dev/null; echo touched
            echo 2 >"$source"
            touch -t 203201010000 "$source"
            "$home/retrograde" list >/dev/null; echo changed
            """);
    assertThat(text)
        .startsWith("first\ntouched\n")
        .containsSubsequence(
            "retrograde: sources have changed, building",
            "retrograde: building [1/2] Module A\n",
            "changed");
  }
}

package org.retrograde.experiments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
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
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The pages of this repository, their code blocks, and a compiler for them. */
public final class Documentation {

  private static final Pattern TYPE =
      Pattern.compile("^public (?:final class|record) (\\w+)", Pattern.MULTILINE);
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

  private Documentation() {}

  /** Returns the top of the repository: the nearest folder above that holds the launcher. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("retrograde")) || !Files.exists(folder.resolve(".ci"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no launcher in any folder above");
    }
    return folder;
  }

  public static String read(String page) {
    try {
      return Files.readString(root().resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(String page, String text) {
    try {
      Files.writeString(root().resolve(page), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns README.md, CONTRIBUTING.md, CHANGELOG.md and every page under docs/, sorted. */
  public static List<String> pages() {
    List<String> pages = new ArrayList<>(List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"));
    try (Stream<Path> files = Files.walk(root().resolve("docs"))) {
      files
          .map(file -> root().relativize(file).toString())
          .filter(page -> page.endsWith(".md"))
          .sorted()
          .forEach(pages::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  /** Returns the code blocks of a page that are marked with a language, in order. */
  public static List<String> blocks(String page, String language) {
    Matcher fences =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(read(page));
    return fences.results().map(fence -> fence.group(1)).toList();
  }

  /**
   * Compiles sources in memory, warnings as errors, against this test's class path.
   *
   * @param sources one public top-level type each
   * @return a loader of their classes
   */
  static ClassLoader compile(List<String> sources) {
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK");
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (ClassFiles classes =
        new ClassFiles(compiler.getStandardFileManager(diagnostics, null, null))) {
      List<String> options =
          List.of(
              "-proc:none",
              "-Xlint:all,-classfile,-path",
              "-Werror",
              "-classpath",
              System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  null,
                  classes,
                  diagnostics,
                  options,
                  null,
                  sources.stream().map(Source::new).toList())
              .call();
      if (!compiled) {
        throw new AssertionError(
            String.join(
                "\n", diagnostics.getDiagnostics().stream().map(Diagnostic::toString).toList()));
      }
      return new Loader(classes.compiled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the full name of the type that a source declares. */
  static String typeName(String source) {
    Matcher type = TYPE.matcher(source);
    if (!type.find()) {
      throw new AssertionError("no public type in:\n" + source);
    }
    Matcher home = PACKAGE.matcher(source);
    return home.find() ? home.group(1) + "." + type.group(1) : type.group(1);
  }

  /** A source that stands in a page. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(
          URI.create("string:///" + typeName(text).replace('.', '/') + Kind.SOURCE.extension),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** A compiled class that never reaches the disk. */
  private static final class Compiled extends SimpleJavaFileObject {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Compiled(String name) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return content;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class ClassFiles extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, Compiled> compiled = new LinkedHashMap<>();

    ClassFiles(JavaFileManager inner) {
      super(inner);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return compiled.computeIfAbsent(name, Compiled::new);
    }
  }

  /** Loads compiled examples beside the classes of this test. */
  private static final class Loader extends ClassLoader {

    private final Map<String, Compiled> compiled;

    Loader(Map<String, Compiled> compiled) {
      super(Documentation.class.getClassLoader());
      this.compiled = compiled;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Compiled found = compiled.get(name);
      if (found == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = found.content.toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}

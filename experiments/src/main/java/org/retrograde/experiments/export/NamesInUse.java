package org.retrograde.experiments.export;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Names that an exported file cannot have, since the file means something else by them. */
final class NamesInUse {

  /** Words that name no class since Java 17, although they are identifiers. */
  private static final Set<String> NO_CLASSES =
      Set.of("permits", "record", "sealed", "var", "yield");

  private static final Pattern COMMENTS_AND_STRINGS =
      Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"[^\"\\n]*\"");

  private static final Pattern JAVA_NAME = Pattern.compile("[A-Za-z_]\\w*");

  private static final Pattern PYTHON_IMPORT = Pattern.compile("(?m)^ *import (\\w+)");

  private NamesInUse() {}

  /** Returns whether Java lets a class in a file of its own have a name. */
  static boolean canBeClass(String name) {
    return SourceVersion.isIdentifier(name)
        && !SourceVersion.isKeyword(name)
        && !NO_CLASSES.contains(name);
  }

  /** Returns every name in the code of a Java file, keywords included. */
  static Set<String> inJava(String source) {
    String code = COMMENTS_AND_STRINGS.matcher(source).replaceAll(" ");
    return JAVA_NAME
        .matcher(code)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the modules that a Python file imports, which a file beside it would hide. */
  static Set<String> importedInPython(String source) {
    return PYTHON_IMPORT
        .matcher(source)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }
}

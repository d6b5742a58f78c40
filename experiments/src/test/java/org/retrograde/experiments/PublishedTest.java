package org.retrograde.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is published is of one version and says what a public repository asks for. */
final class PublishedTest {

  private static final String PARENT = "pom.xml";
  private static final String BOM = "bom/pom.xml";

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String version() {
    return all("<version>([^<]+)</version>", Documentation.read(PARENT)).get(0);
  }

  @Test
  void theBillOfMaterialsNamesEveryModule() {
    List<String> modules = all("<module>([^<]+)</module>", Documentation.read(PARENT));

    assertThat(all("<artifactId>retrograde-([\\w-]+)</artifactId>", Documentation.read(BOM)))
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void everythingIsOfOneVersion() {
    assertThat(all("<version>([^<$]+)</version>", Documentation.read(BOM)).get(0))
        .isEqualTo(version());
    assertThat(Documentation.read("examples/consumer/pom.xml"))
        .contains("<retrograde.version>" + version() + "</retrograde.version>");
    assertThat(Documentation.read("docs/library.md")).contains("<version>" + version());
  }

  @Test
  void parentAndBillOfMaterialsSayWhoseTheyAre() {
    for (String pom : List.of(PARENT, BOM)) {
      assertThat(Documentation.read(pom))
          .contains("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm");
    }
  }
}

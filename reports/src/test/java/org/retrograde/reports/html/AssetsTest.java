package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.section.Sections;

final class AssetsTest {

  private static final List<Script> SCRIPTS =
      Sections.all().stream().flatMap(section -> section.script().stream()).distinct().toList();

  @Test
  void noScriptCanCloseItsElement() {
    Assets assets = Assets.load(SCRIPTS);

    assertThat(assets.library()).doesNotContainIgnoringCase("</script").doesNotContain("<!--");
    assertThat(assets.scripts()).doesNotContainIgnoringCase("</script").doesNotContain("<!--");
  }

  @Test
  void thePolicyAllowsTwoScriptsByHashAndNoOther() {
    assertThat(Assets.load(SCRIPTS).policy())
        .containsPattern("script-src 'sha256-[^']+' 'sha256-[^']+'$")
        .startsWith("default-src 'none'");
  }
}

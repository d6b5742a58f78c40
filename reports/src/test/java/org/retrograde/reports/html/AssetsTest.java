package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AssetsTest {

  @Test
  void noScriptCanCloseItsElement() {
    Assets assets = Assets.load();

    assertThat(assets.library()).doesNotContainIgnoringCase("</script").doesNotContain("<!--");
    assertThat(assets.scripts()).doesNotContainIgnoringCase("</script").doesNotContain("<!--");
  }

  @Test
  void thePolicyAllowsTwoScriptsByHashAndNoOther() {
    assertThat(Assets.load().policy())
        .containsPattern("script-src 'sha256-[^']+' 'sha256-[^']+'$")
        .startsWith("default-src 'none'");
  }
}

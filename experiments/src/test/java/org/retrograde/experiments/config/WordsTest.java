package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/** Whatever a config may name says what it is, in the form that documentation needs. */
final class WordsTest {

  static List<Catalogue<?>> catalogues() {
    return Words.all();
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void everyWordIsPlainAndHasAMeaning(Catalogue<?> catalogue) {
    for (Word word : catalogue.all()) {
      assertThat(word.word()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(word.meaning()).as(word.word()).isNotBlank().doesNotEndWith(".");
      assertThat(word.meaning()).doesNotContain("; "); // which parts meanings in a description
    }
  }

  @Test
  void noWordIsRepeatedInTheSchemaByHand() {
    assertThat(Schemas.experiment().at("/$defs/training/properties/optimizer/else/enum"))
        .extracting(JsonNode::asText)
        .startsWith("momentum", "heavy-ball");
    assertThat(Schemas.experiment().toString()).doesNotContain("\"words\":\"");
  }
}

package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts as rows of tokens. */
final class TextTest {

  @TempDir private Path folder = Path.of("");

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("a.txt"), content);
  }

  private Path file(String content) throws IOException {
    return file(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyRowIsACharacterAndItsLabelTheNext() throws IOException {
    Text text = Text.read(file("abbaä𝄞"), TextUnit.CHARACTERS);
    assertThat(text.vocabulary().size()).isEqualTo(4);
    assertThat(text.rows().rows()).isEqualTo(5);
    assertThat(text.rows().features()).isEqualTo(1);
    assertThat(text.rows().classes()).isEqualTo(4);
    assertThat(text.rows().inputs()).containsExactly(0, 1, 1, 0, 2);
    assertThat(text.rows().labels()).containsExactly(1, 1, 0, 2, 3);
    assertThat(text.vocabulary().text(text.rows().labels())).isEqualTo("bbaä𝄞");
    assertThat(text.rows().sources()).containsOnlyKeys("a.txt");
  }

  @Test
  void bytesAreAlwaysOf256Kinds() throws IOException {
    Text text = Text.read(file("aä"), TextUnit.BYTES);
    assertThat(text.vocabulary().size()).isEqualTo(256);
    assertThat(text.rows().inputs()).containsExactly(0x61, 0xc3);
    assertThat(text.rows().labels()).containsExactly(0xc3, 0xa4);
    assertThat(text.vocabulary().text(0x61, 0xc3, 0xa4)).isEqualTo("aä");
  }

  @Test
  void theBibleIsWhole() {
    Text kjv = Text.kjv();
    assertThat(kjv.vocabulary().size()).isEqualTo(63);
    int[] first = new int[54];
    for (int i = 0; i < first.length; i++) {
      first[i] = (int) kjv.rows().input(i, 0);
    }
    assertThat(kjv.vocabulary().text(first))
        .isEqualTo("In the beginning God created the heaven and the earth.");
    assertThat(kjv.rows().rows()).isGreaterThan(4_000_000);
  }

  @Test
  void aCharacterOutsideTheVocabularyIsNamed() {
    Vocabulary letters = Vocabulary.of(TextUnit.CHARACTERS, "abc");
    assertThat(letters.numbers("cab")).containsExactly(2, 0, 1);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> letters.numbers("cabé"))
        .withMessage(
            "the character 'é' (U+00E9) is not among the 3 of the text that the network was made"
                + " for");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> letters.numbers("a\u0007"))
        .withMessageContaining("the character U+0007 is");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Text.read(file("a"), TextUnit.CHARACTERS))
        .withMessage("a.txt: a text needs at least 2 characters, got 1");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Text.read(file(""), TextUnit.CHARACTERS))
        .withMessageContaining("got 0");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Text.read(file(new byte[] {'a', 'b', (byte) 0xff, 'c'}), TextUnit.BYTES))
        .withMessage("a.txt: is no UTF-8 text (at byte 2); save it as UTF-8");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () -> Text.read(file("ab".getBytes(StandardCharsets.UTF_16)), TextUnit.CHARACTERS))
        .withMessageContaining("UTF-16");
  }

  @Test
  void aMarkAtTheStartIsNoCharacter() throws IOException {
    assertThat(Text.read(file("\uFEFFab"), TextUnit.CHARACTERS).vocabulary().size()).isEqualTo(2);
  }
}

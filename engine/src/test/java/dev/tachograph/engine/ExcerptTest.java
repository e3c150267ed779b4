package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void theCaretStandsBelowTheColumn() {
    assertThat(Excerpt.of("var b = ;", 9)).isEqualTo("    var b = ;\n            ^");
    assertThat(Excerpt.of("x", 1)).isEqualTo("    x\n    ^");
  }

  @Test
  void tabsAndSurrogatesKeepTheirWidth() {
    assertThat(Excerpt.of("\t'\uD835\uDCB3' ;", 7))
        .isEqualTo("    \t'\uD835\uDCB3' ;\n    \t    ^");
  }

  @Test
  void aColumnBehindTheEndIsTheEnd() {
    assertThat(Excerpt.of("ab", 99)).isEqualTo("    ab\n      ^");
  }

  @Test
  void ofALongLineOnlyTheSurroundingsAreShown() {
    String shown = Excerpt.of("x".repeat(10_000) + ";" + "y".repeat(10_000), 10_001);

    assertThat(shown).hasSizeLessThan(300).contains("x;y");
    List<String> lines = shown.lines().toList();
    assertThat(lines.get(0).charAt(lines.get(1).indexOf('^'))).isEqualTo(';');
  }
}

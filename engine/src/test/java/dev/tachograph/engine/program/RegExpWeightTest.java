package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegExpWeightTest {
  private static final int BITMAP = 8_192;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "var a = b[i] + c[j]; // see [\\u1234]",
        "// a line\n// and [another]",
        "a[1] = [2, '\u1234'];",
      })
  void whatHasNoneWeighsNothing(String text) {
    assertThat(RegExpWeight.of(text)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/[\uffff]/",
        "/[\\d]/",
        "/[a\\]\\w]/",
        "/[\\\\\\S]/",
        "2*/[\\u0100]/",
        "/**//[\\s]/.x",
        "'/[' /[\\W]/",
        "/[[\\D]/",
        "/x//1; /[\\p{L}]/u",
      })
  void aClassOfAllCharactersWeighsItsBitmap(String text) {
    assertThat(RegExpWeight.of(text)).isGreaterThan(BITMAP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/[a]/", "/[\\]]/", "/[\\\\d]/", "/[\\n\\x41]/", "/[a]\\d/", "/a/\n[\\d]"})
  void whatHasNoSuchClassDoesNot(String text) {
    assertThat(RegExpWeight.of(text)).isBetween(150L, 1_000L);
  }

  @Test
  void membersOfLargeClassesCount() {
    assertThat(RegExpWeight.of("/[" + "\\d".repeat(1000) + "]/")).isGreaterThan(BITMAP + 86_000);
    assertThat(RegExpWeight.of("/[" + "\uff01".repeat(1000) + "]/")).isGreaterThan(BITMAP + 22_000);
    assertThat(RegExpWeight.of("/" + "(?<a>)".repeat(1000) + "/")).isGreaterThan(150_000);
  }

  @Test
  void manyBackslashesAreQuick() {
    assertThat(RegExpWeight.of("/[" + "\\".repeat(1_000_000) + "]]/")).isPositive();
  }

  /** Each of these texts of 30 KB keeps more than 20 MB once it has run. */
  @Test
  void fewProgramsWithManyBitmapsAreKept() {
    Realms realms = new Realms();
    try (ProgramCache cache =
        new ProgramCache(
            ProgramCacheSettings.builder().bounds(1000, 64 << 20).build(),
            realms,
            BackgroundCompilation.unlimited())) {
      for (int i = 0; i < 10; i++) {
        realms.get(cache, "a.js", "/[\\d]/.test(1);".repeat(2500) + i);
      }
      assertThat(cache.metrics().programs()).isBetween(1L, 3L);
      assertThat(cache.metrics().estimatedBytes()).isLessThanOrEqualTo(64 << 20);
    }
  }
}

package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProgramCacheBoundsTest {
  private final Realms realms = new Realms();

  private ProgramCache cache(int programs, long bytes) {
    return new ProgramCache(
        ProgramCacheSettings.builder().bounds(programs, bytes).build(),
        realms,
        BackgroundCompilation.unlimited());
  }

  @Test
  void theNumberOfProgramsIsBounded() {
    ProgramCache cache = cache(10, 1 << 20);

    for (int i = 0; i < 100; i++) {
      realms.get(cache, "a.js", "" + i);
    }

    assertThat(cache.metrics().programs()).isEqualTo(10);
    assertThat(cache.metrics().evictions()).isEqualTo(90);
  }

  @Test
  void theirWeightIsBounded() {
    ProgramCache cache = cache(1000, 1_000_000);
    String comment = "/*" + "x".repeat(30_000) + "*/";

    for (int i = 0; i < 100; i++) {
      realms.get(cache, "a.js", comment + i);
    }

    assertThat(cache.metrics().programs()).isEqualTo(10);
    assertThat(cache.metrics().estimatedBytes()).isBetween(900_000L, 1_000_000L);
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    ProgramCache cache = cache(1000, 100_000);
    Program small = realms.get(cache, "a.js", "1");

    Program large = realms.get(cache, "a.js", "/*" + "x".repeat(50_000) + "*/2");

    assertThat(realms.number(large)).isEqualTo(2);
    assertThat(realms.get(cache, "a.js", "1")).isSameAs(small);
    assertThat(cache.metrics().programs()).isEqualTo(1);
  }

  /** What is used again and again stays, though others come by once in great numbers. */
  @Test
  void aFloodOfScriptsDoesNotDriveOutTheOthers() {
    ProgramCache cache = cache(100, 10 << 20);
    int used = 50;
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < used; i++) {
        realms.get(cache, "used.js", "" + i);
      }
    }
    long before = cache.metrics().hits();

    for (int i = 0; i < 2000; i++) {
      realms.get(cache, "flood.js", "" + i);
    }
    for (int i = 0; i < used; i++) {
      realms.get(cache, "used.js", "" + i);
    }

    assertThat(cache.metrics().hits() - before).isGreaterThanOrEqualTo(used * 9 / 10);
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgramCacheSettings.builder().bounds(0, 1).build())
        .withMessage("maximumPrograms is 0; use at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgramCacheSettings.builder().bounds(1, 0).build())
        .withMessage("maximumBytes is 0; use at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgramCacheSettings.builder().hotAfter(-1).build())
        .withMessage("hotAfter is -1; use at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgramCacheSettings.builder().maximumWaiting(0).build())
        .withMessage("maximumWaiting is 0; use at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgramCacheSettings.builder().languageVersion(7).build())
        .withMessage("languageVersion is 7; use one of Context.VERSION_*");
  }
}

package dev.tachograph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void editsAreCounted() {
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
    assertThat(Nearest.edits("Same", "sAME")).isZero();
  }

  @Test
  void onlyWhatIsNearIsSuggested() {
    assertThat(Nearest.suggestion("weigth", List.of("profile", "weight")))
        .isEqualTo("; did you mean weight?");
    assertThat(Nearest.suggestion("colour", List.of("profile", "weight"))).isEmpty();
    assertThat(Nearest.suggestion("x".repeat(100_000), List.of("x"))).isEmpty();
  }
}

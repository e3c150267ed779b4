package dev.tachograph.agent.rhino;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

/** What takes the JDK the square of a length is known before. */
class RunsTest {
  private static final long LENGTH = 10_000;

  /** All that is moved before another mark when a text is normalized is a mark. */
  @Test
  void allThatIsSortedIsCounted() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      if (Character.getType(character) == Character.SURROGATE) {
        continue;
      }
      String text = Character.toString(character);
      boolean moves =
          !Normalizer.normalize("\u0345" + text, Normalizer.Form.NFKD)
              .equals("\u0345" + Normalizer.normalize(text, Normalizer.Form.NFKD));
      if (moves) {
        assertThat(TachographRuns.marks(text)).as("U+%x", character).isPositive();
      }
    }
  }

  @Test
  void marksCostTheSquareOfTheirRun() {
    String wide = "\ud834\udd65"; // of two chars each
    for (String mark : new String[] {"\u0301", "\u302e", "\uff9e", wide}) {
      assertThat(TachographRuns.marks("a" + mark.repeat((int) LENGTH)))
          .isEqualTo(LENGTH * (LENGTH + 1) / 2);
    }
    assertThat(TachographRuns.marks("a\u0301".repeat((int) LENGTH))).isEqualTo(LENGTH);
    assertThat(TachographRuns.marks("none \ud834")).isZero();
  }

  @Test
  void capitalSigmasCostTheSquareOfTheirWord() {
    assertThat(TachographRuns.sigmas("\u03a3".repeat((int) LENGTH))).isGreaterThan(LENGTH * LENGTH);
    assertThat(TachographRuns.sigmas("\u0391\u03a3" + "1".repeat((int) LENGTH)))
        .isGreaterThan(LENGTH * LENGTH);
    assertThat(TachographRuns.sigmas("\u0391\u03a3 ".repeat((int) LENGTH)))
        .isBetween(LENGTH, 1_000 * LENGTH);
    assertThat(TachographRuns.sigmas("\u0391\u03c3\u03c2".repeat((int) LENGTH))).isZero();
  }
}

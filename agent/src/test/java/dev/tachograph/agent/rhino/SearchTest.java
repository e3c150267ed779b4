package dev.tachograph.agent.rhino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Searching in linear time finds what the JDK finds. */
class SearchTest {
  private static String text(Random random, int letters, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(letters)));
    }
    return text.toString();
  }

  @Test
  void findsWhatTheJdkFinds() {
    Random random = new Random(7);
    int found = 0;
    for (int round = 0; round < 400; round++) {
      String piece = text(random, 2, 17 + random.nextInt(40));
      String text = text(random, 2, 4_000) + piece.repeat(1 + random.nextInt(3)) + piece;
      text += text(random, 1 + random.nextInt(3), random.nextInt(200));
      String sought = round % 3 == 0 ? piece + 'a' : piece.repeat(1 + round % 2);
      int from = random.nextInt(text.length() + 10) - 5;
      assertThat(TachographSearch.indexOf(text, sought, from))
          .isEqualTo(text.indexOf(sought, from));
      assertThat(TachographSearch.lastIndexOf(text, sought, from))
          .isEqualTo(text.lastIndexOf(sought, from));
      assertThat(TachographSearch.lastIndexOf(text, sought, text.length()))
          .isEqualTo(text.lastIndexOf(sought));
      assertThat(TachographSearch.replace(text, sought, "<>"))
          .isEqualTo(text.replace(sought, "<>"));
      found += text.contains(sought) ? 1 : 0;
    }
    assertThat(found).as("rounds in which there was something to find").isBetween(200, 399);
  }

  @Test
  void theWorstCaseEnds() {
    String text = "a".repeat(2_000_000);
    String sought = "a".repeat(100_000) + "b" + "a".repeat(100_000);
    assertThat(TachographSearch.indexOf(text, sought, 0)).isEqualTo(-1);
    assertThat(TachographSearch.lastIndexOf(text, sought, text.length())).isEqualTo(-1);
    assertThat(TachographSearch.replace(text + sought, sought, "")).isEqualTo(text);
  }
}

package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.corpus.HostileScript;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachOutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "LIMIT, stopped, 900, STOPPED",
    "LIMIT, stopped, 2001, LATE",
    "COMPLETED, 42, 5, COMPLETED",
    "COMPLETED, 42, 2001, LATE",
    "ERROR, RangeError: too large, 5, REFUSED",
    "OTHER, java.lang.NullPointerException, 5, REFUSED",
    "STACK, java.lang.StackOverflowError, 5, STACK_OVERFLOW",
    "OUT_OF_MEMORY, Java heap space, 5000, OUT_OF_MEMORY",
    "SYNTAX, missing ;, 5, NOT_APPLICABLE",
    "ERROR, ReferenceError: \"java\" is not defined, 5, NOT_APPLICABLE",
    "ERROR, TypeError: 'x'.repeat is not a function, 5, NOT_APPLICABLE",
  })
  void anEndingHasOneOutcome(String ending, String text, long millis, ReachOutcome outcome) {
    assertThat(ReachOutcome.of(ending, text, millis)).isEqualTo(outcome);
  }

  @Test
  void whatSaysThatItEscapedDidWhateverEndedIt() {
    String caught = "ESCAPED via catch: JavaException: dev.Limit: too much";
    for (String ending : List.of("COMPLETED", "LIMIT", "ERROR", "OUT_OF_MEMORY")) {
      assertThat(ReachOutcome.of(ending, caught, 5)).isEqualTo(ReachOutcome.ESCAPED);
    }
    assertThat(ReachOutcome.of("LIMIT", "stopped sink: tenant A job ran during tenant B", 5))
        .isEqualTo(ReachOutcome.ESCAPED);
  }

  /** Engines interrupt with errors of this class too. */
  @Test
  void anOrdinaryErrorThatIsCaughtIsNoEscape() {
    assertThat(ReachOutcome.of("COMPLETED", "ESCAPED via catch: RangeError: call stack", 5))
        .isEqualTo(ReachOutcome.COMPLETED);
    assertThat(ReachOutcome.of("COMPLETED", "ESCAPED via catch: InternalError: interrupted", 5))
        .isEqualTo(ReachOutcome.ESCAPED);
  }

  @Test
  void whatNeedsAHostOfRhinosIsLeftOutForAll() {
    assertThat(ReachOutcome.leftOut(script(Map.of("host", "obj")))).contains("Java host");
    assertThat(ReachOutcome.leftOut(script(Map.of("enhanced", "1")))).isNotEmpty();
    assertThat(ReachOutcome.leftOut(script(Map.of("shutter", "allow:java.")))).isNotEmpty();
    assertThat(ReachOutcome.leftOut(script(Map.of("e4xcp", "1")))).isNotEmpty();
    assertThat(ReachOutcome.leftOut(script(Map.of("shutter", "denyall", "scope", "safe"))))
        .isEmpty();
  }

  private static HostileScript script(Map<String, String> options) {
    return new HostileScript("name", "limit", options, List.of("1"));
  }
}

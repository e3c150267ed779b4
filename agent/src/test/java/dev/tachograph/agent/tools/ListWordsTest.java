package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.agent.AgentPresence;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListWordsTest {
  @Test
  void saysWhatIsKnownOfEachAndWhyNotMore() {
    FoundJvm metered =
        new FoundJvm(
            7,
            "app.Main\u001b[2J " + "x".repeat(200),
            "17.0.1",
            FoundJvm.Rhino.LOADED,
            List.of(),
            new AgentPresence("1.0", "", List.of("A Rhino is NOT metered"), List.of()),
            null);
    FoundJvm open =
        new FoundJvm(
            42, "b", "25", FoundJvm.Rhino.JAR_OPEN, List.of("rhino-1.9.2.jar"), null, null);
    FoundJvm hung =
        new FoundJvm(
            4711,
            "c",
            null,
            FoundJvm.Rhino.UNKNOWN,
            List.of(),
            null,
            AttachProblem.hung(4711, 5).getMessage());
    assertThat(ListWords.of(List.of(metered, open, hung)).lines())
        .containsExactly(
            " PID    JAVA  RHINO                   TACHOGRAPH  COMMAND",
            "   7  17.0.1  yes                     1.0         app.Main?[2J "
                + "x".repeat(84)
                + "...",
            "    A Rhino is NOT metered",
            "  42      25  maybe: rhino-1.9.2.jar  no          b",
            "4711       ?  ?                       ?           c",
            "    process 4711 did not answer within 5 s: it hangs, is stopped, or is too busy. Remedy: try"
                + " again, or look at it with jstack and ps");
    assertThat(ListWords.of(List.of())).isEqualTo("no JVMs of this user run on this host\n");
  }
}

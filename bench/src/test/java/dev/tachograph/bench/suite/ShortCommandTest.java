package dev.tachograph.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ShortCommandTest {
  /** Nothing is known of the others before they have run, but that their limits hold. */
  @Test
  void costHasWhateverTheOthersLeave() {
    assertThat(command(10).inOrder(List.of(SuitePart.values())))
        .containsExactly(
            SuitePart.ACCURACY, SuitePart.GROWTH, SuitePart.PEERS, SuitePart.REACH, SuitePart.COST);
    assertThat(minutes(command(10), SuitePart.COST)).isGreaterThan(8.5).isLessThan(9.1);
    assertThat(minutes(command(1e-9), SuitePart.COST)).isPositive().isLessThan(1e-9);
    assertThat(minutes(command(10), SuitePart.PEERS) + minutes(command(10), SuitePart.REACH))
        .isLessThan(5);
  }

  @Test
  void whereTheFirstTakeLongTheNextHaveLessAndCostHasItsShare() {
    ShortCommand late = command(10, 4.5);
    assertThat(minutes(late, SuitePart.PEERS)).isCloseTo(0.1, within(1e-9));
    assertThat(minutes(late, SuitePart.REACH)).isBetween(0.3, 0.5);
    assertThat(minutes(late, SuitePart.COST)).isBetween(4.3, 4.5);
    assertThat(minutes(command(10, 20), SuitePart.COST)).isCloseTo(0.1, within(1e-9));
  }

  private static ShortCommand command(double minutes) {
    return command(minutes, 0);
  }

  private static ShortCommand command(double minutes, double passed) {
    ShortCommand command = new ShortCommand(System.nanoTime() - (long) (passed * 60e9));
    new CommandLine(command).parseArgs("--minutes=" + minutes);
    return command;
  }

  private static double minutes(ShortCommand command, SuitePart part) {
    String prefix = "--minutes=";
    return command.arguments(part, List.of()).stream()
        .filter(argument -> argument.startsWith(prefix))
        .mapToDouble(argument -> Double.parseDouble(argument.substring(prefix.length())))
        .findFirst()
        .orElseThrow();
  }
}

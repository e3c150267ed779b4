package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command line of the agent's jar: {@code attach} and its like. */
final class AgentCommand {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private AgentCommand() {}

  /**
   * Runs a command, which has to end so.
   *
   * @return what it printed
   */
  static String run(int exit, Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Child.QUICK);
    command.addAll(List.of("-jar", Checkout.agent().toString()));
    command.addAll(List.of(arguments));
    Child.Result result = Child.start(directory, arguments[0], command).await(LIMIT);
    assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
    return result.out();
  }
}

package dev.tachograph.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildrenTest {
  private static final int SECONDS = 60;
  private static final int GENERATIONS = 3;

  /** A JVM that has started one, which has started one, all of which would go on for ever. */
  @Test
  void noneOutlivesTheOneThatIsToldToEnd() throws Exception {
    Process parent = Children.start(new ProcessBuilder(command(GENERATIONS)));
    List<ProcessHandle> family = new ArrayList<>();
    try {
      BufferedReader out = parent.inputReader();
      for (int i = 0; i < GENERATIONS; i++) {
        long pid = Long.parseLong(Objects.requireNonNull(out.readLine(), "it said no pid"));
        family.add(ProcessHandle.of(pid).orElseThrow());
      }
      assertThat(family).allMatch(ProcessHandle::isAlive);

      parent.destroy();

      for (ProcessHandle one : family) {
        one.onExit().get(SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      family.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<String> command(int generations) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Parent.class.getName(),
        Integer.toString(generations));
  }

  /** Says who it is, and what its children say, and waits for ever. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      int generations = Integer.parseInt(args[0]);
      System.out.println(ProcessHandle.current().pid());
      if (generations == GENERATIONS) {
        Process child = Children.start(new ProcessBuilder(command(generations - 1)));
        child.inputReader().lines().forEach(System.out::println);
      } else if (generations > 1) { // one that looks after nobody
        new ProcessBuilder(command(generations - 1)).inheritIO().start();
      }
      new CountDownLatch(1).await();
    }
  }
}

package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.util.regex.Pattern;

/** How a host that works in rounds is held between two of them. */
interface Gate {
  /** Has it do the first round. */
  default void begin(HeldProcess host) {}

  /** Waits until it has done a round, and runs no script. */
  void await(HeldProcess host) throws IOException, InterruptedException;

  /** Has it do the next round. */
  void open(HeldProcess host) throws IOException, InterruptedException;

  /** Lets it end after the last round; most do where their input ends. */
  default void end(HeldProcess host) {}

  /** A host that prints so many of these lines in a round, and waits for a line then. */
  static Gate lines(String pattern, int times) {
    Pattern wanted = Pattern.compile(pattern);
    return new Gate() {
      @Override
      public void await(HeldProcess host) throws IOException, InterruptedException {
        host.awaitLines(wanted, times);
      }

      @Override
      public void open(HeldProcess host) {
        host.tell("");
      }
    };
  }

  /**
   * A host that does a round when it is told so by a line, and ends with such a line of its own.
   */
  static Gate told(String line, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return new Gate() {
      @Override
      public void begin(HeldProcess host) {
        host.tell(line);
      }

      @Override
      public void await(HeldProcess host) throws IOException, InterruptedException {
        host.awaitLines(wanted, 1);
      }

      @Override
      public void open(HeldProcess host) {
        host.tell(line);
      }
    };
  }
}

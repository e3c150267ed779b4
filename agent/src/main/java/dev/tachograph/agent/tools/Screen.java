package dev.tachograph.agent.tools;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A terminal that shows one page after the other, by the control sequences that all of them have
 * (ECMA-48, and xterm's second page). It is left as it was.
 */
final class Screen {
  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String END_OF_LINE = "\033[K";
  private static final String END_OF_PAGE = "\033[J";
  private static final int LINES = 24;
  private static final int COLUMNS = 80;

  private final PrintStream out;
  private boolean open;

  Screen(PrintStream out) {
    this.out = out;
  }

  /** Whether standard output is a terminal that knows how. */
  @SuppressWarnings("SystemConsoleNull") // newer versions are asked below
  static boolean isThere() {
    String term = System.getenv("TERM");
    java.io.Console console = System.console();
    if (console == null || term == null || term.equals("dumb")) {
      return false;
    }
    try {
      // Since Java 22 there is a console without a terminal, too.
      Method isTerminal = java.io.Console.class.getMethod("isTerminal");
      return Boolean.TRUE.equals(isTerminal.invoke(console));
    } catch (NoSuchMethodException older) {
      return true;
    } catch (ReflectiveOperationException impossible) {
      return false;
    }
  }

  /** How many there are. */
  int lines() {
    return size()[0];
  }

  /** Shows a page, of which what does not fit is cut off. */
  synchronized void show(String page) {
    int[] size = size();
    StringBuilder frame = new StringBuilder();
    if (!open) {
      open = true;
      frame.append(ENTER);
      Runtime.getRuntime().addShutdownHook(new Thread(this::close, "tachograph-screen"));
    }
    frame.append(HOME).append(fit(page, size[0], size[1])).append(END_OF_PAGE);
    out.print(frame);
    out.flush();
  }

  /** The lines of a page that fit, each with what clears the rest of it. */
  static String fit(String page, int lines, int columns) {
    StringBuilder text = new StringBuilder();
    page.lines()
        .limit(lines - 1)
        .forEach(
            line ->
                text.append(line.length() > columns ? line.substring(0, columns) : line)
                    .append(END_OF_LINE)
                    .append("\r\n"));
    return text.toString();
  }

  /** Lines and columns; those of the first terminals if it does not say. */
  private static int[] size() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] numbers = said.trim().split(" ", -1);
      if (stty.waitFor(1, TimeUnit.SECONDS)
          && numbers.length == 2
          && said.trim().matches("[1-9]\\d{0,4} [1-9]\\d{0,4}")) {
        return new int[] {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])};
      }
    } catch (IOException noStty) {
      return new int[] {LINES, COLUMNS};
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    return new int[] {LINES, COLUMNS};
  }

  /** Shows what was there before. */
  synchronized void close() {
    if (open) {
      open = false;
      out.print(LEAVE);
      out.flush();
    }
  }
}

package dev.tachograph.engine;

import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Hands what scripts write to their console on to SLF4J, at its level: {@code console.log} at
 * {@code INFO}. Each message has the account and the script as key-value pairs ({@code
 * account=tenant-7 script=rule.js}).
 *
 * <p>A script chooses its text: line ends and other control characters are written as {@code \n}
 * and {@code \u001b}, so that it can forge no line of the log and steer no terminal; what is longer
 * than the given length is cut. Thread-safe.
 */
public final class ConsoleLog implements Consumer<ConsoleMessage> {
  private static final int LONGEST = 2000;

  private final Logger logger;
  private final int longest;
  private final String account;
  private final String script;

  private ConsoleLog(Logger logger, int longest, String account, String script) {
    this.logger = Objects.requireNonNull(logger);
    this.longest = longest;
    this.account = account;
    this.script = script;
  }

  /** For {@link Sandbox.Builder#console}; messages of up to 2000 characters. */
  public static ConsoleLog to(Logger logger) {
    return new ConsoleLog(logger, LONGEST, "", "");
  }

  /**
   * The same for messages of up to so many characters.
   *
   * @param characters 1 or more
   */
  public ConsoleLog cutAt(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException(
          "messages of %d characters: 1 or more are".formatted(characters));
    }
    return new ConsoleLog(logger, characters, account, script);
  }

  /** A listener that says of whom it hears, if it is one of these. */
  static Consumer<ConsoleMessage> of(
      Consumer<ConsoleMessage> listener, String account, String script) {
    return listener instanceof ConsoleLog log
        ? new ConsoleLog(log.logger, log.longest, account, script)
        : listener;
  }

  @Override
  public void accept(ConsoleMessage message) {
    LoggingEventBuilder event =
        switch (message.level()) {
          case DEBUG -> logger.atDebug();
          case LOG, INFO -> logger.atInfo();
          case WARN -> logger.atWarn();
          case ERROR -> logger.atError();
        };
    event
        .addKeyValue("account", harmless(account, LONGEST))
        .addKeyValue("script", harmless(script, LONGEST))
        .log(() -> harmless(message.text(), longest));
  }

  private static String harmless(String text, int longest) {
    int end = Math.min(text.length(), longest);
    StringBuilder line = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      append(text.charAt(i), line);
    }
    return line.append(end < text.length() ? "..." : "").toString();
  }

  private static void append(char c, StringBuilder line) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      case '\\' -> line.append("\\\\"); // otherwise it could stand for what it is not
      default -> {
        if (isHarmful(c)) {
          line.append("\\u%04x".formatted((int) c));
        } else {
          line.append(c);
        }
      }
    }
  }

  /** What ends lines, steers terminals, or turns the direction of text. */
  private static boolean isHarmful(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}

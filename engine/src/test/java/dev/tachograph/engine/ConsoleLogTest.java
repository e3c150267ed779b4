package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

class ConsoleLogTest {
  private final List<String> lines = new ArrayList<>();
  private final RecordingLogger logger = new RecordingLogger();
  private final ConsoleLog log = ConsoleLog.to(logger);

  /** Remembers its lines; has no debug level. */
  private final class RecordingLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    @Override
    protected String getFullyQualifiedCallerName() {
      return ConsoleLog.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable failure) {
      lines.add(level + " " + message);
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }

  private static void hear(ConsoleLog log, ConsoleMessage message) {
    ConsoleLog.of(log, "tenant-7", "rule.js").accept(message);
  }

  @ParameterizedTest
  @CsvSource({"LOG,INFO", "INFO,INFO", "WARN,WARN", "ERROR,ERROR"})
  void everyLevelHasItsOwn(ConsoleMessage.Level level, Level expected) {
    hear(log, new ConsoleMessage(level, "text {}"));
    assertThat(lines).containsExactly(expected + " account=tenant-7 script=rule.js text {}");
  }

  @Test
  void whatTheLogDoesNotWantIsNotWritten() {
    hear(log, new ConsoleMessage(ConsoleMessage.Level.DEBUG, "text"));
    assertThat(lines).isEmpty();
  }

  @Test
  void aScriptForgesNoLineAndSteersNoTerminal() {
    hear(
        log,
        new ConsoleMessage(
            ConsoleMessage.Level.LOG,
            "a\r\nERROR forged\t\u001b[2J\u2028x\u0085y\u202ez\\n \u00e4\ud83d\ude00"));
    assertThat(lines)
        .containsExactly(
            "INFO account=tenant-7 script=rule.js a\\r\\nERROR forged\\t\\u001b[2J\\u2028x\\u0085y\\u202ez\\\\n"
                + " \u00e4\ud83d\ude00");
  }

  @Test
  void longMessagesAreCut() {
    hear(log.cutAt(3), new ConsoleMessage(ConsoleMessage.Level.WARN, "abcd"));
    assertThat(lines).containsExactly("WARN account=tenant-7 script=rule.js abc...");
    assertThatIllegalArgumentException().isThrownBy(() -> log.cutAt(0));
  }
}

package dev.tachograph.engine.jsr223;

import dev.tachograph.engine.ConsoleMessage;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Consumer;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/** Writes a script's console to its context's writers, line by line. For one evaluation. */
final class ContextOutput implements Consumer<ConsoleMessage> {
  private final Writer writer;
  private final Writer errorWriter;
  private @Nullable Exception failure;

  ContextOutput(ScriptContext context) {
    writer = context.getWriter();
    errorWriter = context.getErrorWriter();
  }

  @Override
  public void accept(ConsoleMessage message) {
    if (failure != null) {
      return;
    }
    Writer to =
        switch (message.level()) {
          case WARN, ERROR -> errorWriter;
          case DEBUG, LOG, INFO -> writer;
        };
    try {
      to.write(message.text() + System.lineSeparator());
      to.flush();
    } catch (IOException | RuntimeException unwritten) {
      failure = unwritten; // the host's matter, not the script's
    }
  }

  /** Fails if something could not be written. */
  void requireWritten() throws ScriptException {
    if (failure != null) {
      throw Failures.of("the script's output could not be written: " + failure, failure);
    }
  }
}

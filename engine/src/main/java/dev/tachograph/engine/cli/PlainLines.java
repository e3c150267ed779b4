package dev.tachograph.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lines of a file or a pipe: nobody sees a prompt. */
final class PlainLines implements Prompt.Lines {
  private final BufferedReader in;
  private final Predicate<String> isComplete;

  PlainLines(BufferedReader in, Predicate<String> isComplete) {
    this.in = in;
    this.isComplete = isComplete;
  }

  @Override
  public @Nullable String next() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      text.append(text.isEmpty() ? "" : "\n").append(line);
      if (text.indexOf(".") == 0 || isComplete.test(text.toString())) {
        return text.toString();
      }
    }
    return text.isEmpty() ? null : text.toString();
  }
}

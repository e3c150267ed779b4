package dev.tachograph.engine.cli;

import dev.tachograph.engine.SandboxSession;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Lines that somebody types: with editing, a history in a file, and names that Tab completes. */
final class TerminalLines implements Prompt.Lines {
  private static final Pattern PATH =
      Pattern.compile("(?:([\\p{L}_$][\\p{L}\\p{N}_$.]*)\\.)?([\\p{L}_$][\\p{L}\\p{N}_$]*)?$");
  private static final List<String> COMMANDS =
      List.of(".usage", ".limits", ".limit", ".load", ".cost", ".help", ".exit");

  private final LineReader reader;

  /**
   * @param history the file that keeps lines for the next time; {@code null} for none
   */
  TerminalLines(Terminal terminal, SandboxSession session, @Nullable Path history) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("tachograph")
            .parser(new Completeness(session))
            .completer((line, typed, candidates) -> complete(session, typed, candidates))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
  }

  @Override
  public @Nullable String next() {
    while (true) {
      try {
        return reader.readLine("> ");
      } catch (UserInterruptException again) {
        // Ctrl-C drops the line.
      } catch (EndOfFileException end) {
        return null;
      }
    }
  }

  private static void complete(
      SandboxSession session, ParsedLine typed, List<Candidate> candidates) {
    String before = typed.line().substring(0, typed.cursor());
    if (before.matches("\\.\\p{L}*")) {
      COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
      return;
    }
    Matcher path = PATH.matcher(before);
    if (path.find()) {
      String holder = path.group(1) == null ? "" : path.group(1);
      String prefix = holder.isEmpty() ? "" : holder + ".";
      session
          .names(holder)
          .forEach(
              name ->
                  candidates.add(
                      new Candidate(prefix + name, name, null, null, null, null, false)));
    }
  }

  /** Enter goes on to another line where the script is not complete. */
  private static final class Completeness implements Parser {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$.]*$");

    private final SandboxSession session;
    private final DefaultParser words = new DefaultParser().escapeChars(new char[0]);

    Completeness(SandboxSession session) {
      this.session = session;
      words.setQuoteChars(new char[0]);
      words.setRegexVariable(null);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE
          && !line.startsWith(".")
          && !session.isComplete(line)) {
        throw new EOFError(-1, -1, "the script goes on");
      }
      if (context == ParseContext.COMPLETE) {
        Matcher word = WORD.matcher(line.substring(0, cursor));
        String typed = word.find() ? word.group() : "";
        return new Word(line, cursor, typed);
      }
      return words.parse(line, cursor, ParseContext.UNSPECIFIED);
    }
  }

  /** The path of names before the cursor is what is completed. */
  private record Word(String line, int cursor, String word) implements ParsedLine {
    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }
}

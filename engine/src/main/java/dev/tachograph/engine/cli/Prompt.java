package dev.tachograph.engine.cli;

import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads lines, runs each as one evaluation, and shows its value and its cost. */
final class Prompt {
  /** Where lines come from. */
  interface Lines {
    /**
     * The next text that is complete: a command, or a script of one or more lines.
     *
     * @return {@code null} at the end
     */
    @Nullable String next() throws IOException;
  }

  private static final List<String> HELP =
      List.of(
          "  .usage            what this session used so far",
          "  .limits           the limits, and what is left of those on all lines together",
          "  .limit KEY=VALUE  changes one, such as .limit limit.iterations=1000 or total.fuel=1m",
          "  .load FILE        runs a file",
          "  .cost on|off      whether what a line used is shown",
          "  .help             this",
          "  .exit             ends the session, as Ctrl-D does",
          "  Ctrl-C            stops what runs");

  private final Shell shell;
  private final PrintStream out;
  private boolean showsCost = true;
  private int number;

  Prompt(Shell shell, PrintStream out) {
    this.shell = shell;
    this.out = out;
  }

  /** Runs what comes until the end. */
  void run(Lines lines) throws IOException {
    for (String text = lines.next(); text != null; text = lines.next()) {
      String line = text.strip();
      if (line.equals(".exit")) {
        return;
      }
      if (line.startsWith(".")) {
        command(line);
      } else if (!line.isEmpty()) {
        evaluate(new ScriptSource("[" + ++number + "]", text));
      }
      out.flush();
    }
  }

  /** Runs a file, as {@code .load} does. */
  void load(String name) throws IOException {
    SourceFile file = SourceFile.read(name);
    evaluate(new ScriptSource(file.name(), file.text()));
  }

  private void evaluate(ScriptSource source) {
    SandboxResult result = shell.session().describe(source);
    if (result instanceof SandboxResult.Completed completed) {
      if (!"undefined".equals(completed.value())) {
        out.println(completed.value());
      }
    } else if (result instanceof SandboxResult.Failed failed) {
      out.println(failed.error().describe());
    } else if (result instanceof SandboxResult.LimitExceeded exceeded) {
      out.println(exceeded.breach().message());
    } else if (result instanceof SandboxResult.Denied denied) {
      out.println(denied.breach().message());
    } else {
      out.println("cancelled");
    }
    if (showsCost) {
      String cost = UsageWords.cost(result.usage());
      out.println("  # " + (cost.isEmpty() ? "nothing" : cost));
    }
  }

  private void command(String line) {
    String[] words = line.split("\\s+", 2);
    String argument = words.length < 2 ? "" : words[1];
    ResourceTracker account = shell.sandbox().tracker();
    switch (words[0]) {
      case ".help" -> HELP.forEach(out::println);
      case ".usage" -> UsageWords.usage(shell.sandbox().usage()).forEach(out::println);
      case ".limits" -> UsageWords.limits(account).forEach(out::println);
      case ".limit" -> limit(account, argument);
      case ".load" -> {
        try {
          load(argument);
        } catch (IOException unreadable) {
          out.println(unreadable.getMessage());
        }
      }
      case ".cost" -> {
        switch (argument.toLowerCase(Locale.ROOT)) {
          case "on" -> showsCost = true;
          case "off" -> showsCost = false;
          default -> out.println(".cost on, or .cost off");
        }
      }
      default -> out.println("no command %s; .help shows those that there are".formatted(words[0]));
    }
  }

  private void limit(ResourceTracker account, String assignment) {
    int at = assignment.indexOf('=');
    if (at < 0) {
      out.println("give a key and a value, such as .limit limit.iterations=1000; keys are:");
      Resource.all().forEach(resource -> out.println("  " + resource.key()));
      return;
    }
    try {
      String key = assignment.substring(0, at).strip();
      String value = assignment.substring(at + 1).strip();
      Limits.Builder limits = account.limits().toBuilder();
      account.setLimits(limits.parse(key, value).build());
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage());
    }
  }
}

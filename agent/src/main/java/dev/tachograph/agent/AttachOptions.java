package dev.tachograph.agent;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of an agent that is sent to another JVM, which has another working directory. */
public final class AttachOptions {
  private AttachOptions() {}

  /**
   * Reads options as the agent does, and makes the paths in them absolute: they are those of this
   * process, be they given directly or by a {@code config} file.
   *
   * @return options that mean the same to every JVM that sees the same files
   * @throws IllegalArgumentException if the agent would refuse them; the message says why
   */
  public static String absolute(String text) {
    AgentOptions options = AgentOptions.parse(text);
    Map<String, String> direct = AgentOptions.split(text);
    String config = direct.get("config");
    put(direct, "config", config == null ? null : OptionValues.path("config", config));
    put(direct, "report", options.report());
    put(direct, "log", options.log());
    String absolute =
        direct.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining(","));
    if (!isSame(absolute, direct)) {
      throw new IllegalArgumentException(
          "the options cannot be sent, because the path of a file has a comma in it: " + absolute);
    }
    return absolute;
  }

  private static void put(Map<String, String> options, String key, @Nullable Path file) {
    if (file != null) {
      options.put(key, file.toString());
    }
  }

  private static boolean isSame(String text, Map<String, String> options) {
    try {
      return AgentOptions.split(text).equals(options);
    } catch (IllegalArgumentException comma) {
      return false;
    }
  }
}

package dev.tachograph.agent.rules;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file of UTF-8, as it is at one time, with the lines of its keys. Immutable.
 *
 * @param file where it is
 * @param text what is in it
 * @param lines its properties, in their order
 */
public record ConfigFile(Path file, String text, List<ConfigLine> lines) {
  private static final long MOST_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read, is no properties file, or says something
   *     twice; the message names it, and the line if there is one
   */
  public static ConfigFile read(Path file) {
    String text = text(file);
    return new ConfigFile(file, text, parse(file, text));
  }

  private static String text(Path file) {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new IllegalArgumentException(
            "config=%s has %d bytes: at most %d are read".formatted(file, size, MOST_BYTES));
      }
      String text = Files.readString(file);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException invalid) {
      throw new IllegalArgumentException(
          "config=%s is not UTF-8: save it in that encoding".formatted(file), invalid);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "config=%s cannot be read: %s".formatted(file, unreadable), unreadable);
    }
  }

  static List<ConfigLine> parse(Path file, String text) {
    Map<String, ConfigLine> lines = new LinkedHashMap<>();
    List<String> natural = text.lines().toList();
    for (int i = 0; i < natural.size(); i++) {
      int number = i + 1;
      StringBuilder property = new StringBuilder(natural.get(i));
      if (!isComment(natural.get(i))) {
        while (isContinued(natural.get(i)) && i + 1 < natural.size()) {
          i++;
          property.append('\n').append(natural.get(i));
        }
      }
      for (ConfigLine line : property(file, number, property.toString())) {
        ConfigLine first = lines.putIfAbsent(line.key(), line);
        if (first != null) {
          throw line.fault(
              "'%s' is given twice, in line %d too: remove one of them"
                  .formatted(line.key(), first.number()));
        }
      }
    }
    return List.copyOf(lines.values());
  }

  private static boolean isComment(String line) {
    String text = line.stripLeading();
    return text.startsWith("#") || text.startsWith("!");
  }

  /** Whether it ends in a backslash that is not itself the second one of a pair. */
  private static boolean isContinued(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  /** The JDK's own reader knows the escapes; of a comment or a blank line there is none. */
  private static List<ConfigLine> property(Path file, int number, String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new ConfigLine(file, number, "", "").fault(malformed.getMessage());
    }
    List<ConfigLine> lines = new ArrayList<>(1);
    for (String key : properties.stringPropertyNames()) {
      lines.add(new ConfigLine(file, number, key, properties.getProperty(key).strip()));
    }
    return lines;
  }
}

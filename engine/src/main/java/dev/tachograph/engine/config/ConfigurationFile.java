package dev.tachograph.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads a file, whose name says of which kind it is. In UTF-8, up to 1 MB. */
final class ConfigurationFile {
  static final int MAXIMUM_BYTES = 1 << 20;

  private ConfigurationFile() {}

  static void read(Path file, Entries entries) {
    String name = file.toString();
    String lower = name.toLowerCase(Locale.ROOT);
    try {
      if (lower.endsWith(".properties")) {
        properties(name, text(file), entries);
      } else if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
        YamlSettings.read(name, text(file), entries);
      } else {
        entries.fault(name, "", "expected a name that ends with .properties, .yaml or .yml");
      }
    } catch (CharacterCodingException notUtf8) {
      entries.fault(name, "", "it is not in UTF-8");
    } catch (IOException unreadable) {
      entries.fault(name, "", "cannot be read: " + unreadable);
    } catch (IllegalArgumentException malformed) {
      entries.fault(name, "", String.valueOf(malformed.getMessage()));
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAXIMUM_BYTES + 1);
    }
    if (bytes.length > MAXIMUM_BYTES) {
      throw new IllegalArgumentException("it has more than %d bytes".formatted(MAXIMUM_BYTES));
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static void properties(String name, String text, Entries entries) throws IOException {
    Map<String, String> inOrder = new LinkedHashMap<>();
    new Noticing(inOrder, name, entries).load(new StringReader(text));
    inOrder.forEach((key, value) -> entries.add(key, value, name));
  }

  /** Properties that keep their order, and notice what is given twice. */
  private static final class Noticing extends Properties {
    private static final long serialVersionUID = 1;

    private final transient Map<String, String> inOrder;
    private final String name;
    private final transient Entries entries;

    Noticing(Map<String, String> inOrder, String name, Entries entries) {
      this.inOrder = inOrder;
      this.name = name;
      this.entries = entries;
    }

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (inOrder.put((String) key, (String) value) != null) {
        entries.fault(name, (String) key, "given twice");
      }
      return super.put(key, value);
    }
  }
}

package dev.tachograph.agent;

import dev.tachograph.meter.attribution.CallSite;
import java.lang.reflect.Field;
import java.util.Arrays;

/** Names functions by their descriptions, which Rhino has from 1.9 on. Thread-safe. */
final class FunctionNames {
  private volatile Lines latest = new Lines("", new int[0]);

  /** Where the lines of a text begin. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Lines(String text, int[] starts) {
    static Lines of(String text) {
      int[] starts = new int[16];
      int count = 1;
      for (int i = 0; i < text.length(); i++) {
        if (endsLine(text, i)) {
          if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
          }
          starts[count++] = i + 1;
        }
      }
      return new Lines(text, Arrays.copyOf(starts, count));
    }

    private static boolean endsLine(String text, int at) {
      return switch (text.charAt(at)) {
        case '\n', '\u2028', '\u2029' -> true;
        case '\r' -> at + 1 == text.length() || text.charAt(at + 1) != '\n';
        default -> false;
      };
    }

    int at(int position) {
      int found = Arrays.binarySearch(starts, position);
      return found >= 0 ? found + 1 : -found - 1;
    }
  }

  /**
   * The function that a description is of.
   *
   * @param descriptor a {@code JSDescriptor}
   */
  CallSite of(Object descriptor) {
    try {
      Class<?> type = descriptor.getClass();
      String source = (String) type.getMethod("getSourceName").invoke(descriptor);
      String name = (String) type.getMethod("getName").invoke(descriptor);
      boolean script = (boolean) type.getMethod("isScript").invoke(descriptor);
      return new CallSite(
          source == null ? "unknown" : source,
          script || name == null ? "" : name,
          script ? 0 : line(type, descriptor));
    } catch (ReflectiveOperationException otherVersion) {
      return new CallSite(EntryNames.NATIVE, "", 0);
    }
  }

  private int line(Class<?> type, Object descriptor) throws ReflectiveOperationException {
    String text = (String) field(type, "rawSource").get(descriptor);
    return text == null ? 0 : lines(text).at(field(type, "rawSourceStart").getInt(descriptor));
  }

  private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true); // the package is open to the agent
    return field;
  }

  /** The functions of a script have one text, and are mostly met one after the other. */
  @SuppressWarnings("ReferenceEquality")
  private Lines lines(String text) {
    Lines known = latest;
    if (known.text != text) {
      known = Lines.of(text);
      latest = known;
    }
    return known;
  }
}

package dev.tachograph.agent.rhino;

import java.math.BigInteger;
import java.text.Collator;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Rhino and the JDK's strings, which a script can make as long as it wants.
 *
 * <p>Nothing can stop those methods once they run, so the sizes are charged before they are called.
 * Every method here is named like the one that it calls. A step is about the work of one round of a
 * loop, some nanoseconds.
 */
public final class TachographText {
  private static final int STRING = 48;
  private static final int ARRAY = 16;
  private static final int CHAR = 2;
  private static final int BUILDER_BLOCK = 64;
  private static final int CHARS_PER_STEP = 8;

  /** For each character of a language tag: a part may be as short as one. */
  private static final int TAG_STEPS = 24;

  private static final int TAG_BYTES = 80;

  /** Texts of this length are part of the price of what they are for. */
  private static final int SHORT = 256;

  private TachographText() {}

  private static void chars(long length) {
    TachographCharges.allocate(STRING + CHAR * length);
    if (length > CHARS_PER_STEP * 128) {
      TachographCharges.steps(length / CHARS_PER_STEP);
    }
  }

  /** Adds the length of a part of a text. */
  public static long plus(long length, Object part) {
    return part instanceof CharSequence text ? length + text.length() : length;
  }

  /** Parts of this length together are about to be put together. */
  public static void joined(long length) {
    if (length > SHORT) {
      chars(length);
    }
  }

  /** The same where the text is what a script asked for. */
  public static void made(long length) {
    if (length > 0) {
      chars(length);
    }
  }

  /** The text of a stack is complete; what frames cost covers that of ordinary ones. */
  public static void trace(StringBuilder text) {
    if (text.length() > 16 * SHORT) {
      chars(text.length());
    }
  }

  /** A text is about to be made of these arguments; it is built, and then copied. */
  public static void format(Object arguments) {
    if (arguments instanceof Object[] parts) {
      long length = 0;
      for (Object part : parts) {
        length = plus(length, part);
      }
      joined(2 * length);
    }
  }

  /**
   * Charged afterwards: nothing is made where nothing is cut off, and never more than there was.
   */
  public static String trim(String text) {
    String trimmed = text.trim();
    if (trimmed.length() != text.length()) {
      joined(trimmed.length());
    }
    return trimmed;
  }

  /** The JDK looks at each character that both begin with, even of one and the same. */
  public static int compareTo(String one, String other) {
    comparing(Math.min(one.length(), other.length()));
    return one.compareTo(other);
  }

  /** In place of the same method of the first one. */
  public static boolean equals(Object one, Object other) {
    if (one instanceof String text && other instanceof String another) {
      comparing(text.length() == another.length() ? text.length() : 0);
    } else if (one instanceof BigInteger number && other instanceof BigInteger) {
      comparing(number.bitLength() / Character.SIZE);
    }
    return one.equals(other);
  }

  /** So many characters, or as much memory, are about to be compared. */
  static void comparing(int chars) {
    if (chars > CHARS_PER_STEP * 128) {
      TachographCharges.steps(chars / CHARS_PER_STEP);
    }
  }

  public static int indexOf(String text, String sought) {
    return TachographSearch.indexOf(text, sought, 0);
  }

  public static int indexOf(String text, String sought, int from) {
    return TachographSearch.indexOf(text, sought, from);
  }

  public static int lastIndexOf(String text, String sought) {
    return TachographSearch.lastIndexOf(text, sought, text.length());
  }

  public static int lastIndexOf(String text, String sought, int from) {
    return TachographSearch.lastIndexOf(text, sought, from);
  }

  public static boolean contains(String text, CharSequence sought) {
    return TachographSearch.indexOf(text, sought.toString(), 0) >= 0;
  }

  public static String replace(String text, CharSequence sought, CharSequence by) {
    long most =
        sought.length() >= by.length()
            ? text.length()
            : text.length() + (text.length() / Math.max(1L, sought.length()) + 1) * by.length();
    chars(most);
    return TachographSearch.replace(text, sought.toString(), by.toString());
  }

  public static String toLowerCase(String text) {
    chars(text.length());
    TachographCharges.steps(TachographRuns.sigmas(text));
    return text.toLowerCase(Locale.getDefault());
  }

  public static String toUpperCase(String text) {
    chars(text.length());
    return text.toUpperCase(Locale.getDefault());
  }

  public static String toLowerCase(String text, Locale locale) {
    chars(text.length());
    TachographCharges.steps(TachographRuns.sigmas(text));
    return text.toLowerCase(locale);
  }

  public static String toUpperCase(String text, Locale locale) {
    chars(text.length());
    return text.toUpperCase(locale);
  }

  public static String substring(String text, int from) {
    chars(text.length() - (long) from);
    return text.substring(from);
  }

  public static String substring(String text, int from, int to) {
    chars(to - (long) from);
    return text.substring(from, to);
  }

  /** A rope makes a string of itself first, and charges both then. */
  public static CharSequence subSequence(CharSequence text, int from, int to) {
    if (text instanceof String) {
      chars(to - (long) from);
    }
    return text.subSequence(from, to);
  }

  public static char[] toCharArray(String text) {
    TachographCharges.allocate(ARRAY + CHAR * (long) text.length());
    return text.toCharArray();
  }

  public static String concat(String text, String other) {
    chars((long) text.length() + other.length());
    return text.concat(other);
  }

  /** Of a rope it is made by the rope, which charges it. */
  public static String valueOf(@Nullable Object value) {
    return value instanceof BigInteger number
        ? TachographNumbers.toString(number)
        : String.valueOf(value);
  }

  /** Each part of the tag becomes texts and entries of lists, whatever is wrong with it. */
  public static Locale forLanguageTag(String tag) {
    if (tag.length() > SHORT) {
      TachographCharges.steps(TAG_STEPS * (long) tag.length());
      TachographCharges.allocate(TAG_BYTES * (long) tag.length());
    }
    return Locale.forLanguageTag(tag);
  }

  public static String repeat(String text, int times) {
    chars((long) text.length() * Math.max(0, times));
    return text.repeat(times);
  }

  public static StringBuilder append(StringBuilder to, String text) {
    grow(to, text == null ? 4 : text.length());
    return to.append(text);
  }

  public static StringBuilder append(StringBuilder to, CharSequence text) {
    grow(to, text == null ? 4 : text.length());
    return to.append(text);
  }

  public static StringBuilder append(StringBuilder to, CharSequence text, int from, int end) {
    grow(to, end - (long) from);
    return to.append(text, from, end);
  }

  public static StringBuilder append(StringBuilder to, Object text) {
    if (text instanceof CharSequence chars) {
      grow(to, chars.length());
    }
    return to.append(text);
  }

  public static StringBuilder append(StringBuilder to, char text) {
    grow(to, 1);
    return to.append(text);
  }

  public static StringBuilder insert(StringBuilder to, int at, String text) {
    grow(to, text == null ? 4 : text.length());
    return to.insert(at, text);
  }

  /** In blocks, which depend on nothing but the lengths: most appends are short. */
  private static void grow(StringBuilder to, long length) {
    long blocks = (to.length() + length) / BUILDER_BLOCK - to.length() / BUILDER_BLOCK;
    if (blocks > 0) {
      TachographCharges.allocate(CHAR * BUILDER_BLOCK * blocks);
    }
  }

  public static String toString(StringBuilder text) {
    chars(text.length());
    return text.toString();
  }

  public static String normalize(CharSequence text, Normalizer.Form form) {
    TachographCharges.steps(text.length() + TachographRuns.marks(text));
    TachographCharges.allocate(STRING + 8L * CHAR * text.length());
    return Normalizer.normalize(text, form);
  }

  /** Normalizes both texts as far as they are the same. */
  public static int compare(Collator collator, String one, String other) {
    long length = (long) one.length() + other.length();
    TachographCharges.steps(4 * length + TachographRuns.marks(one) + TachographRuns.marks(other));
    TachographCharges.allocate(STRING + 8 * length);
    return collator.compare(one, other);
  }
}

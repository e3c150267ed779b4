package dev.tachograph.agent.rhino;

import java.math.BigInteger;
import java.text.Collator;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Stands between Rhino and those methods of the JDK that allocate as much as a script wants, or run
 * as long as it wants: charges first, by the sizes, and then calls. Nothing can stop them once they
 * run. One copy beside each Rhino's Context; every method is named like the one that it calls.
 *
 * <p>A step is about the work of one round of a loop, some nanoseconds.
 */
public final class TachographJdk {
  private static final int STRING = 48;
  private static final int CHAR = 2;
  private static final int REFERENCE = 8;
  private static final int BUILDER_BLOCK = 64;
  private static final int WORD_BITS = 32;
  private static final int CHARS_PER_STEP = 8;
  private static final int SCHOOLBOOK_WORDS = 80;

  private TachographJdk() {}

  private static void chars(long length) {
    TachographCharges.allocate(STRING + CHAR * length);
    if (length > CHARS_PER_STEP * 128) {
      TachographCharges.steps(length / CHARS_PER_STEP);
    }
  }

  private static void search(long length, long sought) {
    long work = sought < 2 ? length : Math.max(1, length - sought + 1) * sought;
    if (work > CHARS_PER_STEP * 128) {
      TachographCharges.steps(work / CHARS_PER_STEP);
    }
  }

  public static int indexOf(String text, String sought) {
    search(text.length(), sought.length());
    return text.indexOf(sought);
  }

  public static int indexOf(String text, String sought, int from) {
    search(text.length(), sought.length());
    return text.indexOf(sought, from);
  }

  public static int lastIndexOf(String text, String sought) {
    search(text.length(), sought.length());
    return text.lastIndexOf(sought);
  }

  public static int lastIndexOf(String text, String sought, int from) {
    search(text.length(), sought.length());
    return text.lastIndexOf(sought, from);
  }

  public static boolean contains(String text, CharSequence sought) {
    search(text.length(), sought.length());
    return text.contains(sought);
  }

  public static String replace(String text, CharSequence sought, CharSequence by) {
    search(text.length(), sought.length());
    long most =
        sought.length() >= by.length()
            ? text.length()
            : text.length() + (text.length() / Math.max(1L, sought.length()) + 1) * by.length();
    chars(most);
    return text.replace(sought, by);
  }

  public static String toLowerCase(String text) {
    chars(text.length());
    return text.toLowerCase(Locale.getDefault());
  }

  public static String toUpperCase(String text) {
    chars(text.length());
    return text.toUpperCase(Locale.getDefault());
  }

  public static String toLowerCase(String text, Locale locale) {
    chars(text.length());
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

  public static String concat(String text, String other) {
    chars((long) text.length() + other.length());
    return text.concat(other);
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

  public static Object[] copyOf(Object[] array, int length) {
    elements(length, REFERENCE);
    return Arrays.copyOf(array, length);
  }

  public static Object[] copyOfRange(Object[] array, int from, int to) {
    elements(to - (long) from, REFERENCE);
    return Arrays.copyOfRange(array, from, to);
  }

  public static byte[] copyOf(byte[] array, int length) {
    elements(length, 1);
    return Arrays.copyOf(array, length);
  }

  public static byte[] copyOfRange(byte[] array, int from, int to) {
    elements(to - (long) from, 1);
    return Arrays.copyOfRange(array, from, to);
  }

  private static void elements(long length, int size) {
    if (length > 0) {
      TachographCharges.allocate(16 + length * size);
      if (length > 1_024) {
        TachographCharges.steps(length / CHARS_PER_STEP);
      }
    }
  }

  public static void fill(Object[] array, Object value) {
    TachographCharges.steps(array.length / CHARS_PER_STEP);
    Arrays.fill(array, value);
  }

  public static void fill(Object[] array, int from, int to, Object value) {
    TachographCharges.steps(Math.max(0, (to - (long) from) / CHARS_PER_STEP));
    Arrays.fill(array, from, to, value);
  }

  public static <T> void sort(T[] array, Comparator<? super T> order) {
    sorting(array.length);
    Arrays.sort(array, order);
  }

  public static <T> void sort(T[] array, int from, int to, Comparator<? super T> order) {
    sorting(to - (long) from);
    Arrays.sort(array, from, to, order);
  }

  public static <T> void sort(List<T> list, Comparator<? super T> order) {
    sorting(list.size());
    list.sort(order);
  }

  private static void sorting(long length) {
    if (length > 1) {
      TachographCharges.allocate(16 + REFERENCE * length);
      TachographCharges.steps(length * (64 - Long.numberOfLeadingZeros(length)));
    }
  }

  public static Object[] toArray(Collection<?> collection) {
    elements(collection.size(), REFERENCE);
    return collection.toArray();
  }

  public static <T> T[] toArray(Collection<T> collection, T[] into) {
    elements(collection.size(), REFERENCE);
    return collection.toArray(into);
  }

  public static Object[] toArray(List<?> collection) {
    elements(collection.size(), REFERENCE);
    return collection.toArray();
  }

  public static <T> T[] toArray(List<T> collection, T[] into) {
    elements(collection.size(), REFERENCE);
    return collection.toArray(into);
  }

  /** Marks that combine with what stands before them are sorted by insertion. */
  public static String normalize(CharSequence text, Normalizer.Form form) {
    long run = 0;
    long work = text.length();
    for (int i = 0; i < text.length(); i++) {
      run = Character.getType(text.charAt(i)) == Character.NON_SPACING_MARK ? run + 1 : 0;
      work += run;
    }
    TachographCharges.steps(work);
    TachographCharges.allocate(STRING + 8L * CHAR * text.length());
    return Normalizer.normalize(text, form);
  }

  public static int compare(Collator collator, String one, String other) {
    long length = (long) one.length() + other.length();
    TachographCharges.steps(4 * length);
    TachographCharges.allocate(STRING + 8 * length);
    return collator.compare(one, other);
  }

  public static double parseDouble(String text) {
    if (text.length() > 128) {
      TachographCharges.steps(4L * text.length());
      TachographCharges.allocate(STRING + 2L * CHAR * text.length());
    }
    return Double.parseDouble(text);
  }

  private static long words(BigInteger number) {
    return number.bitLength() / WORD_BITS + 1L;
  }

  private static void result(long words) {
    TachographCharges.allocate(STRING + 8 * words);
  }

  /** As the JDK multiplies: by the schoolbook, then Karatsuba's and Toom's ways. */
  private static long product(long one, long other) {
    long small = Math.min(one, other);
    long large = Math.max(one, other);
    if (small < SCHOOLBOOK_WORDS) {
      return small * large / 4 + 1;
    }
    return (long) (Math.pow((double) small, 1.5) * large / small) + 1;
  }

  public static BigInteger add(BigInteger one, BigInteger other) {
    long words = Math.max(words(one), words(other));
    result(words);
    TachographCharges.steps(words / 4);
    return one.add(other);
  }

  public static BigInteger subtract(BigInteger one, BigInteger other) {
    long words = Math.max(words(one), words(other));
    result(words);
    TachographCharges.steps(words / 4);
    return one.subtract(other);
  }

  public static BigInteger multiply(BigInteger one, BigInteger other) {
    result(words(one) + words(other));
    TachographCharges.steps(product(words(one), words(other)));
    return one.multiply(other);
  }

  private static void division(BigInteger one, BigInteger other) {
    result(words(one) + words(other));
    long quotient = Math.max(1, words(one) - words(other) + 1);
    TachographCharges.steps(4 * product(quotient, words(other)));
  }

  public static BigInteger divide(BigInteger one, BigInteger other) {
    division(one, other);
    return one.divide(other);
  }

  public static BigInteger remainder(BigInteger one, BigInteger other) {
    division(one, other);
    return one.remainder(other);
  }

  public static BigInteger mod(BigInteger one, BigInteger other) {
    division(one, other);
    return one.mod(other);
  }

  public static BigInteger pow(BigInteger base, int exponent) {
    long words = (long) base.bitLength() * Math.max(0, exponent) / WORD_BITS + 1;
    result(words);
    TachographCharges.steps(2 * product(words, words));
    return base.pow(exponent);
  }

  public static BigInteger shiftLeft(BigInteger number, int bits) {
    long words = words(number) + Math.max(0, bits) / WORD_BITS;
    result(words);
    TachographCharges.steps(words / 4);
    return number.shiftLeft(bits);
  }

  public static BigInteger shiftRight(BigInteger number, int bits) {
    long words = words(number) + Math.max(0L, -(long) bits) / WORD_BITS;
    result(words);
    TachographCharges.steps(words / 4);
    return number.shiftRight(bits);
  }

  public static BigInteger and(BigInteger one, BigInteger other) {
    result(Math.max(words(one), words(other)));
    return one.and(other);
  }

  public static BigInteger or(BigInteger one, BigInteger other) {
    result(Math.max(words(one), words(other)));
    return one.or(other);
  }

  public static BigInteger xor(BigInteger one, BigInteger other) {
    result(Math.max(words(one), words(other)));
    return one.xor(other);
  }

  public static BigInteger not(BigInteger one) {
    result(words(one));
    return one.not();
  }

  public static BigInteger negate(BigInteger one) {
    result(words(one));
    return one.negate();
  }

  public static String toString(BigInteger number) {
    return toString(number, 10);
  }

  public static String toString(BigInteger number, int radix) {
    long words = words(number);
    TachographCharges.steps(4 * product(words, words));
    TachographCharges.allocate(STRING + (long) CHAR * WORD_BITS * words);
    return number.toString(radix);
  }

  /** Before a {@code new BigInteger} or {@code new BigDecimal}: takes the square of the length. */
  public static void parse(String digits) {
    long words = digits.length() / 9 + 1L;
    TachographCharges.steps(words * words / 4);
    result(2 * words);
  }

  /** Before a {@code new BigInteger} in some radix. */
  public static void parse(String digits, int radix) {
    parse(digits);
  }
}

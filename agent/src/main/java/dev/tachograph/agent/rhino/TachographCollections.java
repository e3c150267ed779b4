package dev.tachograph.agent.rhino;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Rhino and the JDK's arrays, lists and maps, which grow as a script wants.
 *
 * <p>Nothing can stop those methods once they run, so the sizes are charged before they are called.
 * Every method here is named like the one that it calls. A step is about the work of one round of a
 * loop, some nanoseconds.
 */
@SuppressWarnings("NonApiType") // the receiver's type in Rhino's code
public final class TachographCollections {
  private static final int REFERENCE = 8;
  private static final int ELEMENTS_PER_STEP = 8;

  /** Of a map: the entry, its share of the table, and a key that is made for it. */
  private static final int MAP_ENTRY = 112;

  private TachographCollections() {}

  public static Object newInstance(Class<?> component, int length) {
    elements(length, size(component));
    return Array.newInstance(component, length);
  }

  private static int size(Class<?> component) {
    if (component == byte.class || component == boolean.class) {
      return Byte.BYTES;
    }
    if (component == char.class || component == short.class) {
      return Character.BYTES;
    }
    return component == int.class || component == float.class ? Integer.BYTES : REFERENCE;
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

  /** Of an array, and nothing else. */
  public static Object clone(Object array) {
    if (array instanceof long[] numbers) {
      elements(numbers.length, Long.BYTES);
      return numbers.clone();
    }
    if (array instanceof Object[] references) {
      elements(references.length, REFERENCE);
      return references.clone();
    }
    int length = Array.getLength(array);
    Class<?> component = array.getClass().getComponentType();
    elements(length, size(component));
    Object copy = Array.newInstance(component, length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  private static void elements(long length, int size) {
    if (length > 0) {
      TachographCharges.allocate(16 + length * size);
      if (length > 1_024) {
        TachographCharges.steps(length / ELEMENTS_PER_STEP);
      }
    }
  }

  public static void fill(Object[] array, Object value) {
    TachographCharges.steps(array.length / ELEMENTS_PER_STEP);
    Arrays.fill(array, value);
  }

  public static void fill(Object[] array, int from, int to, Object value) {
    TachographCharges.steps(Math.max(0, (to - (long) from) / ELEMENTS_PER_STEP));
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

  public static Object computeIfAbsent(
      LinkedHashMap<Object, Object> map, Object key, Function<Object, Object> value) {
    entry(map, key);
    return map.computeIfAbsent(key, value);
  }

  public static Object compute(
      LinkedHashMap<Object, Object> map,
      Object key,
      BiFunction<Object, Object, @Nullable Object> value) {
    entry(map, key);
    return map.compute(key, value);
  }

  private static void entry(LinkedHashMap<Object, Object> map, Object key) {
    if (!map.containsKey(key)) {
      TachographCharges.allocate(MAP_ENTRY);
    }
  }
}

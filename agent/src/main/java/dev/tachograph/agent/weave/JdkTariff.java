package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Set;

/** What calls of the JDK in Rhino's own classes cost, as docs/tariff.md explains. */
final class JdkTariff {
  /** How an array is made whose type and length are the script's: charged wherever it is called. */
  private static final String NEW_ARRAY =
      "java/lang/reflect/Array.newInstance(Ljava/lang/Class;I)Ljava/lang/Object;";

  /** The text of a value, in a message that it cannot be converted. */
  private static final String VALUE_OF =
      "java/lang/String.valueOf(Ljava/lang/Object;)Ljava/lang/String;";

  /** Methods of the JDK for which a helper has one of the same name that charges first. */
  static final Set<String> CHARGED =
      Set.of(
          "java/lang/String.indexOf(Ljava/lang/String;)I",
          "java/lang/String.indexOf(Ljava/lang/String;I)I",
          "java/lang/String.lastIndexOf(Ljava/lang/String;)I",
          "java/lang/String.lastIndexOf(Ljava/lang/String;I)I",
          "java/lang/String.contains(Ljava/lang/CharSequence;)Z",
          VALUE_OF,
          "java/util/Locale.forLanguageTag(Ljava/lang/String;)Ljava/util/Locale;",
          "java/lang/String.replace(Ljava/lang/CharSequence;Ljava/lang/CharSequence;)"
              + "Ljava/lang/String;",
          "java/lang/String.toLowerCase()Ljava/lang/String;",
          "java/lang/String.toUpperCase()Ljava/lang/String;",
          "java/lang/String.toLowerCase(Ljava/util/Locale;)Ljava/lang/String;",
          "java/lang/String.toUpperCase(Ljava/util/Locale;)Ljava/lang/String;",
          "java/lang/String.substring(I)Ljava/lang/String;",
          "java/lang/String.substring(II)Ljava/lang/String;",
          "java/lang/CharSequence.subSequence(II)Ljava/lang/CharSequence;",
          "java/lang/String.toCharArray()[C",
          "java/lang/String.concat(Ljava/lang/String;)Ljava/lang/String;",
          "java/lang/String.trim()Ljava/lang/String;",
          "java/lang/String.compareTo(Ljava/lang/String;)I",
          "java/lang/String.repeat(I)Ljava/lang/String;",
          "java/lang/StringBuilder.append(Ljava/lang/String;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(Ljava/lang/CharSequence;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(Ljava/lang/CharSequence;II)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(Ljava/lang/Object;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(C)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.insert(ILjava/lang/String;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.toString()Ljava/lang/String;",
          NEW_ARRAY,
          "java/util/Arrays.copyOf([Ljava/lang/Object;I)[Ljava/lang/Object;",
          "java/util/Arrays.copyOfRange([Ljava/lang/Object;II)[Ljava/lang/Object;",
          "java/util/Arrays.copyOf([BI)[B",
          "java/util/Arrays.copyOfRange([BII)[B",
          "java/util/Arrays.fill([Ljava/lang/Object;Ljava/lang/Object;)V",
          "java/util/Arrays.fill([Ljava/lang/Object;IILjava/lang/Object;)V",
          "java/util/Arrays.sort([Ljava/lang/Object;Ljava/util/Comparator;)V",
          "java/util/Arrays.sort([Ljava/lang/Object;IILjava/util/Comparator;)V",
          "java/util/List.sort(Ljava/util/Comparator;)V",
          "java/util/List.toArray()[Ljava/lang/Object;",
          "java/util/List.toArray([Ljava/lang/Object;)[Ljava/lang/Object;",
          "java/util/Collection.toArray()[Ljava/lang/Object;",
          "java/util/Collection.toArray([Ljava/lang/Object;)[Ljava/lang/Object;",
          "java/text/Normalizer.normalize(Ljava/lang/CharSequence;Ljava/text/Normalizer$Form;)"
              + "Ljava/lang/String;",
          "java/text/Collator.compare(Ljava/lang/String;Ljava/lang/String;)I",
          "java/lang/Double.parseDouble(Ljava/lang/String;)D",
          "java/util/LinkedHashMap.computeIfAbsent(Ljava/lang/Object;Ljava/util/function/Function;)"
              + "Ljava/lang/Object;",
          "java/util/LinkedHashMap.compute(Ljava/lang/Object;Ljava/util/function/BiFunction;)"
              + "Ljava/lang/Object;",
          "java/lang/Comparable.compareTo(Ljava/lang/Object;)I",
          "java/math/BigDecimal.compareTo(Ljava/math/BigDecimal;)I",
          "java/math/BigDecimal.toBigInteger()Ljava/math/BigInteger;",
          "java/math/BigDecimal.toBigIntegerExact()Ljava/math/BigInteger;",
          big("add"),
          big("subtract"),
          big("multiply"),
          big("divide"),
          big("remainder"),
          big("mod"),
          big("and"),
          big("or"),
          big("xor"),
          "java/math/BigInteger.pow(I)Ljava/math/BigInteger;",
          "java/math/BigInteger.shiftLeft(I)Ljava/math/BigInteger;",
          "java/math/BigInteger.shiftRight(I)Ljava/math/BigInteger;",
          "java/math/BigInteger.not()Ljava/math/BigInteger;",
          "java/math/BigInteger.negate()Ljava/math/BigInteger;",
          "java/math/BigInteger.toString()Ljava/lang/String;",
          "java/math/BigInteger.toString(I)Ljava/lang/String;");

  /** What is charged even in classes whose other bytes are not: what may be as large as a value. */
  static boolean isChargedIn(String name, String key) {
    return key.equals(NEW_ARRAY) || (key.equals(VALUE_OF) && name.equals("NativeJavaObject"));
  }

  /** The helper that has the methods of a class of the JDK. */
  static Helper helperFor(String owner) {
    if (owner.startsWith("java/math/")
        || owner.equals("java/lang/Double")
        || owner.equals("java/lang/Comparable")) {
      return Helper.NUMBERS;
    }
    if (owner.equals("java/util/Locale")) {
      return Helper.TEXT;
    }
    return owner.startsWith("java/util/") || owner.endsWith("/Array")
        ? Helper.COLLECTIONS
        : Helper.TEXT;
  }

  /** Bytes that a call costs whatever its arguments: what a collection keeps for one element. */
  static final Map<String, Integer> CALLS =
      Map.ofEntries(
          Map.entry("java/util/List.add(Ljava/lang/Object;)Z", 16),
          Map.entry("java/util/ArrayList.add(Ljava/lang/Object;)Z", 16),
          Map.entry("java/util/List.add(ILjava/lang/Object;)V", 16),
          Map.entry("java/util/ArrayDeque.add(Ljava/lang/Object;)Z", 16),
          Map.entry("java/util/Set.add(Ljava/lang/Object;)Z", 64),
          Map.entry("java/util/HashSet.add(Ljava/lang/Object;)Z", 64),
          Map.entry("java/util/LinkedHashSet.add(Ljava/lang/Object;)Z", 80),
          Map.entry(
              "java/util/Map.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;", 64),
          Map.entry(
              "java/util/Map.computeIfAbsent(Ljava/lang/Object;Ljava/util/function/Function;)"
                  + "Ljava/lang/Object;",
              64),
          Map.entry(
              "java/util/HashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;", 64),
          Map.entry(
              "java/util/LinkedHashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              112),
          Map.entry(
              "java/util/IdentityHashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              64),
          Map.entry(
              "java/util/WeakHashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              96),
          Map.entry("java/math/BigInteger.valueOf(J)Ljava/math/BigInteger;", 72),
          Map.entry("java/lang/String.valueOf(C)Ljava/lang/String;", 48),
          Map.entry("java/lang/String.valueOf(I)Ljava/lang/String;", 48),
          Map.entry("java/lang/String.valueOf(J)Ljava/lang/String;", 48),
          Map.entry("java/lang/Character.toString(C)Ljava/lang/String;", 48),
          Map.entry("java/lang/Long.toString(JI)Ljava/lang/String;", 112),
          Map.entry("java/lang/Double.toString(D)Ljava/lang/String;", 64),
          Map.entry("java/lang/Integer.toString(I)Ljava/lang/String;", 48),
          Map.entry("java/lang/Long.toString(J)Ljava/lang/String;", 48));

  /** Constructors that take a capacity, with the bytes of a unit of it. */
  static final Map<String, Integer> CAPACITIES =
      Map.of(
          "java/lang/StringBuilder", 2,
          "java/util/ArrayList", 8,
          "java/util/HashMap", 8,
          "java/util/LinkedHashMap", 8,
          "java/util/HashSet", 8,
          "java/util/LinkedHashSet", 8,
          "java/util/ArrayDeque", 8);

  private static String big(String name) {
    return "java/math/BigInteger." + name + "(Ljava/math/BigInteger;)Ljava/math/BigInteger;";
  }

  private JdkTariff() {}
}

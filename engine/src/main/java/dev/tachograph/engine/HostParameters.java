package dev.tachograph.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.EcmaError;
import org.mozilla.javascript.ScriptRuntime;

/**
 * The parameters of a host function.
 *
 * @param checked whether arguments are looked at
 */
record HostParameters(boolean checked, List<Parameter> parameters) {
  /** Takes whatever it is called with. */
  static final HostParameters ANY = new HostParameters(false, List.of());

  /** Is called without arguments. */
  static final HostParameters NONE = new HostParameters(true, List.of());

  private static final Map<Class<?>, String> WORDS = words();

  record Parameter(String name, Class<?> type, boolean optional) {}

  private static Map<Class<?>, String> words() {
    Map<Class<?>, String> words = new LinkedHashMap<>();
    words.put(String.class, "a string");
    words.put(Long.class, "an integer");
    words.put(Double.class, "a number");
    words.put(Boolean.class, "a boolean");
    words.put(BigInteger.class, "a bigint");
    words.put(Instant.class, "a date");
    words.put(List.class, "an array");
    words.put(Map.class, "an object");
    words.put(Object.class, "a value");
    return words;
  }

  /**
   * The same with one more.
   *
   * @throws IllegalArgumentException if scripts have no such type, or what must be there follows
   *     what need not
   */
  HostParameters with(String name, Class<?> type, boolean optional) {
    if (!WORDS.containsKey(type)) {
      throw new IllegalArgumentException(
          "parameter %s is a %s; scripts pass %s"
              .formatted(
                  name,
                  type.getName(),
                  WORDS.keySet().stream().map(Class::getSimpleName).toList()));
    }
    if (!optional && required() < parameters.size()) {
      throw new IllegalArgumentException("parameter %s follows an optional one".formatted(name));
    }
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(new Parameter(name, type, optional));
    return new HostParameters(true, List.copyOf(more));
  }

  /** How many arguments there have to be. */
  int required() {
    return (int) parameters.stream().filter(parameter -> !parameter.optional()).count();
  }

  /** Throws a script's TypeError if there are too few or too many arguments. */
  void checkCount(String function, int arguments) {
    int least = required();
    int most = parameters.size();
    if (checked && (arguments < least || arguments > most)) {
      throw error(
          "%s takes %s, but got %d"
              .formatted(
                  function,
                  least == most ? count(most) : "%d to %s".formatted(least, count(most)),
                  arguments));
    }
  }

  private static String count(int arguments) {
    return arguments == 0
        ? "no argument"
        : arguments == 1 ? "1 argument" : arguments + " arguments";
  }

  /** Throws a script's TypeError if an argument is none of its parameter's type. */
  void checkTypes(String function, List<@Nullable Object> arguments) {
    for (int i = 0; checked && i < arguments.size(); i++) {
      Parameter parameter = parameters.get(i);
      Object value = arguments.get(i);
      if (!allows(parameter, value)) {
        throw error(
            "argument %d of %s (%s) is to be %s, but is %s"
                .formatted(
                    i + 1, function, parameter.name(), WORDS.get(parameter.type()), word(value)));
      }
    }
  }

  private static boolean allows(Parameter parameter, @Nullable Object value) {
    Class<?> type = parameter.type();
    return type.isInstance(value)
        || (value == null && (parameter.optional() || type == Object.class))
        || (type == Double.class && value instanceof Long);
  }

  private static String word(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    return value instanceof Number && !(value instanceof BigInteger)
        ? "a number"
        : WORDS.entrySet().stream()
            .filter(word -> word.getKey().isInstance(value))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("a value");
  }

  private static EcmaError error(String message) {
    return ScriptRuntime.constructError("TypeError", message);
  }
}

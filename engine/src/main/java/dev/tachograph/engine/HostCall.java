package dev.tachograph.engine;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script's call of a host function. Arguments are plain values, copied before the call: null,
 * {@link Boolean}, {@link Long} for integers of up to 2^53, {@link Double}, {@link
 * java.math.BigInteger}, {@link String}, {@link java.time.Instant}, {@link List} and {@link
 * java.util.Map}. A script's functions and symbols are null.
 */
public final class HostCall {
  private final String function;
  private final String account;
  private final List<@Nullable Object> arguments;

  HostCall(String function, String account, List<@Nullable Object> arguments) {
    this.function = function;
    this.account = account;
    this.arguments = Collections.unmodifiableList(arguments);
  }

  /** The global name under which the function was called, or {@code module.function}. */
  public String function() {
    return function;
  }

  /** Who pays for the evaluation. */
  public String account() {
    return account;
  }

  /** All that the script passed. */
  public List<@Nullable Object> arguments() {
    return arguments;
  }

  /**
   * An argument that must be there.
   *
   * @param index from 0
   * @param type one of the types above; {@link Double} takes integers too
   * @throws HostCallException if there is none, or it is of another type
   */
  public <T> T argument(int index, Class<T> type) {
    Object value = index < arguments.size() ? arguments.get(index) : null;
    if (type == Double.class && value instanceof Long integer) {
      value = integer.doubleValue();
    }
    if (!type.isInstance(value)) {
      throw new HostCallException(
          "argument %d of %s is to be a %s, but is %s"
              .formatted(
                  index + 1,
                  function,
                  type.getSimpleName(),
                  value == null ? "missing" : "a " + value.getClass().getSimpleName()));
    }
    return type.cast(value);
  }
}

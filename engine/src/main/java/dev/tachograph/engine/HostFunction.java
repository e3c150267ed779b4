package dev.tachograph.engine;

import org.jspecify.annotations.Nullable;

/** A function of the host's that scripts may call. Called on the script's thread. */
@FunctionalInterface
public interface HostFunction {
  /**
   * Answers a call.
   *
   * @return a value as {@link Environment.Builder#global} takes
   * @throws Exception what went wrong: the script sees an {@code Error} that it may catch, with the
   *     message of a {@link HostCallException}, and of others only that the call failed
   */
  @Nullable Object call(HostCall call) throws Exception;
}

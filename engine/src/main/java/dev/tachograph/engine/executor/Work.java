package dev.tachograph.engine.executor;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to be run.
 *
 * @param onCancel asks it to end
 * @param queueNanos how long it may wait; 0 for as long as the executor says
 * @param runNanos how long it may run; 0 for as long as it wants
 */
record Work<T extends @Nullable Object>(
    Callable<T> body, Consumer<? super CancelCause> onCancel, long queueNanos, long runNanos) {
  Work {
    Objects.requireNonNull(body, "work");
    Objects.requireNonNull(onCancel, "onCancel");
  }
}

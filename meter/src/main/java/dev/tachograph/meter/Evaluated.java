package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/**
 * What an evaluation returned and used.
 *
 * @param value what the body returned
 * @param usage what it used
 */
public record Evaluated<T extends @Nullable Object>(T value, Usage usage) {}

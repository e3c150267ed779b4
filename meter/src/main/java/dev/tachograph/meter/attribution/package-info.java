/**
 * What evaluations cost by function and line: call paths with exact counts.
 *
 * <p>Written by the agent with {@code attribution=function}, and read from recordings.
 */
@NullMarked
package dev.tachograph.meter.attribution;

import org.jspecify.annotations.NullMarked;

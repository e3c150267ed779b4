/**
 * What metering costs, measured inside one JVM: plain and woven copies of Rhino take turns.
 *
 * <p>Figures of different JVMs differ by more than the meter costs, so only ratios between samples
 * that were taken one after the other in the same JVM are reported.
 */
@NullMarked
package dev.tachograph.bench.paired;

import org.jspecify.annotations.NullMarked;

/**
 * How far the meter's figures can be relied on: counts against the same counts elsewhere, memory
 * and CPU against what the JVM and the operating system say.
 */
@NullMarked
package dev.tachograph.bench.accuracy;

import org.jspecify.annotations.NullMarked;

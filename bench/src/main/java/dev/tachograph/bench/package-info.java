/** Benchmarks. */
@NullMarked
package dev.tachograph.bench;

import org.jspecify.annotations.NullMarked;

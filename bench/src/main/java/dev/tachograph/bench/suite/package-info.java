/** All comparisons in one run, with their results in one place. */
@NullMarked
package dev.tachograph.bench.suite;

import org.jspecify.annotations.NullMarked;

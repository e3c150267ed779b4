/** What is known of the scripts in {@code bench/corpus}, for tests and comparisons. */
@NullMarked
package dev.tachograph.bench.corpus;

import org.jspecify.annotations.NullMarked;

/** What accounts cost: reading them, opening and closing evaluations, and their memory. */
@NullMarked
package dev.tachograph.bench.tracker;

import org.jspecify.annotations.NullMarked;

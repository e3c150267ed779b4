/** What sandboxes cost: first and later evaluations, and many at once. */
@NullMarked
package dev.tachograph.bench.sandbox;

import org.jspecify.annotations.NullMarked;

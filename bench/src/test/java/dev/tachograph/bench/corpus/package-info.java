/** Integration tests over scripts and hosts that are not ours: {@code bench/corpus}. */
@NullMarked
package dev.tachograph.bench.corpus;

import org.jspecify.annotations.NullMarked;

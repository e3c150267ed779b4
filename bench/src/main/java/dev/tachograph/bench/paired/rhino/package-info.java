/** What drives a Rhino: loaded once for every copy of it. */
@NullMarked
package dev.tachograph.bench.paired.rhino;

import org.jspecify.annotations.NullMarked;

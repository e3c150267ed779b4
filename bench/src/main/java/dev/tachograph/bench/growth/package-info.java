/** How the cost of an evaluation grows with what there is around it. */
@NullMarked
package dev.tachograph.bench.growth;

import org.jspecify.annotations.NullMarked;

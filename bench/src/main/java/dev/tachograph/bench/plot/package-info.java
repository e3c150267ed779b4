/** Charts of results, as SVG files. */
@NullMarked
package dev.tachograph.bench.plot;

import org.jspecify.annotations.NullMarked;

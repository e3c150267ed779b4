/** Flight Recorder events about metered scripts. */
@NullMarked
package dev.tachograph.jfr;

import org.jspecify.annotations.NullMarked;

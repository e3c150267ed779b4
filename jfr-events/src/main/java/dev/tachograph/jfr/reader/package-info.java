/** Builds totals, history and breaches from the events of one or many JVMs. */
@NullMarked
package dev.tachograph.jfr.reader;

import org.jspecify.annotations.NullMarked;

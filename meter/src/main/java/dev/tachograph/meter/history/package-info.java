/**
 * What to do with records of evaluations afterwards: files of them, limits that they recommend, and
 * what other limits would have stopped.
 */
@NullMarked
package dev.tachograph.meter.history;

import org.jspecify.annotations.NullMarked;

/**
 * An append-only journal on disk from which the totals of accounts are rebuilt, so that cumulative
 * limits survive a restart, a crash and a kill. docs/journal.md describes the format.
 */
@NullMarked
package dev.tachograph.meter.journal;

import org.jspecify.annotations.NullMarked;

/**
 * Watching accounts from outside of their scripts: alerts when they come near their limits, limits
 * that follow what is used, and numbers over all of them.
 *
 * <p>Nothing here runs on a script's thread: everything reads what the ledger has published, on a
 * thread of its own or on the one that asks for a check.
 */
@NullMarked
package dev.tachograph.meter.monitor;

import org.jspecify.annotations.NullMarked;

/**
 * Metering and limiting what scripts consume: accounts, limits, usage, and the ledger behind them.
 */
@NullMarked
package dev.tachograph.meter;

import org.jspecify.annotations.NullMarked;

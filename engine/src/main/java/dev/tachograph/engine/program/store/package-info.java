/**
 * Where compiled programs are kept over restarts: a directory, a database, or what a host makes of
 * {@link dev.tachograph.engine.program.store.ProgramStore}. What is read back is code that would
 * run with the rights of the host, so nothing is believed that {@link
 * dev.tachograph.engine.program.store.StoreKey} does not vouch for.
 */
@NullMarked
package dev.tachograph.engine.program.store;

import org.jspecify.annotations.NullMarked;

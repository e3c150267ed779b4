/**
 * Programs that are compiled once and run often. For hosts are its settings, its metrics and {@link
 * dev.tachograph.engine.program.SyntaxCheck}; the rest is for the engine: public only because that
 * is in another package, and free to change at any time.
 */
@NullMarked
package dev.tachograph.engine.program;

import org.jspecify.annotations.NullMarked;

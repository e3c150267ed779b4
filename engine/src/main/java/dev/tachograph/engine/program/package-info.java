/**
 * Programs that are compiled once and run often. For the engine, not for hosts: public only because
 * the engine is in another package, and free to change at any time.
 */
@NullMarked
package dev.tachograph.engine.program;

import org.jspecify.annotations.NullMarked;

/**
 * The engine by the name {@code tachograph} for hosts that speak {@code javax.script}. Nothing here
 * is loaded unless such a host asks for it.
 */
@NullMarked
package dev.tachograph.engine.jsr223;

import org.jspecify.annotations.NullMarked;

/**
 * Rules of JDK Mission Control about metered scripts. They know events by their names alone, so
 * that the jar needs nothing but Mission Control.
 */
@NullMarked
package dev.tachograph.jmc;

import org.jspecify.annotations.NullMarked;

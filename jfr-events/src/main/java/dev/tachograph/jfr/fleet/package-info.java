/** Bounds what accounts use in several JVMs together. */
@NullMarked
package dev.tachograph.jfr.fleet;

import org.jspecify.annotations.NullMarked;

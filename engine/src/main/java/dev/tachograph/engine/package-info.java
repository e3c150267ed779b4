/** Runs scripts under limits. */
@NullMarked
package dev.tachograph.engine;

import org.jspecify.annotations.NullMarked;

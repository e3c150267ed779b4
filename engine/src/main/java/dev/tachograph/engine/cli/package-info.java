/** The command line. */
@NullMarked
package dev.tachograph.engine.cli;

import org.jspecify.annotations.NullMarked;

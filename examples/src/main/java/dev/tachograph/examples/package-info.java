/** Examples. */
@NullMarked
package dev.tachograph.examples;

import org.jspecify.annotations.NullMarked;

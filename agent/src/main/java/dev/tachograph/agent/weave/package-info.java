/** Rewrites class files so that they call the meter. */
@NullMarked
package dev.tachograph.agent.weave;

import org.jspecify.annotations.NullMarked;

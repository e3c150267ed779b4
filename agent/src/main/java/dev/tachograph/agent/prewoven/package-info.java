/** What weaving makes of the classes of known releases of Rhino, made when the agent is built. */
@NullMarked
package dev.tachograph.agent.prewoven;

import org.jspecify.annotations.NullMarked;

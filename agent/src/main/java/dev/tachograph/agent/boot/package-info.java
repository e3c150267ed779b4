/**
 * What the application's class loaders can see of the agent: the entry points and the loader behind
 * which everything else is hidden. May exist twice in a JVM, so it keeps no state.
 */
@NullMarked
package dev.tachograph.agent.boot;

import org.jspecify.annotations.NullMarked;

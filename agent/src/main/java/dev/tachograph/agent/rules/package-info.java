/** Rules of a configuration file: who pays for which script, and how much each may use. */
@NullMarked
package dev.tachograph.agent.rules;

import org.jspecify.annotations.NullMarked;

/**
 * A template of what the agent puts into the classes of Rhino's XML themselves: those that see the
 * DOM. Rhino's other classes need not, so that no helper beside them could.
 */
@NullMarked
package dev.tachograph.agent.xml;

import org.jspecify.annotations.NullMarked;

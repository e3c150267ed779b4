/** The agent's own side, behind the isolated class loader. */
@NullMarked
package dev.tachograph.agent;

import org.jspecify.annotations.NullMarked;

/** What {@code java -jar tachograph-agent.jar} does. */
@NullMarked
package dev.tachograph.agent.tools;

import org.jspecify.annotations.NullMarked;

/** What operators and trackers see of a metered JVM over JMX. */
@NullMarked
package dev.tachograph.meter.management;

import org.jspecify.annotations.NullMarked;

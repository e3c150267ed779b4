/** What happens to counters when several threads change at once what they are compared with. */
@NullMarked
package dev.tachograph.bench.stress;

import org.jspecify.annotations.NullMarked;

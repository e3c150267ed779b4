/** Other ways to run JavaScript that nobody trusts, on the same scripts and under the same task. */
@NullMarked
package dev.tachograph.bench.peers;

import org.jspecify.annotations.NullMarked;

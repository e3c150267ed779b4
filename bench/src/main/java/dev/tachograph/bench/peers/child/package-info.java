/**
 * What runs in the JVM of a peer: depends on the JDK and on the peer that it drives, and on nothing
 * else of the benchmark.
 */
@NullMarked
package dev.tachograph.bench.peers.child;

import org.jspecify.annotations.NullMarked;

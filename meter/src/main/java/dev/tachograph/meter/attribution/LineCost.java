package dev.tachograph.meter.attribution;

/**
 * What a line cost on one path of calls, since attribution began. Immutable and thread-safe.
 *
 * @param account who paid
 * @param stripe evaluations of an account that ran at the same time were counted apart: the
 *     account's costs are the sum over its stripes
 * @param path how its function came to run
 * @param line of the source, from 1; 0 before the first statement, and where it is not known
 * @param self without what it called
 */
public record LineCost(String account, int stripe, CallPath path, int line, Cost self) {}

package dev.tachograph.meter;

/**
 * What of an account's usage does not count against its cumulative limits, as {@link
 * ResourceTracker#allowance} reads it: what was refilled and when, what was refused, and the most
 * that was held at one time. Immutable and thread-safe.
 *
 * @param version grows with every change, as long as the account is open: of two readings the
 *     higher one is the later one
 * @param text what {@link ResourceTracker#restore} reads; empty when there is nothing to say.
 *     docs/journal.md has its syntax
 */
public record Allowance(long version, String text) {}

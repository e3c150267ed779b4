package dev.tachograph.bench.peers.child;

/** How an evaluation ended, as the peer tells its host. */
public enum Ending {
  /** By itself. */
  COMPLETED,
  /** A limit of the peer's ended it, and the peer says so. */
  LIMIT,
  /** With an error that scripts can catch, which the peer reports as such. */
  ERROR,
  /** It did not parse. */
  SYNTAX,
  /** The host's heap was full. */
  OUT_OF_MEMORY,
  /** The host's stack was full, and the host got the Error. */
  STACK,
  /** With an exception of which the peer's documentation says nothing. */
  OTHER
}

/**
 * Runs work of many tenants on few threads, so that none of them delays the others for long.
 * Self-contained: it knows nothing of scripts but their names. docs/executor.md describes how work
 * is scheduled.
 */
@NullMarked
package dev.tachograph.engine.executor;

import org.jspecify.annotations.NullMarked;

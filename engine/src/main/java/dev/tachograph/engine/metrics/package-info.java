/**
 * What accounts and engines do, as meters of Micrometer: for Prometheus, OpenTelemetry and others.
 * The only package that needs Micrometer, which is not among the engine's dependencies.
 */
@NullMarked
package dev.tachograph.engine.metrics;

import org.jspecify.annotations.NullMarked;

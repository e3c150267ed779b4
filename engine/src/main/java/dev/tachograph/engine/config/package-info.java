/**
 * Settings of engines and sandboxes from files, environment variables and system properties, under
 * one set of names: {@link dev.tachograph.engine.config.EngineConfiguration}.
 */
@NullMarked
package dev.tachograph.engine.config;

import org.jspecify.annotations.NullMarked;

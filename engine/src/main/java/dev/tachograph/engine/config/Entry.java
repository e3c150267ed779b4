package dev.tachograph.engine.config;

/** What a source says about one key. */
record Entry(String key, String text, String source) {}

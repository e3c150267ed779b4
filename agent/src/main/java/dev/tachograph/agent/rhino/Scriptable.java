package dev.tachograph.agent.rhino;

/** Stands for Rhino's interface of the same name. Never defined itself. */
public interface Scriptable {}

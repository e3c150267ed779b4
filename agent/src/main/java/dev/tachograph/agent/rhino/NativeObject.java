package dev.tachograph.agent.rhino;

/** Stands for Rhino's class of the same name. Never defined itself. */
public class NativeObject implements Scriptable {}

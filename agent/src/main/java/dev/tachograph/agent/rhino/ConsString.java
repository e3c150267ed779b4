package dev.tachograph.agent.rhino;

/** Stands for Rhino's rope, which 1.7R2 has not. Never defined itself. */
abstract class ConsString implements CharSequence {}

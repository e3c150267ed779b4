/**
 * Templates of the classes that the agent defines outside itself, and stand-ins for what they meet.
 *
 * <p>{@code Kernel} is defined once per JVM as {@code java.lang.TachographKernel}, which every
 * class loader sees. Those named {@code Tachograph...}, the helpers, are defined beside the {@code
 * Context} of each Rhino, renamed into its package. Those named otherwise, {@code Context} for
 * example, are never defined: they stand for Rhino's classes, so that javac checks the templates.
 *
 * <p>Templates may use {@code java.base}, each other and the stand-ins, and nothing else.
 */
@NullMarked
package dev.tachograph.agent.rhino;

import org.jspecify.annotations.NullMarked;

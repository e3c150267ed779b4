package shaded.org.mozilla.javascript;

/** Of a Rhino that has hardly anything but its name. */
public class Context {}

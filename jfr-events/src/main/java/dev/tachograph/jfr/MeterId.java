package dev.tachograph.jfr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;
import jdk.jfr.Relational;

/** Relates the events of one meter: a JVM, from its start to its end. */
@MetadataDefinition
@Relational
@Name("tachograph.MeterId")
@Label("Meter Id")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface MeterId {}

package dev.tachograph.jfr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;
import jdk.jfr.Relational;

/** Relates the events of one account, so that tools can offer to follow it. */
@MetadataDefinition
@Relational
@Name("tachograph.AccountId")
@Label("Account")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface AccountId {}

package dev.tachograph.jfr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.ContentType;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;

/** The content type of fields that count: exact, from 0 to {@link Long#MAX_VALUE}. */
@MetadataDefinition
@ContentType
@Name("tachograph.Count")
@Label("Count")
@Description("An exact count; the value says of what")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Count {
  /** What is counted, in the plural. */
  String value();
}

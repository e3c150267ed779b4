package dev.tachograph.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** An evaluation was admitted. */
@Name("tachograph.EvaluationStart")
@Label("Evaluation Start")
@Description("An evaluation was admitted and is about to run script code")
final class EvaluationStartEvent extends EvaluationEvent {}

package dev.tachograph.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;

/**
 * What a Context adds to the meaning of a text. Programs are only shared by Contexts that agree in
 * this, and are compiled in the background as they were for the Context that saw them first.
 */
record CompileOptions(
    int languageVersion,
    boolean interpretedOnly,
    boolean debugInfo,
    boolean observerCount,
    boolean generatingSource,
    boolean strict,
    boolean warningsAsErrors,
    boolean xml,
    boolean reservedKeywordsAsIdentifiers,
    boolean memberExpressionsAsFunctionNames,
    Set<String> activationNames) {

  static CompileOptions of(Context cx) {
    CompilerEnvirons environs = new CompilerEnvirons();
    environs.initFromContext(cx);
    Set<String> activationNames = environs.getActivationNames();
    return new CompileOptions(
        environs.getLanguageVersion(),
        environs.isInterpretedMode(),
        environs.isGenerateDebugInfo(),
        environs.isGenerateObserverCount(),
        environs.isGeneratingSource(),
        environs.isStrictMode(),
        environs.reportWarningAsError(),
        environs.isXmlAvailable(),
        environs.isReservedKeywordAsIdentifier(),
        environs.isAllowMemberExprAsFunctionName(),
        activationNames == null ? Set.of() : Set.copyOf(activationNames));
  }

  /** All of them, in an order that does not change. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.add("language version " + languageVersion);
    texts.add("interpreted only " + interpretedOnly);
    texts.add("debug info " + debugInfo);
    texts.add("observer count " + observerCount);
    texts.add("generating source " + generatingSource);
    texts.add("strict " + strict);
    texts.add("warnings as errors " + warningsAsErrors);
    texts.add("xml " + xml);
    texts.add("reserved keywords as identifiers " + reservedKeywordsAsIdentifiers);
    texts.add("member expressions as function names " + memberExpressionsAsFunctionNames);
    texts.addAll(new TreeSet<>(activationNames));
    return texts;
  }

  /** Leaves the mode as it is, which must be the one that the Context is in. */
  void applyTo(CompilerEnvirons environs) {
    environs.setLanguageVersion(languageVersion);
    environs.setGenerateDebugInfo(debugInfo);
    environs.setGenerateObserverCount(observerCount);
    environs.setGeneratingSource(generatingSource);
    environs.setStrictMode(strict);
    environs.setXmlAvailable(xml);
    environs.setReservedKeywordAsIdentifier(reservedKeywordsAsIdentifiers);
    environs.setAllowMemberExprAsFunctionName(memberExpressionsAsFunctionNames);
    environs.setActivationNames(activationNames);
  }
}

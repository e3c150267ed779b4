package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Parser;
import org.mozilla.javascript.ast.AstRoot;

/** Every feature is found, wherever in a script it stands, and nothing else is. */
class LanguageFeatureTest {
  /** Where an expression may hide; {@code @} is it. */
  private static final List<String> HOLES =
      List.of(
          "@;",
          "x = @;",
          "var x = @;",
          "let x = @;",
          "const x = @;",
          "f(@);",
          "new F(@);",
          "new F(1, [@]);",
          "x[@];",
          "x?.[@];",
          "(@).y;",
          "({a: @});",
          "({[@]: 1});",
          "({[@]() {}});",
          "({...@});",
          "[...@];",
          "[1, @];",
          "({get a() { return @ }});",
          "({set a(v) { @ }});",
          "({a() { @ }});",
          "({*a() { @ }});",
          "(function () { @ });",
          "(() => @);",
          "(() => { @ });",
          "((a = @) => a);",
          "((a, {b} = @) => a);",
          "(([a] = [@]) => a);",
          "(([a = @]) => a);",
          "(function (a = @) {});",
          "(function ({b = @}) {});",
          "(function ([a, [b = @]]) {});",
          "(function (a, b = () => @) {});",
          "function d({b = 1, c = [@]} = {}) {}",
          "function* g() { yield @; yield* @; }",
          "var {b = @} = {};",
          "var {b: {c = @}} = {};",
          "let [a = @] = [];",
          "var {[@]: c} = {};",
          "({b: x[@]} = {});",
          "[x[@]] = [];",
          "[a = @] = [];",
          "({b = @} = {});",
          "for (var {b = @} of []) {}",
          "for (x[@] in y) {}",
          "for (x of @) {}",
          "for (var i = @; ; ) break;",
          "for (; @; ) break;",
          "for (; ; @) break;",
          "for (;;) { @; break; }",
          "while (@) {}",
          "do {} while (@);",
          "if (@) {}",
          "if (1) ; else @;",
          "switch (@) {}",
          "switch (1) { case @: 1 }",
          "switch (1) { default: @ }",
          "try { @ } catch (e) {}",
          "try {} catch (e) { @ }",
          "try {} finally { @ }",
          "try {} catch (e if @) {}",
          "throw @;",
          "with (@) {}",
          "with (x) { @ }",
          "l: { @ }",
          "`${@}`;",
          "`${`${@}`}`;",
          "t`${@}`;",
          "(@)`x`;",
          "typeof (@);",
          "delete x[@];",
          "-(@);",
          "x[@]++;",
          "@, 1;",
          "1 ? @ : 2;",
          "1 ? 2 : @;",
          "@ ? 1 : 2;",
          "1 && @;",
          "1 ?? @;",
          "x ||= @;",
          "[x for (x of @)];",
          "[x for (x of y) if (@)];",
          "[@ for (x of y)];",
          "(x for (x in @));",
          "(@ for (x in y));",
          "let (x = @) { 1 }",
          "(let (x = 1) @);",
          "{ @ }",
          "'use strict'; @;");

  private static Set<LanguageFeature> found(String source) {
    Context cx = new SandboxContextFactory(true).enterContext();
    try {
      CompilerEnvirons environs = new CompilerEnvirons();
      environs.initFromContext(cx);
      AstRoot tree = new Parser(environs).parse(source, "s", 1);
      Set<LanguageFeature> found = EnumSet.noneOf(LanguageFeature.class);
      for (LanguageFeature feature : LanguageFeature.values()) {
        SyntaxRefusal refusal =
            catchThrowableOfType(
                SyntaxRefusal.class, () -> new FeatureCheck(Set.of(feature)).check(tree));
        if (refusal != null) {
          found.add(feature);
        }
      }
      return found;
    } finally {
      Context.exit();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "function f() {} | FUNCTIONS",
        "(function () {}) | FUNCTIONS",
        "({f() {}}) | FUNCTIONS",
        "x => x | ARROW_FUNCTIONS",
        "({get x() { return 1 }}) | GETTERS_AND_SETTERS",
        "({set x(y) {}}) | GETTERS_AND_SETTERS",
        "function* g() {} | FUNCTIONS GENERATORS",
        "({*g() {}}) | FUNCTIONS GENERATORS",
        "function* g() { yield 1 } | FUNCTIONS GENERATORS",
        "(x = 1) => x | ARROW_FUNCTIONS DEFAULT_PARAMETERS",
        "function f(x = 1) {} | FUNCTIONS DEFAULT_PARAMETERS",
        "[x for (x of y)] | FOR_OF_LOOPS COMPREHENSIONS",
        "(x for (x in y)) | FOR_IN_LOOPS COMPREHENSIONS GENERATORS",
        "[...x] | SPREAD_AND_REST",
        "({...x}) | SPREAD_AND_REST",
        "function f(...x) {} | FUNCTIONS SPREAD_AND_REST",
        "x = {}; x.a = [1] |",
        "[x] = y | DESTRUCTURING",
        "({x} = y) | DESTRUCTURING",
        "var {x} = y | VAR DESTRUCTURING",
        "let [x] = y | LET_AND_CONST DESTRUCTURING",
        "([x]) => x | ARROW_FUNCTIONS DESTRUCTURING",
        "function f({x}) {} | FUNCTIONS DESTRUCTURING",
        "for ([x] of y) {} | FOR_OF_LOOPS DESTRUCTURING",
        "for (var {x} of y) {} | VAR FOR_OF_LOOPS DESTRUCTURING",
        "`x` | TEMPLATE_LITERALS",
        "t`x` | TEMPLATE_LITERALS",
        "/x/g | REGULAR_EXPRESSIONS",
        "1 / 2 / 3 |",
        "1n | BIGINT",
        "({[x]: 1}) | COMPUTED_PROPERTIES",
        "var x | VAR",
        "let x | LET_AND_CONST",
        "const x = 1 | LET_AND_CONST",
        "for (let x of y) {} | LET_AND_CONST FOR_OF_LOOPS",
        "while (1) {} | WHILE_LOOPS",
        "do {} while (1) | DO_LOOPS",
        "for (;;) {} | FOR_LOOPS",
        "for (x in y) {} | FOR_IN_LOOPS",
        "for each (x in y) {} | FOR_IN_LOOPS",
        "for (x of y) {} | FOR_OF_LOOPS",
        "if (1) {} else {} | IF",
        "1 ? 2 : 3 | CONDITIONAL_EXPRESSIONS",
        "switch (1) {} | SWITCH",
        "l: 1 | LABELS",
        "with (x) {} | WITH",
        "try {} catch (e) {} | TRY_CATCH",
        "try {} finally {} | TRY_CATCH",
        "throw 1 | THROW",
        "new X | NEW",
        "delete x.y | DELETE",
        "2 ** 3 | EXPONENTIATION",
        "x **= 3 | EXPONENTIATION",
        "x?.y | OPTIONAL_CHAINING",
        "x?.[y] | OPTIONAL_CHAINING",
        "x?.() | OPTIONAL_CHAINING",
        "x.y[z]() |",
        "x ?? y | NULLISH_COALESCING",
        "x ??= y | NULLISH_COALESCING",
        "x &&= y | LOGICAL_ASSIGNMENT",
        "x ||= y | LOGICAL_ASSIGNMENT",
        "x && y || !z |",
      })
  void aFeatureIsFound(String source, String features) {
    Set<LanguageFeature> expected = EnumSet.noneOf(LanguageFeature.class);
    if (features != null) {
      Arrays.stream(features.split(" ")).map(LanguageFeature::valueOf).forEach(expected::add);
    }
    assertThat(found(source)).isEqualTo(expected);
  }

  static Stream<Arguments> hiddenFeatures() {
    return HOLES.stream()
        .flatMap(
            hole ->
                Stream.of(
                    Arguments.of(LanguageFeature.REGULAR_EXPRESSIONS, hole.replace("@", "/x/")),
                    Arguments.of(LanguageFeature.BIGINT, hole.replace("@", "7n")),
                    Arguments.of(
                        LanguageFeature.WHILE_LOOPS,
                        hole.replace("@", "(function () { while (1) {} })"))));
  }

  @ParameterizedTest
  @MethodSource("hiddenFeatures")
  void aFeatureIsFoundWhereverItStands(LanguageFeature feature, String source) {
    assertThat(found(source)).contains(feature);
  }

  @Test
  void codeFromStringsCannotBeLookedAt() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Environment.builder().without(LanguageFeature.WITH).codeFromStrings(true).build())
        .withMessage(
            "with cannot be switched off in code from strings: leave out codeFromStrings(true)");
  }
}

package dev.tachograph.engine;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.mozilla.javascript.Token;
import org.mozilla.javascript.ast.ArrayComprehension;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.BigIntLiteral;
import org.mozilla.javascript.ast.CatchClause;
import org.mozilla.javascript.ast.ComputedPropertyKey;
import org.mozilla.javascript.ast.ConditionalExpression;
import org.mozilla.javascript.ast.DestructuringForm;
import org.mozilla.javascript.ast.DoLoop;
import org.mozilla.javascript.ast.ElementGet;
import org.mozilla.javascript.ast.ForInLoop;
import org.mozilla.javascript.ast.ForLoop;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.FunctionNode;
import org.mozilla.javascript.ast.GeneratorExpression;
import org.mozilla.javascript.ast.IfStatement;
import org.mozilla.javascript.ast.LabeledStatement;
import org.mozilla.javascript.ast.LetNode;
import org.mozilla.javascript.ast.NewExpression;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.RegExpLiteral;
import org.mozilla.javascript.ast.Spread;
import org.mozilla.javascript.ast.SpreadObjectProperty;
import org.mozilla.javascript.ast.SwitchStatement;
import org.mozilla.javascript.ast.TaggedTemplateLiteral;
import org.mozilla.javascript.ast.TemplateLiteral;
import org.mozilla.javascript.ast.ThrowStatement;
import org.mozilla.javascript.ast.TryStatement;
import org.mozilla.javascript.ast.VariableDeclaration;
import org.mozilla.javascript.ast.WhileLoop;
import org.mozilla.javascript.ast.WithStatement;
import org.mozilla.javascript.ast.Yield;

/**
 * A part of the language's syntax that an {@link Environment} may leave out. Rhino 1.9.2 has no
 * classes, no {@code async} functions and no ECMAScript modules: there is nothing to leave out.
 *
 * <p>It is about syntax alone. What globals do is a matter of {@link Environment.Builder#block}:
 * without regular expressions, {@code new RegExp} is still there.
 */
public enum LanguageFeature {
  /** {@code function} in all its forms, and methods of object literals. */
  FUNCTIONS(
      node ->
          node instanceof FunctionNode function
              && function.getFunctionType() != FunctionNode.ARROW_FUNCTION
              && !isAccessor(function)),
  /** {@code x => x}. */
  ARROW_FUNCTIONS(
      node ->
          node instanceof FunctionNode function
              && function.getFunctionType() == FunctionNode.ARROW_FUNCTION),
  /** {@code get x() {}} and {@code set x(y) {}} in object literals. */
  GETTERS_AND_SETTERS(node -> node instanceof FunctionNode function && isAccessor(function)),
  /** {@code function*}, {@code yield}, and generator expressions. */
  GENERATORS(
      node ->
          node instanceof Yield
              || node instanceof GeneratorExpression
              || (node instanceof FunctionNode function
                  && (function.isGenerator() || function.isES6Generator()))),
  /** {@code function f(x = 1) {}}. */
  DEFAULT_PARAMETERS(
      node ->
          node instanceof FunctionNode function
              && (function.getDefaultParams() != null
                  || function.getDestructuringRvalues() != null)),
  /** {@code ...x}, in literals, parameters and patterns. */
  SPREAD_AND_REST(
      node ->
          node instanceof Spread
              || node instanceof SpreadObjectProperty
              || (node instanceof FunctionNode function && function.hasRestParameter())),
  /** {@code var {a, b} = c}, {@code [a, b] = c}, and patterns as parameters. */
  DESTRUCTURING(node -> node instanceof DestructuringForm form && form.isDestructuring()),
  /** {@code `text`}, tagged ones too. */
  TEMPLATE_LITERALS(
      node -> node instanceof TemplateLiteral || node instanceof TaggedTemplateLiteral),
  /** {@code /x/}. */
  REGULAR_EXPRESSIONS(node -> node instanceof RegExpLiteral),
  /** {@code 1n}. */
  BIGINT(node -> node instanceof BigIntLiteral),
  /** {@code {[x]: 1}}. */
  COMPUTED_PROPERTIES(node -> node instanceof ComputedPropertyKey),
  /** {@code var}. */
  VAR(node -> node instanceof VariableDeclaration declared && declared.isVar()),
  /** {@code let} and {@code const}. */
  LET_AND_CONST(
      node ->
          node instanceof LetNode
              || (node instanceof VariableDeclaration declared && !declared.isVar())),
  /** {@code while}. */
  WHILE_LOOPS(node -> node instanceof WhileLoop),
  /** {@code do} with {@code while}. */
  DO_LOOPS(node -> node instanceof DoLoop),
  /** {@code for (;;)}. */
  FOR_LOOPS(node -> node instanceof ForLoop),
  /** {@code for (x in y)}, and {@code for each}. */
  FOR_IN_LOOPS(node -> node instanceof ForInLoop loop && !loop.isForOf()),
  /** {@code for (x of y)}. */
  FOR_OF_LOOPS(node -> node instanceof ForInLoop loop && loop.isForOf()),
  /** {@code [x for (x of y)]} and generator expressions, which Rhino still has. */
  COMPREHENSIONS(node -> node instanceof ArrayComprehension || node instanceof GeneratorExpression),
  /** {@code if} and {@code else}. */
  IF(node -> node instanceof IfStatement),
  /** {@code a ? b : c}. */
  CONDITIONAL_EXPRESSIONS(node -> node instanceof ConditionalExpression),
  /** {@code switch}. */
  SWITCH(node -> node instanceof SwitchStatement),
  /** {@code x: while ...}. */
  LABELS(node -> node instanceof LabeledStatement),
  /** {@code with}. */
  WITH(node -> node instanceof WithStatement),
  /** {@code try}, {@code catch} and {@code finally}. */
  TRY_CATCH(node -> node instanceof TryStatement || node instanceof CatchClause),
  /** {@code throw}. */
  THROW(node -> node instanceof ThrowStatement),
  /** {@code new}. */
  NEW(node -> node instanceof NewExpression),
  /** {@code delete}. */
  DELETE(node -> node.getType() == Token.DELPROP),
  /** {@code a ** b} and {@code **=}. */
  EXPONENTIATION(node -> isOf(node, Token.EXP, Token.ASSIGN_EXP)),
  /** {@code a?.b}. */
  OPTIONAL_CHAINING(
      node ->
          ((node instanceof PropertyGet || node instanceof ElementGet)
                  && node.getType() == Token.QUESTION_DOT)
              || (node instanceof FunctionCall call && call.isOptionalCall())),
  /** {@code a ?? b} and {@code ??=}. */
  NULLISH_COALESCING(node -> isOf(node, Token.NULLISH_COALESCING, Token.ASSIGN_NULLISH)),
  /** {@code &&=} and {@code ||=}. */
  LOGICAL_ASSIGNMENT(node -> isOf(node, Token.ASSIGN_LOGICAL_AND, Token.ASSIGN_LOGICAL_OR));

  /** Whatever repeats something, but for functions that call themselves. */
  public static final Set<LanguageFeature> LOOPS =
      Set.of(WHILE_LOOPS, DO_LOOPS, FOR_LOOPS, FOR_IN_LOOPS, FOR_OF_LOOPS, COMPREHENSIONS);

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Predicate<AstNode> syntax;

  LanguageFeature(Predicate<AstNode> syntax) {
    this.syntax = syntax;
  }

  /** Whether this very node needs the feature. */
  boolean isNeededBy(AstNode node) {
    return syntax.test(node);
  }

  /** The name in messages, for example {@code regular expressions}. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static boolean isAccessor(FunctionNode function) {
    return function.isGetterMethod() || function.isSetterMethod();
  }

  private static boolean isOf(AstNode node, int one, int other) {
    return node.getType() == one || node.getType() == other;
  }
}

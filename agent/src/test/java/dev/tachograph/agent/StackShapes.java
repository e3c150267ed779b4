package dev.tachograph.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;

/**
 * Ways of a script down the stack, each without an end of its own: into itself by a built-in that
 * calls back, or into what a built-in, the parser or a compiler descends.
 *
 * <p>A program: runs them in both modes, each on a thread of so many kilobytes as its argument
 * says, and prints what became of each. Without limits they fill the stack; the report of two sizes
 * then tells what a byte of the stack was charged with.
 */
final class StackShapes {
  private static final Map<String, Runnable> GROUPS =
      Map.of(
          "callbacks", StackShapes::callbacks,
          "conversions", StackShapes::conversions,
          "data", StackShapes::data,
          "chains", StackShapes::chains,
          "source", StackShapes::source,
          "patterns", StackShapes::patterns);

  private static final Map<String, String> SHAPES = new LinkedHashMap<>();

  private StackShapes() {}

  private static void callbacks() {
    function("call", "f()");
    function("call with arguments", "return 1 + f(1, 2, 3)");
    function("call of a member", "return 1 + ({f: f}).f(1, 2, 3)");
    function("call with an activation", "var a = 1; var g = () => a; f(); return a");
    function("call in a tail", "return f(1)");
    function("call of a local", "var g = f; return 1 + g(1)");
    function("locals", "var a = 1, b = 2, c = 3, d = 4; return [a, b, c, d, f()]");
    function("default parameter", "(function (a = f()) {})()");
    function("rest and spread", "(function (...a) { f([...a]); })(1, 2, 3)");
    function("apply", "f.apply(null, [])");
    function("call method", "f.call(null)");
    function("Reflect.apply", "Reflect.apply(f, null, [])");
    function("Reflect.construct", "Reflect.construct(f, [])");
    function("new", "new f()");
    function("new of a new function", "new (function () { f(); })");
    function("forEach", "[1].forEach(f)");
    function("map", "[1].map(f)");
    function("reduce", "[1, 2].reduce(f)");
    function("sort", "[1, 2].sort(f)");
    function("find", "[1].find(f)");
    function("every", "[1].every(f)");
    function("flatMap", "[1].flatMap(f)");
    function("Array.from", "Array.from([1], f)");
    function("typed sort", "new Int8Array(2).sort(f)");
    function("typed map", "new Int8Array(2).map(f)");
    function("replace", "'a'.replace('a', f)");
    function("replace pattern", "'a'.replace(/a/, f)");
    function("replaceAll", "'a'.replaceAll('a', f)");
    function("Map.forEach", "new Map([[1, 2]]).forEach(f)");
    function("Set.forEach", "new Set([1]).forEach(f)");
    function("Promise", "new Promise(f)");
    function("eval", "eval('f()')");
    function("Function", "new Function('f', 'f()')(f)");
    function("arguments", "f(arguments)");
    function("generator", "(function* () { yield f(); })().next()");
    function("generator in for-of", "for (var x of (function* () { yield f(); })());");
    function("iterator", "[...{[Symbol.iterator]: f}]");
    function("iterator next", "[...{[Symbol.iterator]() { return {next: f}; }}]");
    function("iterator in for-of", "for (var x of {[Symbol.iterator]: f});");
    function("iterator in for-in", "for (var k in {__iterator__: f});");
    function("destructuring", "var [a] = {[Symbol.iterator]: f}");
    function(
        "iterator return",
        "var it = {[Symbol.iterator]() { return {next() { return {}; }, return: f}; }};"
            + " for (var x of it) break");
    function("template tag", "f`a${1}b`");
    function("try and finally", "try { f(); } finally { 1; }");
    function("catch and go on", "try { f(); } catch (e) { throw e; }");
    function("JSON.stringify replacer", "JSON.stringify([1], f)");
    function("JSON.parse reviver", "JSON.parse('[1]', f)");
    function("toJSON", "JSON.stringify({toJSON: f})");
    function("Symbol.replace", "'a'.replace({[Symbol.replace]: f}, 'b')");
    function("Symbol.split", "'a'.split({[Symbol.split]: f})");
    function("Symbol.match", "'a'.match({[Symbol.match]: f})");
    function("Symbol.hasInstance", "1 instanceof {[Symbol.hasInstance]: f}");
    function("exec of a pattern", "var r = /a/; r.exec = f; r.test('a')");
    function("lastIndex of a pattern", "var r = /a/g; r.lastIndex = {valueOf: f}; r.exec('a')");
    function("thenable", "Promise.resolve({get then() { return f(); }})");
    function("with", "with ({get x() { return f(); }}) x");
    function("Error.prepareStackTrace", "Error.prepareStackTrace = f; new Error().stack");
  }

  private static void conversions() {
    function("toString", "'' + {toString: f}");
    function("valueOf", "1 * {valueOf: f}");
    function("Symbol.toPrimitive", "+{[Symbol.toPrimitive]: f}");
    function("compare", "1 < {valueOf: f}");
    function("equal", "1 == {valueOf: f}");
    function("String", "String({toString: f})");
    function("Number", "Number({valueOf: f})");
    function("key", "({})[{toString: f}]");
    function("Math.max", "Math.max({valueOf: f})");
    function("parseInt", "parseInt({toString: f})");
    function("new Date", "new Date({valueOf: f})");
    function("join", "[{toString: f}].join()");
    function("array to text", "'' + [[[{toString: f}]]]");
    function("concat", "'a'.concat({toString: f})");
    function("repeat", "'a'.repeat({valueOf: f})");
    function("RegExp of", "new RegExp({toString: f})");
    function("template", "`${{toString: f}}`");
    function("error message", "new Error({toString: f})");
    function("error to text", "'' + {__proto__: Error.prototype, get message() { return f(); }}");
    function("thrown from a getter", "({get x() { throw f(); }}).x");
    function(
        "error thrown from getters",
        "var e = new Error('x');" + " Object.defineProperty(e, 'message', {get: f}); '' + e");
    function("getter", "({get x() { return f(); }}).x");
    function("setter", "({set x(v) { f(); }}).x = 1");
    function("getter by name", "({get x() { return f(); }})['x']");
    function("defined getter", "Object.defineProperty({}, 'x', {get: f}).x");
    function("Reflect.get", "Reflect.get({get x() { return f(); }}, 'x')");
    function("Object.assign", "Object.assign({}, {get x() { return f(); }})");
    function("Object.entries", "Object.entries({get x() { return f(); }})");
    function("length", "Array.prototype.map.call({get length() { return f(); }}, f)");
    function(
        "species",
        "class0 = [1]; class0.constructor = {get [Symbol.species]() { f(); }};"
            + " class0.map(x => x)");
    function(
        "property descriptor", "Object.defineProperty({}, 'x', {get value() { return f(); }})");
    function("toLocaleString", "[{toLocaleString: f}].toLocaleString()");
    function("trap get", "new Proxy({}, {get: f}).x");
    function("trap has", "'x' in new Proxy({}, {has: f})");
    function("trap has of with", "with (new Proxy({}, {has: f})) x");
    function("trap apply", "new Proxy(f, {apply: f})()");
    function("trap construct", "new (new Proxy(f, {construct: f}))()");
    function("trap ownKeys", "Object.keys(new Proxy({}, {ownKeys: f}))");
    function("trap set", "new Proxy({}, {set: f}).x = 1");
    function("trap getPrototypeOf", "new Proxy({}, {getPrototypeOf: f}) instanceof Object");
    function(
        "trap defineProperty",
        "Object.defineProperty(new Proxy({}, {defineProperty: f}), 'x', {})");
  }

  private static void data() {
    String array = "var a = []; for (var i = 0; i < 20000; i++) a = [a]; ";
    String object = "var a = {}; for (var i = 0; i < 20000; i++) a = {a: a}; ";
    shape("text of arrays", array + "'' + a");
    shape("join of arrays", array + "a.join()");
    shape("toLocaleString of arrays", array + "a.toLocaleString()");
    shape("flat", array + "a.flat(Infinity)");
    shape("stringify arrays", array + "JSON.stringify(a)");
    shape("stringify objects", object + "JSON.stringify(a)");
    shape("stringify with gap", object + "JSON.stringify(a, null, 2)");
    shape("uneval arrays", array + "uneval(a)");
    shape("toSource of objects", object + "a.toSource()");
    shape("parse arrays", "JSON.parse('['.repeat(20000))");
    shape("parse objects", "JSON.parse('{\"a\":'.repeat(20000))");
    shape("revive", "JSON.parse('['.repeat(1000) + ']'.repeat(1000), (k, v) => v)");
    shape(
        "rope to the left",
        "var s = 'a'; for (var i = 0; i < 20000; i++) s = s + 'bc'; s.indexOf('x')");
    shape(
        "rope to the right",
        "var s = 'a'; for (var i = 0; i < 20000; i++) s = 'bc' + s; s.indexOf('x')");
    shape(
        "yield*",
        "function* g(n) { if (n) yield* g(n - 1); yield n; } var i = g(20000); i.next(); i.next()");
  }

  private static void chains() {
    String proxy = "var p = function () {}; for (var i = 0; i < 20000; i++) p = new Proxy(p, {}); ";
    shape("proxy get", proxy + "p.x");
    shape("proxy set", proxy + "p.x = 1");
    shape("proxy index", proxy + "p[1]");
    shape("proxy symbol", proxy + "p[Symbol.iterator]");
    shape("proxy has", proxy + "'x' in p");
    shape("proxy delete", proxy + "delete p.x");
    shape("proxy keys", proxy + "Object.keys(p)");
    shape("proxy descriptor", proxy + "Object.getOwnPropertyDescriptor(p, 'x')");
    shape("proxy define", proxy + "Object.defineProperty(p, 'x', {value: 1})");
    shape("proxy prototype", proxy + "Object.getPrototypeOf(p)");
    shape("proxy extensible", proxy + "Object.isExtensible(p)");
    shape("proxy freeze", proxy + "Object.freeze(p)");
    shape("proxy call", proxy + "p()");
    shape("proxy new", proxy + "new p()");
    shape("proxy text", proxy + "'' + p");
    shape("proxy instanceof", proxy + "p instanceof Object");
    shape("proxy in", proxy + "for (var k in p);");
    shape("proxy typeof", proxy + "typeof p");
    shape("proxy JSON", proxy + "JSON.stringify({a: p})");
    shape("proxy isArray", proxy + "Array.isArray(p)");
    String bound = "var b = function () {}; for (var i = 0; i < 20000; i++) b = b.bind(null); ";
    shape("bound call", bound + "b()");
    shape("bound new", bound + "new b()");
    shape("bound instanceof", bound + "({}) instanceof b");
    shape("bound text", bound + "'' + b");
    String chain = "var o = {}; for (var i = 0; i < 20000; i++) o = Object.create(o); ";
    shape("prototype get", chain + "o.x");
    shape("prototype set", chain + "o.x = 1");
    shape("prototype has", chain + "'x' in o");
    shape("prototype in", chain + "for (var k in o);");
    shape("prototype instanceof", chain + "o instanceof Array");
    shape("prototype text", chain + "'' + o");
    shape("prototype call", chain + "try { o.x(); } catch (e) {}");
  }

  private static void source() {
    nested("parentheses", "(", "1", ")");
    nested("arrays", "[", "1", "]");
    nested("objects", "({a:", "1", "})");
    nested("unary", "- ", "1", "");
    nested("not", "!", "1", "");
    nested("typeof", "typeof ", "1", "");
    nested("new", "new ", "f", "");
    nested("sum", "", "1", "+1");
    nested("sum of names", "", "x", "+x");
    nested("comma", "", "1", ",1");
    nested("or", "", "x", "||x");
    nested("power", "2**", "2", "");
    chain("or", "x||", "x");
    chain("and", "x&&", "x");
    chain("nullish", "x??", "x");
    chain("power", "x**", "x");
    chain("choice", "x?x:", "x");
    chain("parameters", "(", "a,", "b)=>1");
    nested("condition", "x?1:", "1", "");
    nested("condition in the middle", "x?", "1", ":1");
    nested("assignment", "x=", "1", "");
    nested("member", "x", "", ".x");
    nested("element", "x", "", "[0]");
    nested("optional", "x", "", "?.x");
    nested("call in source", "f", "", "()");
    nested("call of calls", "f(", "1", ")");
    nested("template literal", "`${", "1", "}`");
    nested("arrow", "x=>", "1", "");
    nested("arrow with body", "(()=>{", "1", "})");
    nested("function expression", "(function(){", "1", "})");
    nested("function", "function g(){", "1", "}");
    nested("blocks", "{", "1", "}");
    nested("if", "if(x)", "1", "");
    nested("else", "if(x);else ", "1", "");
    nested("while", "while(x)", "1", "");
    nested("do", "do ", "1", ";while(x)");
    nested("for", "for(;;)", "1", "");
    nested("for-in", "for(x in x)", "1", "");
    nested("for-of", "for(x of x)", "1", "");
    nested("let blocks", "{let a=1;", "1", "}");
    nested("try", "try{", "1", "}catch(e){}");
    nested("finally", "try{}finally{", "1", "}");
    nested("switch", "switch(x){case 1:", "1", "}");
    nested("with in source", "with(x)", "1", "");
    shape("deep pattern", "eval('var ' + '['.repeat(20000) + 'a' + ']'.repeat(20000) + '=1')");
    shape(
        "deep object pattern",
        "eval('var ' + '{a:'.repeat(20000) + 'a' + '}'.repeat(20000) + '=1')");
    shape(
        "labels", "var s = ''; for (var i = 0; i < 20000; i++) s += 'a' + i + ':'; eval(s + '1')");
    shape("yield", "eval('function* g(){' + 'yield '.repeat(20000) + '1}')");
    shape("new Function", "new Function('('.repeat(20000))");
    shape("getter literal", "eval('({get a(){return '.repeat(20000))");
    shape("xml", "eval('<a>'.repeat(20000))");
  }

  private static void patterns() {
    pattern("group", "(", "");
    pattern("closed group", "(", "a)");
    pattern("plain group", "(?:", "a)");
    pattern("look ahead", "(?=", "a)");
    pattern("look behind", "(?<=", "a)");
    pattern("alternatives", "a|", "");
    pattern("alternatives in groups", "(a|", ")");
    pattern("repeated group", "(?:", "a)*");
    pattern("sequence", "a", "");
    pattern("sequence of quantified", "(a*)", "");
    shape(
        "matching",
        "new RegExp('(?:' .repeat(200) + 'a' + ')*'.repeat(200)).exec('a'.repeat(3000) + 'b')");
  }

  private static void shape(String name, String source) {
    SHAPES.put(name, source);
  }

  private static void function(String name, String body) {
    shape(name, "function f() { " + body + " } f()");
  }

  /** As deep as the parser gets, and then a bit less deep for what comes after the parser. */
  private static void nested(String name, String before, String middle, String after) {
    String end = after.isEmpty() ? "" : " + '" + after + "'.repeat(n)";
    shape(
        name + " in source",
        "var x = 1, f; for (var n = 20; n < 20000; n *= 2) eval('if(0){' + '"
            + before
            + "'.repeat(n) + '"
            + middle
            + "'"
            + end
            + " + '}')");
  }

  /** Longer than what comes after the parser would take. */
  private static void chain(String name, String link, String end) {
    chain(name, "", link, end);
  }

  private static void chain(String name, String start, String link, String end) {
    shape(
        "chain of " + name,
        "var x = 1; eval('" + start + "' + '" + link + "'.repeat(60000) + '" + end + "')");
  }

  private static void pattern(String name, String before, String after) {
    shape(
        "pattern of " + name,
        "for (var n = 20; n < 20000; n *= 2) new RegExp('"
            + before
            + "'.repeat(n) + '"
            + after
            + "'.repeat(n))");
  }

  /** How one of them ended, in one mode. */
  private static String end(String name, boolean interpreted) {
    try (Context cx = Context.enter()) {
      cx.setLanguageVersion(Context.VERSION_ES6);
      cx.setInterpretedMode(interpreted);
      cx.evaluateString(cx.initStandardObjects(), SHAPES.get(name), name, 1, null);
      return "completed";
    } catch (RhinoException | Error failure) {
      return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
  }

  /**
   * Runs the shapes of a group.
   *
   * @param args kilobytes of stack, and the group
   */
  public static void main(String[] args) throws InterruptedException {
    long stack = Long.parseLong(args[0]) << 10;
    GROUPS.get(args[1]).run();
    for (String name : SHAPES.keySet()) {
      for (boolean interpreted : new boolean[] {false, true}) {
        String mode = interpreted ? "interpreted" : "compiled";
        Runnable run =
            () -> System.out.println(mode + " " + name + " -> " + end(name, interpreted));
        Thread thread = new Thread(null, run, name, stack);
        thread.start();
        thread.join();
      }
    }
    System.out.println("ended: " + SHAPES.size());
  }
}

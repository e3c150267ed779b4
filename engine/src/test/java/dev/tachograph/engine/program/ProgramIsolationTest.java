package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** One program in two realms: nothing may cross, neither interpreted nor compiled. */
class ProgramIsolationTest {
  private final Realms realms = new Realms();
  private final ManualExecutor compiler = new ManualExecutor();
  private final ProgramCache cache =
      new ProgramCache(
          ProgramCacheSettings.builder().hotAfter(1).build(),
          realms,
          BackgroundCompilation.unlimited(),
          compiler,
          new ManualExecutor());

  enum Tier {
    INTERPRETED,
    COMPILED
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @ParameterizedTest
  @EnumSource
  void regularExpressionsStartAnew(Tier tier) {
    Program program =
        program(
            tier,
            """
            var found = [];
            for (var i = 0; i < 2; i++) {
              var re = /a/g;
              found.push(re.lastIndex, re.mark, Object.getPrototypeOf(re) === RegExp.prototype);
              re.test('aa');
              re.mark = 'mine';
              found.push(re.lastIndex);
            }
            function literal() { return /b[c-e]/gy; }
            literal().mark = 'mine';
            found.push(literal().mark, literal() === literal());
            found.join();
            """);

    for (int i = 0; i < 3; i++) {
      assertThat(text(realms.run(program))).isEqualTo("0,,true,1,0,,true,1,,false");
    }
  }

  @ParameterizedTest
  @EnumSource
  void literalsStartAnew(Tier tier) {
    Program program =
        program(
            tier,
            """
            var key = 'k' + this.number, seen = [];
            function make(depth) {
              return { plain: 1, [key]: depth ? make(depth - 1) : [,1,], ...{ spread: 2 }, big: 12n };
            }
            var o = make(2);
            seen.push(Object.keys(o).join('/'), Object.getPrototypeOf(o) === Object.prototype);
            o.plain = 'mine'; o.big = 0n; o[key][key].plain = 'mine';
            var again = make(1);
            seen.push(again.plain, again.big, again[key].plain, again[key][key].length);
            var list = [1, , 2.5, 'text'];
            seen.push(list.mark, list.length, Object.getPrototypeOf(list) === Array.prototype);
            list.mark = 'mine'; list.push(3);
            seen.push(typeof leaked); var leaked = 1;
            seen.join();
            """);

    for (int i = 0; i < 3; i++) {
      ScriptableObject realm = realms.realm();
      realm.put("number", realm, i);
      assertThat(text(realms.runIn(realm, program)))
          .isEqualTo("plain/k%d/spread/big,true,1,12,1,2,,4,true,undefined".formatted(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void functionsAndClosuresAreOfTheirRealm(Tier tier) {
    Program program =
        program(
            tier,
            """
            var count = 0;
            function f() { return ++count; }
            var arrow = () => this, generator = function* () { yield count; };
            var before = [f.mark, arrow.mark, generator.mark].join('');
            f.mark = arrow.mark = generator.mark = 'mine';
            f.prototype.mark = 'mine';
            f(); f();
            var own = [f, arrow].every(
                g => g.constructor('return this')() === arrow() && arrow() === globalThis);
            [before, count, own, generator().next().value, f.prototype.constructor === f].join();
            """);
    ScriptableObject first = realms.realm();
    ScriptableObject second = realms.realm();

    for (ScriptableObject realm : List.of(first, second)) {
      assertThat(text(realms.runIn(realm, program))).isEqualTo(",2,true,2,true");
    }
    assertThat(first.get("f", first)).isNotSameAs(second.get("f", second));
    assertThat(text(realms.inContext(cx -> call(cx, first, "f")))).isEqualTo("3");
    assertThat(text(realms.inContext(cx -> call(cx, second, "f")))).isEqualTo("3");
    assertThat(realms.<Object>inContext(cx -> call(cx, second, "arrow"))).isSameAs(second);
  }

  @ParameterizedTest
  @EnumSource
  void constantsAreOfTheirRealm(Tier tier) {
    Program program =
        program(
            tier,
            """
            const own = { number: this.number };
            const copy = own.number;
            function read() { const local = own; return [copy, local.number].join(); }
            var all = [];
            for (var i = 0; i < 20; i++) all.push(read());
            own.number = 'changed';
            all.every(text => text === all[0]) ? all[0] : all.join(';');
            """);

    for (int i = 0; i < 5; i++) {
      ScriptableObject realm = realms.realm();
      realm.put("number", realm, i);
      assertThat(text(realms.runIn(realm, program))).isEqualTo(i + "," + i);
    }
  }

  /** Also those that a visitor of the tree may miss. */
  @ParameterizedTest
  @EnumSource(TaggedTemplate.class)
  void templateObjectsAreOfTheirRealm(TaggedTemplate where) {
    Program program = program(Tier.INTERPRETED, "function tag(s) { return s; }\n" + where.text);
    ScriptableObject first = realms.realm();
    ScriptableObject second = realms.realm();

    Scriptable one = (Scriptable) realms.runIn(first, program);
    Scriptable two = (Scriptable) realms.runIn(second, program);

    assertThat(one).isNotSameAs(two);
    assertThat(global(first, one)).isSameAs(first);
    assertThat(global(second, two)).isSameAs(second);
    compiler.runAll();
    assertThat(program.isCompiled()).isEqualTo(where.isParsedWhenRun);
  }

  enum TaggedTemplate {
    STATEMENT("tag`a`"),
    METHOD("({ tag: tag }).tag`a${1}b`"),
    NESTED_FUNCTION("(function () { return (() => tag`a`)(); })()"),
    DEFAULT_PARAMETER("(function (a = tag`a`) { return a; })()"),
    DESTRUCTURED_DEFAULT("var { a = tag`a` } = {}; a"),
    DESTRUCTURED_PARAMETER("(function ({ a = tag`a` }) { return a; })({})"),
    ARROW_DEFAULT("((a = tag`a`) => a)()"),
    SUBSTITUTION("var kept; `x${kept = tag`a`}`; kept"),
    TAGGED_SUBSTITUTION("(function (s, v) { return v; })`x${tag`a`}`"),
    COMPUTED_KEY("var kept; ({ [(kept = tag`a`).length]: 1 }); kept"),
    GETTER("({ get a() { return tag`a`; } }).a"),
    SHORTHAND_METHOD("({ a() { return tag`a`; } }).a()"),
    SPREAD("[...[tag`a`]][0]"),
    GENERATOR("(function* () { yield tag`a`; })().next().value"),
    FOR_OF("for (var a of [tag`a`]) { a; } a"),
    SWITCH("switch (1) { case 1: tag`a`; }"),
    CATCH("try { throw tag`a`; } catch (e) { e; }"),
    OPTIONAL_CHAIN("var o = { a: tag }; o?.a(tag`a`)"),
    EVAL("eval('tag`a`')", true),
    NESTED_EVAL("(function () { return eval('(() => tag`a`)()'); })()", true),
    FUNCTION("Function('tag', 'return tag`a`')(tag)", true);

    private final String text;
    private final boolean isParsedWhenRun;

    TaggedTemplate(String text) {
      this(text, false);
    }

    TaggedTemplate(String text, boolean isParsedWhenRun) {
      this.text = text;
      this.isParsedWhenRun = isParsedWhenRun;
    }
  }

  /** So this is what it takes; the day this fails, programs with templates can be shared. */
  @ParameterizedTest
  @EnumSource
  void rhinoItselfKeepsTheTemplateObjectsOfTheFirstRealm(Tier tier) {
    Script script =
        realms.inContext(
            cx -> {
              cx.setInterpretedMode(tier == Tier.INTERPRETED);
              return cx.compileString("(s => s)`a`", "raw.js", 1, null);
            });
    ScriptableObject first = realms.realm();
    ScriptableObject second = realms.realm();

    Object one = realms.inContext(cx -> script.exec(cx, first, first));
    Scriptable two = (Scriptable) realms.inContext(cx -> script.exec(cx, second, second));

    assertThat(two).isSameAs(one);
    assertThat(global(second, two)).isSameAs(first);
  }

  @ParameterizedTest
  @EnumSource
  void templatesWithoutTagsAreNoObstacle(Tier tier) {
    Program program = program(tier, "`a${this.number}b`");
    ScriptableObject realm = realms.realm();
    realm.put("number", realm, 7);

    assertThat(text(realms.runIn(realm, program))).isEqualTo("a7b");
    assertThat(text(realms.run(program))).isEqualTo("aundefinedb");
  }

  @ParameterizedTest
  @EnumSource
  void aRealmIsNotKept(Tier tier) {
    Program program =
        program(
            tier,
            """
            const object = { list: [1, 2] };
            function f(a) { return a.list.concat(object.list).map(x => x + 1); }
            for (var i = 0; i < 50; i++) f(object);
            /x/.test('x') && new Map([[object, f]]).size;
            """);
    WeakReference<ScriptableObject> realm = new WeakReference<>(realms.realm());
    realms.runIn(realm.get(), program);
    realms.run(program);

    Garbage.awaitCleared(realm);
  }

  private Program program(Tier tier, String text) {
    Program program = realms.get(cache, "shared.js", text);
    if (tier == Tier.COMPILED) {
      realms.run(program);
      compiler.runAll();
      assertThat(program.isCompiled()).isTrue();
    }
    return program;
  }

  private Object global(ScriptableObject caller, Scriptable templateObject) {
    caller.put("strings", caller, templateObject);
    Program program =
        realms.get(cache, "escape.js", "strings.constructor.constructor('return this')()");
    return realms.runIn(caller, program);
  }

  private static Object call(Context cx, ScriptableObject realm, String name) {
    return ScriptableObject.callMethod(cx, realm, name, new Object[0]);
  }

  private static String text(Object value) {
    assertThat(value).isNotSameAs(Undefined.instance);
    return Context.toString(value);
  }
}

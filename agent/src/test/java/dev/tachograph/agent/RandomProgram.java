package dev.tachograph.agent;

import java.util.SplittableRandom;

/**
 * Writes a random script that ends: loops are bounded by counters of their own, recursion by a
 * budget. It mixes every kind of loop with exceptions, generators, closures, callbacks and labels,
 * and its result depends on the path that it took.
 */
final class RandomProgram {
  private static final int DEEPEST = 3;

  private final SplittableRandom random;
  private final StringBuilder out = new StringBuilder();
  private int names;
  private int loops;
  private boolean inFunction;
  private boolean inGenerator;

  private RandomProgram(long seed) {
    random = new SplittableRandom(seed);
  }

  static String of(long seed) {
    return new RandomProgram(seed).write();
  }

  /** An error that ends the program tells the path by then, as a result does. */
  private String write() {
    out.append("var out = 0, fuel = 40, left = '';\n");
    out.append("function mix(x) { out = (out * 31 + x) % 1000003; return out; }\n");
    int functions = 1 + random.nextInt(3);
    for (int i = 0; i < functions; i++) {
      function("f" + i, i);
    }
    generator("g0");
    out.append("try {\n");
    block(0);
    out.append("} catch (e) { left = ' left by ' + e; }\nvar total = 0;\n");
    for (int i = 0; i < functions; i++) {
      out.append("try { total += f").append(i).append("(").append(number()).append("); }");
      out.append(" catch (e) { mix(5); }\n");
    }
    return out.append("out + ':' + total + left").toString();
  }

  private void function(String name, int index) {
    inFunction = true;
    out.append("function ").append(name).append("(a");
    if (chance(4)) {
      out.append(", b = ").append(chance(2) ? "mix(3)" : "2");
    }
    out.append(") {\nif (fuel-- < 0) return a;\n");
    block(1);
    if (index > 0 && chance(2)) {
      out.append("mix(f").append(random.nextInt(index + 1)).append("(a + 1));\n");
    }
    out.append("return ").append(expression()).append(";\n}\n");
    inFunction = false;
  }

  private void generator(String name) {
    inGenerator = true;
    inFunction = true;
    out.append("function* ").append(name).append("(a) {\n");
    block(1);
    out.append("yield ").append(expression()).append(";\n");
    block(2);
    out.append("}\n");
    inGenerator = false;
    inFunction = false;
  }

  private void block(int depth) {
    int statements = 1 + random.nextInt(depth == 0 ? 5 : 3);
    for (int i = 0; i < statements; i++) {
      statement(depth);
    }
  }

  private void statement(int depth) {
    if (depth >= DEEPEST) {
      simple();
      return;
    }
    switch (random.nextInt(13)) {
      case 0, 1 -> loop(depth);
      case 2 -> loopOver(depth);
      case 3, 4 -> attempt(depth);
      case 5 -> choice(depth);
      case 6 -> switching(depth);
      case 7 -> callback();
      case 8 -> consumeGenerator(depth);
      default -> simple();
    }
  }

  private void simple() {
    switch (random.nextInt(inFunction ? 9 : 7)) {
      case 0 -> leave();
      case 1 -> out.append("if (").append(condition()).append(") throw ").append(number());
      case 2 -> out.append(inGenerator ? "var y = yield out % 7; mix(y | 0)" : "mix(out % 5)");
      case 3 -> {
        if (loops < 2) {
          out.append("mix(eval('var q = 0; while (q < ").append(number()).append(") q++; q'))");
        } else {
          out.append("mix(3)");
        }
      }
      case 7 -> out.append("if (").append(condition()).append(") return ").append(expression());
      default -> out.append("mix(").append(expression()).append(")");
    }
    out.append(";\n");
  }

  /** Break or continue, plain or with the label of any loop around. */
  private void leave() {
    if (loops == 0) {
      out.append("mix(1)");
      return;
    }
    out.append("if (").append(condition()).append(") ").append(chance(2) ? "break" : "continue");
    if (chance(3)) {
      out.append(" L").append(random.nextInt(loops));
    }
  }

  private void loop(int depth) {
    String counter = "c" + names++;
    String bound = String.valueOf(number());
    out.append("var ").append(counter).append(" = 0;\nL").append(loops).append(": ");
    switch (random.nextInt(6)) {
      case 0 -> out.append("while (" + counter + "++ < " + bound + ") ");
      case 1 -> out.append("while (" + counter + "++ < " + bound + " && " + condition() + ") ");
      case 2 -> out.append("for (; " + counter + " < " + bound + "; " + counter + "++) ");
      case 3 ->
          out.append(
              "for (;; mix(1)) { if ("
                  + counter
                  + "++ >= "
                  + bound
                  + ") break; mix(2); }\nL"
                  + loops
                  + ": while (!("
                  + counter
                  + "-- <= 0)) ");
      case 4 -> {
        out.append("do ");
        body(depth);
        out.append("while (++" + counter + " < " + bound + ");\n");
        return;
      }
      default ->
          out.append(
              "while ((" + counter + "++ < " + bound + ") && (" + condition() + " || out % 2)) ");
    }
    body(depth);
  }

  private void loopOver(int depth) {
    String name = "v" + names++;
    out.append("L").append(loops).append(": ");
    out.append(
        switch (random.nextInt(5)) {
          case 0 -> "for (var " + name + " in {p: 1, q: 2, r: 3}) ";
          case 1 -> "for (var " + name + " of [1, out, 3]) ";
          case 2 -> "for (let " + name + " of 'ab') ";
          case 3 -> "for (var " + name + " of new Set([out % 3, 1])) ";
          default -> "for (var [" + name + "] of [[1], [2]]) ";
        });
    body(depth);
  }

  private void body(int depth) {
    loops++;
    out.append("{\n");
    block(depth + 1);
    out.append("}\n");
    loops--;
  }

  private void attempt(int depth) {
    out.append("try {\n");
    block(depth + 1);
    out.append("}");
    boolean caught = chance(3) || chance(2);
    if (caught) {
      out.append(" catch (e) {\nmix(7);\n");
      block(depth + 1);
      out.append("}");
    }
    if (!caught || chance(3)) {
      out.append(" finally {\nmix(11);\n");
      block(depth + 1);
      out.append("}");
    }
    out.append("\n");
  }

  private void choice(int depth) {
    out.append("if (").append(condition()).append(") {\n");
    block(depth + 1);
    out.append("} else {\n");
    block(depth + 1);
    out.append("}\n");
  }

  private void switching(int depth) {
    out.append("switch (out % 3) {\ncase 0:\n");
    simple();
    out.append("case 1:\n");
    simple();
    block(depth + 1);
    out.append(chance(2) ? "break;\n" : "").append("default:\n");
    simple();
    out.append("}\n");
  }

  private void callback() {
    out.append(
        switch (random.nextInt(6)) {
          case 0 -> "[3, 1, 2].sort(function(x, y) { mix(x); return x - y; });\n";
          case 1 -> "[1, 2].map(x => { for (var i = 0; i < x; i++) mix(i); return x; });\n";
          case 2 -> "'aba'.replace(/a/g, function() { return mix(1); });\n";
          case 3 -> "mix(({get x() { var i = 0; do { i++; } while (i < 3); return i; }}).x);\n";
          case 4 -> "mix(new (function() { this.k = 4; })().k);\n";
          default -> "mix((function(n) { return n < 1 ? 0 : 1 + arguments.callee(n - 1); })(3));\n";
        });
  }

  private void consumeGenerator(int depth) {
    if (inGenerator || depth > 2) {
      simple();
      return;
    }
    String name = "v" + names++;
    out.append("if (fuel-- > 0) {\n");
    if (chance(2)) {
      out.append("L").append(loops).append(": for (var ").append(name).append(" of g0(1)) ");
      body(depth);
    } else {
      out.append("try { var it").append(name).append(" = g0(2); it").append(name);
      out.append(".next(); it").append(name).append(chance(2) ? ".throw(3)" : ".return(4)");
      out.append("; } catch (e) { mix(13); }\n");
    }
    out.append("}\n");
  }

  private String condition() {
    return switch (random.nextInt(4)) {
      case 0 -> "out % 2 == 0";
      case 1 -> "out % 3 && out % 5 != 1";
      case 2 -> "out % 7 < 3 || out % 4 == 1";
      default -> "!(out % 3)";
    };
  }

  private String expression() {
    return switch (random.nextInt(4)) {
      case 0 -> "mix(" + number() + ")";
      case 1 -> "(out % 2 ? mix(1) : 2)";
      case 2 -> inFunction ? "(a | 0) + 1" : "out + 1";
      default -> String.valueOf(number());
    };
  }

  private int number() {
    return random.nextInt(4);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}

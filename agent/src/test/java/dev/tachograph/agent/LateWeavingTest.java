package dev.tachograph.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.Installer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rhinos of which something is loaded when the agent comes, before it has got round to them. */
class LateWeavingTest {
  private static final String LOOP = "for (var i = 0; i < 50; i++); i";

  private final Rhinos rhinos = WovenJvm.governor().rhinos();
  private final RhinoTransformer transformer =
      RhinoTransformer.late(WovenJvm.governor(), AgentLog.open(null));
  private final OtherRhino rhino = new OtherRhino(OtherRhino.jar("rhino-1.7.15.1"), true);
  private Class<?> context;

  @BeforeEach
  void loadTheContextAlone() throws ClassNotFoundException {
    context = rhino.load("Context");
    rhino.meter();
    Installer.getInstrumentation().addTransformer(transformer, true);
  }

  @AfterEach
  void removeTransformer() {
    assertThat(Installer.getInstrumentation().removeTransformer(transformer)).isTrue();
  }

  private void runAndCount(String name) {
    for (boolean interpreted : new boolean[] {true, false}) {
      String script = name + (interpreted ? "-interpreted.js" : "-compiled.js");
      assertThat(rhino.run(script, LOOP, interpreted)).isEqualTo("50");
      assertThat(WovenJvm.ledger().usage(script).get(Resource.ITERATIONS)).isEqualTo(50);
    }
  }

  @Test
  void aScriptMayBeFasterThanTheAgent() {
    assertThat(rhinos.expect(rhino.loader(), RhinoNames.MOZILLA).isLate()).isTrue();
    runAndCount("faster");
  }

  @Test
  void aRhinoMayComeBetweenTheSearchAndTheTransformer() {
    rhinos.start();
    try {
      runAndCount("between");
    } finally {
      rhinos.settle();
    }
    assertThat(rhinos.isLate(rhino.loader(), RhinoNames.MOZILLA)).isTrue();
  }

  /** An exception of such a Rhino has no room for who threw it: the source tells whose it is. */
  @Test
  void aMessageIsChargedToTheScriptThatMadeTheCode() throws Exception {
    OtherRhino older = new OtherRhino(OtherRhino.jar("rhino-1.7.13"), true);
    removeTransformer();
    assertThat(older.load("Context")).isNotNull();
    Installer.getInstrumentation().addTransformer(transformer, true);
    older.meter();
    assertThat(rhinos.expect(older.loader(), RhinoNames.MOZILLA).isLate()).isTrue();
    String source = "new Function(\"throw new Array(3000000)\")()";
    for (boolean interpreted : new boolean[] {true, false}) {
      String script = "message-" + interpreted + ".js";
      Metering.tracker(script)
          .setLimits(Limits.builder().perEvaluation(Resource.NATIVE_STEPS, 50_000).build());
      List<String> seen = new ArrayList<>();
      older.run(
          script,
          source,
          interpreted,
          thrown -> {
            seen.add(thrown.getMessage());
            return thrown;
          });
      assertThat(seen.get(0)).startsWith("NativeArray, whose message was not made: stopped");
      assertThat(WovenJvm.ledger().usage(script).get(Resource.NATIVE_STEPS)).isLessThan(150_000);
    }
  }

  @Test
  void helpersAreDefinedWithoutALock() throws Exception {
    rhinos.expect(rhino.loader(), RhinoNames.MOZILLA);
    CompletableFuture<byte[]> woven = new CompletableFuture<>();
    CompletableFuture<RhinoNames> prepared = new CompletableFuture<>();
    Thread agent = new Thread(() -> prepared.completeAsync(this::prepare, Runnable::run));
    Thread application =
        new Thread(
            () -> {
              synchronized (rhino.loader()) { // as the JVM does, for one that loads a class
                agent.start();
                while (agent.getState() != Thread.State.BLOCKED && agent.isAlive()) {
                  Thread.onSpinWait();
                }
                woven.completeAsync(() -> transform("Kit"), Runnable::run);
              }
            });
    agent.setDaemon(true);
    application.setDaemon(true);
    application.start();
    assertThat(woven.get(60, TimeUnit.SECONDS)).isNotEqualTo(new byte[] {(byte) 0xCA});
    assertThat(prepared.get(60, TimeUnit.SECONDS)).isEqualTo(RhinoNames.MOZILLA);
    runAndCount("prepared");
  }

  private RhinoNames prepare() {
    try {
      return transformer.prepareLate(context);
    } catch (ReflectiveOperationException | java.io.IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private byte[] transform(String simpleName) {
    String name = RhinoNames.MOZILLA.of(simpleName);
    try (InputStream in = requireNonNull(rhino.loader().getResourceAsStream(name + ".class"))) {
      return transformer.transform(rhino.loader(), name, null, null, in.readAllBytes());
    } catch (java.io.IOException failure) {
      throw new AssertionError(failure);
    }
  }
}

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * An agent as people write them with Byte Buddy: it counts the scripts of one name that enter Rhino,
 * and transforms again what was loaded before it.
 */
public final class EntriesAgent {
  private static final String PROPERTY = "entries";

  private EntriesAgent() {}

  public static void premain(String options, Instrumentation instrumentation) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> System.out.println(PROPERTY + "=" + Integer.getInteger(PROPERTY, 0))));
    new AgentBuilder.Default()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .disableClassFormatChanges()
        .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
        .type(ElementMatchers.named("org.mozilla.javascript.Context"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Entry.class).on(ElementMatchers.named("evaluateString"))))
        .installOn(instrumentation);
  }

  /** What is put into Rhino's own method, which sees no class of this agent. */
  static final class Entry {
    private Entry() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(2) String source) {
      if (source.equals("eval")) {
        int before = Integer.getInteger("entries", 0);
        System.setProperty("entries", String.valueOf(before + 1));
      }
    }
  }
}

package dev.tachograph.agent.boot;

import java.lang.reflect.InvocationTargetException;

/** {@code java -jar tachograph-agent.jar}: hands over to the tools in the hidden part. */
public final class TachographMain {
  private static final String TOOLS = "dev.tachograph.agent.tools.Tools";

  private TachographMain() {}

  /** Runs the tool that the first argument names. */
  public static void main(String[] args) throws ReflectiveOperationException {
    try {
      int status =
          (int)
              new HiddenLoader()
                  .loadClass(TOOLS)
                  .getMethod("run", String[].class)
                  .invoke(null, (Object) args);
      System.exit(status);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException("tachograph failed", failure.getCause());
    }
  }
}

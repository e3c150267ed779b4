package dev.tachograph.examples;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceGuard;
import dev.tachograph.meter.ResourceTracker;
import java.util.Map;

/**
 * A script uses a tool of the host: the tool has limits of its own, holds memory while it works,
 * and the script may ask how much it has left.
 *
 * <p>Start it with {@code -javaagent:tachograph-agent.jar}.
 */
public final class GuardedTool {
  /** What scripts see. */
  public interface Directory {
    /** The telephone number of a person. */
    String find(String name);
  }

  /** The tool as it is, with a memory guard around its work. */
  private static final class Lookup implements Directory {
    private final ResourceTracker tool;

    Lookup(ResourceTracker tool) {
      this.tool = tool;
    }

    @Override
    public String find(String name) {
      try (ResourceGuard buffer = tool.memoryGuard(1024L * name.length())) {
        return "+" + buffer.amount();
      }
    }
  }

  /** The tool as scripts see it: the class shutter lets them at this class alone. */
  public static final class Phone {
    private final Directory directory;

    Phone(Directory directory) {
      this.directory = directory;
    }

    /** See {@link Directory#find}. */
    public String find(String name) {
      return directory.find(name);
    }
  }

  private GuardedTool() {}

  /** Runs three scripts that use the tool. */
  public static void main(String[] args) throws Exception {
    ResourceTracker tool = Metering.tracker("directory");
    tool.setLimits(Limits.parse("total.hostCalls=5,total.heldBytes=8k,limit.wallTime=10s"));
    Phone phone = new Phone(tool.limited().object(Directory.class, new Lookup(tool)));
    ResourceTracker tenant = Metering.tracker("tenant");
    tenant.setLimits(Limits.parse("limit.iterations=1000"));
    Map<String, Object> globals = Map.of("phone", phone, "budget", tenant.budget());

    run(tenant, globals, "phone.find('Ada') + ' ' + phone.find('Grace')");
    run(tenant, globals, "for (var i = 0; i < 10; i++) {} budget.remaining('iterations')");
    run(tenant, globals, "phone.find('somebody with a long name')");
    run(tenant, globals, "while (true) { try { phone.find('Bob') } catch (e) {} }");
    System.out.println("tool calls: " + tool.usage().get(Resource.HOST_CALLS));
    System.out.println("tool held at most: " + tool.usage().get(Resource.HELD_BYTES));
  }

  private static void run(ResourceTracker tenant, Map<String, Object> globals, String script)
      throws Exception {
    try {
      System.out.println(tenant.run(() -> PlainRhino.evaluate("s.js", script, globals)).value());
    } catch (LimitExceededError stopped) {
      System.out.println(stopped.breach().account() + " " + stopped.breach().limitKey());
    }
  }
}

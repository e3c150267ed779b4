package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.management.GovernorMXBean;
import dev.tachograph.meter.management.WeavingView;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataInvocationHandler;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.junit.jupiter.api.Test;

/** What is read of agents in other JVMs, which may be older than this tool. */
class LiveReadingTest {
  /** As it comes over JMX. */
  private static CompositeData weaving() throws OpenDataException {
    OpenType<?> texts = javax.management.openmbean.ArrayType.getArrayType(SimpleType.STRING);
    String[] names = {"scriptClasses", "runtimeClasses", "refused", "rhinoVersions", "unmetered"};
    OpenType<?>[] types = {SimpleType.LONG, SimpleType.LONG, SimpleType.LONG, texts, texts};
    Object[] values = {1L, 2L, 0L, new String[] {"Rhino 1.9.2"}, new String[0]};
    return new CompositeDataSupport(
        new CompositeType("weaving", "weaving", names, names, types), names, values);
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            LiveReadingTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void anAgentThatDoesNotSayWhatItCountsCountsEverything() throws OpenDataException {
    WeavingView older = proxy(WeavingView.class, new CompositeDataInvocationHandler(weaving()));
    GovernorMXBean governor =
        proxy(
            GovernorMXBean.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getWeaving" -> older;
                  case "getTotals" -> Map.of("iterations", 7L);
                  case "getVersion" -> "0.1.0";
                  case "getAccountCount" -> 1;
                  default -> List.of();
                });
    LiveReading reading = LiveReading.of(governor, Resource.ITERATIONS, 10);
    assertThat(reading.weaving()).containsEntry("scriptClasses", 1L).doesNotContainKey("only");
    assertThat(reading.totals().get(Resource.ITERATIONS)).isEqualTo(7);
  }
}

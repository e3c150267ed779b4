package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostValuesTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Pair(Object left, Object right) {}

  @Test
  void whatIsRefusedIsNamedByItsPath() {
    Object value = Map.of("list", List.of(1, new Object[] {2, new Pair(3, new Object())}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostValues.snapshot("thing", value))
        .withMessageStartingWith("thing.list[1][1].right is a java.lang.Object, which cannot");
  }

  @Test
  void longNamesAreCutInMessages() {
    Object value = Map.of("k".repeat(100_000), List.of(new Object()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostValues.snapshot("thing", value))
        .withMessageStartingWith("thing.kkkk")
        .withMessageContaining("kkk...[0] is a java.lang.Object")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
  }

  /** A script chooses the name where a host function gives back what it got. */
  @Test
  void pathsCostNothingWhereNothingIsRefused() {
    int elements = 10_000;
    Object list = Collections.nCopies(elements, 1.0);
    Object array = Collections.nCopies(elements, 1.0).toArray();
    Object value = Map.of("k".repeat(100_000), List.of(list, array, new Pair(list, array)));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(HostValues.snapshot("thing", value)).isNotNull();
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(400L * elements);
  }
}

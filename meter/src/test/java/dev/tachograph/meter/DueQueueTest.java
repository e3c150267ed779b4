package dev.tachograph.meter;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DueQueueTest {
  private static final class Item extends Watched {
    @Override
    int read() {
      return 0;
    }

    @Override
    long look(long now) {
      return 0;
    }
  }

  private final DueQueue queue = new DueQueue();
  private final Random random = new Random(17);

  @Test
  void theFirstIsTheOneThatIsDueFirstWhateverIsMovedAndRemoved() {
    List<Watched> known = new ArrayList<>();
    long start = Long.MAX_VALUE - 500; // moments pass over the end of the numbers
    for (int i = 0; i < 10_000; i++) {
      int step = random.nextInt(known.size() < 100 ? 3 : 4);
      if (step < 2 || known.isEmpty()) {
        Item item = new Item();
        queue.add(item, start + random.nextInt(1000));
        known.add(item);
      } else if (step == 2) {
        queue.move(known.get(random.nextInt(known.size())), start + random.nextInt(1000));
      } else {
        queue.remove(known.remove(random.nextInt(known.size())));
      }
      long first = known.stream().mapToLong(item -> item.due - start).min().orElseThrow();
      assertThat(queue.first()).isIn(known);
      assertThat(queue.first().due - start).isEqualTo(first);
    }
    known.sort(comparingLong(item -> item.due - start));
    for (Watched next : known) {
      assertThat(queue.first().due).isEqualTo(next.due);
      queue.remove(queue.first());
    }
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.first()).isNull();
  }

  @Test
  void whoIsNotInItIsNeitherMovedNorRemoved() {
    Item item = new Item();
    queue.add(item, 1);
    queue.remove(item);
    queue.remove(item);
    queue.move(item, 2);
    assertThat(queue.isEmpty()).isTrue();
    queue.add(item, 3);
    queue.add(item, 4);
    assertThat(queue.first()).isSameAs(item);
    queue.remove(item);
    assertThat(queue.isEmpty()).isTrue();
  }
}

package dev.tachograph.meter;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts as woven code does: {@code ++used > limit}, then asks the ledger. */
final class FakeContext {
  static final ContextAccess ACCESS =
      new ContextAccess() {
        @Override
        public long used(Object context, int counter) {
          return ((FakeContext) context).used.getOpaque(counter);
        }

        @Override
        public void start(Object context, int counter, long used) {
          ((FakeContext) context).used.setOpaque(counter, used);
        }

        @Override
        public void limit(Object context, int counter, long limit) {
          ((FakeContext) context).limit.setOpaque(counter, limit);
        }

        @Override
        public Breach.@Nullable Position position() {
          return new Breach.Position("fake.js", "f", 7);
        }
      };

  private final AtomicLongArray used = new AtomicLongArray(Ledger.COUNTERS);
  private final AtomicLongArray limit = new AtomicLongArray(Ledger.COUNTERS);
  private final Ledger ledger;
  private final ContextAccess access;
  private @Nullable Object evaluation;

  FakeContext(Ledger ledger) {
    this(ledger, ACCESS);
  }

  FakeContext(Ledger ledger, ContextAccess access) {
    this.ledger = ledger;
    this.access = access;
  }

  FakeContext enter(String account, String script) {
    evaluation = ledger.evaluations().enter(access, this, account, script);
    return this;
  }

  /** Counts once; throws like woven code. */
  void count(Resource resource) {
    charge(resource, 1);
  }

  /** Charges so much at once; throws like woven code. */
  void charge(Resource resource, long amount) {
    int counter = resource.ordinal();
    used.setOpaque(counter, used.getOpaque(counter) + amount);
    if (used.getOpaque(counter) > limit.getOpaque(counter)) {
      LimitExceededError error = ledger.evaluations().exceeded(evaluation, counter, amount);
      if (error != null) {
        throw error;
      }
    }
  }

  void count(Resource resource, int times) {
    for (int i = 0; i < times; i++) {
      count(resource);
    }
  }

  /** Tells the ledger that the JVM cannot give something; see {@link Evaluations#exceeded}. */
  LimitExceededError exhaust(Resource resource, long requested) {
    return requireNonNull(
        ledger.evaluations().exceeded(requireNonNull(evaluation), resource.ordinal(), requested));
  }

  @Nullable LimitExceededError exit(@Nullable Throwable failure) {
    return ledger.evaluations().exit(evaluation, failure);
  }
}

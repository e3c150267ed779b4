package dev.tachograph.bench.tracker;

import dev.tachograph.bench.HeapInUse;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Weighs accounts: the heap in use after a collection, with and without them. */
@Command(
    name = "account-memory",
    description = "Prints how many bytes an idle account takes.",
    mixinStandardHelpOptions = true)
public final class AccountMemory implements Callable<Integer> {
  private static final int COLLECTIONS = 4;

  @Option(names = "--accounts", description = "How many are opened (default: ${DEFAULT-VALUE}).")
  private int accounts = 1_000_000;

  @Override
  public Integer call() throws Exception {
    ResourceTracker root = ResourceTracker.standalone("root", Limits.unlimited());
    Limits limits = Limits.strict();
    long before = HeapInUse.afterCollections(COLLECTIONS);
    for (int i = 0; i < accounts; i++) {
      root.child("tenant-" + i).setLimits(limits);
    }
    long opened = HeapInUse.afterCollections(COLLECTIONS);
    for (int i = 0; i < accounts; i += 10) {
      root.child("tenant-" + i).run(() -> "");
    }
    long used = HeapInUse.afterCollections(COLLECTIONS);
    for (int i = 0; i < accounts; i++) {
      root.child("tenant-" + i).close();
    }
    long closed = HeapInUse.afterCollections(COLLECTIONS);
    root.close();
    System.out.printf("idle account:                    %5d bytes%n", (opened - before) / accounts);
    System.out.printf(
        "more after its first evaluation: %5d bytes%n", (used - opened) / (accounts / 10));
    System.out.printf("left of a closed one:            %5d bytes%n", (closed - before) / accounts);
    return 0;
  }
}

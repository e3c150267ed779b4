package dev.tachograph.jfr.fleet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fleet at one moment. Immutable and thread-safe.
 *
 * @param at the moment
 * @param jvms in the order in which they were added
 * @param accounts by their ids: those that were seen, and those that have limits
 */
public record FleetReading(Instant at, List<FleetJvm> jvms, List<FleetAccount> accounts) {
  /** Copies. */
  public FleetReading {
    jvms = List.copyOf(jvms);
    accounts = List.copyOf(accounts);
  }

  /** The account of this name, if it was seen or has limits. */
  public @Nullable FleetAccount account(String id) {
    return accounts.stream().filter(account -> account.id().equals(id)).findFirst().orElse(null);
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("at", at.toString());
    map.put("jvms", jvms.stream().map(FleetJvm::toMap).toList());
    map.put("accounts", accounts.stream().map(FleetAccount::toMap).toList());
    return map;
  }
}

package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.jfr.reader.Coverage;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.CallPath;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Costs of functions as recordings say them. */
final class Profiles {
  static final CallSite MAIN = new CallSite("a.js", "", 0);
  static final CallSite F = new CallSite("a.js", "f", 3);
  static final CallSite G = new CallSite("lib.js", "g;h", 9);

  private Profiles() {}

  /** Of two accounts: built-ins, a script that calls f, which calls g. */
  static CostProfile small() {
    return profile(
        line("shop", 0, new Cost(0, 0, 0, 7, 0)),
        line("shop", 1, new Cost(10, 0, 0, 0, 100), MAIN),
        line("shop", 4, new Cost(20, 1, 64, 0, 0), MAIN, F),
        line("shop", 5, new Cost(2, 0, 0, 0, 0), MAIN, F),
        line("shop", 9, new Cost(0, 5, 0, 3, 0), MAIN, F, G),
        line("till", 9, new Cost(1, 1, 0, 0, 0), G));
  }

  /** A record of accounts with so many evaluations. */
  static FlightRecord record(Map<String, Long> evaluations, LineCost... lines) {
    List<AccountFigures> accounts = new ArrayList<>();
    evaluations.forEach(
        (account, count) ->
            accounts.add(
                new AccountFigures(
                    account,
                    null,
                    Usage.of(resource -> resource == Resource.EVALUATIONS ? count : 0),
                    null,
                    new Coverage(0, count, 0),
                    new Coverage(0, 0, 0))));
    return new FlightRecord(
        Usage.none(),
        accounts,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        profile(lines),
        0,
        0);
  }

  static CostProfile profile(LineCost... lines) {
    return new CostProfile(List.of(lines), 0);
  }

  static LineCost line(String account, int line, Cost self, CallSite... path) {
    return new LineCost(account, 0, new CallPath(List.of(path)), line, self);
  }
}

package dev.tachograph.agent;

import dev.tachograph.agent.rules.AccountRules;
import dev.tachograph.meter.Ledger;

/** Finds the account of ambient evaluations, by rules that may change meanwhile. Thread-safe. */
final class AccountFinder {
  private final Ledger ledger;
  private final AgentLog log;
  private final boolean mayChange;
  private volatile InForce inForce;

  private record InForce(AccountRules rules, AccountRule otherwise) {}

  AccountFinder(AgentOptions options, Ledger ledger, AgentLog log) {
    this.ledger = ledger;
    this.log = log;
    inForce = inForce(options, options.rules());
    mayChange = options.config() != null;
    if (mayChange) {
      AccountRules.prepare();
    }
  }

  private InForce inForce(AgentOptions options, AccountRules before) {
    return new InForce(options.rules().inPlaceOf(before, log::warn), options.accounts());
  }

  /** From now on, evaluations find their accounts by these options. */
  void change(AgentOptions options) {
    inForce = inForce(options, inForce.rules);
  }

  /** The account of an evaluation that opens, unless the API has opened it. */
  String account(RhinoAccess rhino, Object context, String script) {
    InForce now = inForce;
    if (now.rules.size() > 0) {
      String known = ledger.evaluations().boundAccount();
      if (known != null) {
        return known; // which rules make no account for
      }
      String factory = now.rules.lookAtFactories() ? factory(rhino, context) : "";
      String ruled = now.rules.account(script, Thread.currentThread().getName(), factory);
      if (ruled != null) {
        return ruled;
      }
    }
    return otherwise(now.otherwise, rhino, context, script);
  }

  private static String otherwise(
      AccountRule rule, RhinoAccess rhino, Object context, String script) {
    return switch (rule.kind()) {
      case SCRIPT -> script;
      case THREAD -> Thread.currentThread().getName();
      case NAME -> rule.name();
      case FACTORY -> factory(rhino, context);
    };
  }

  /**
   * Goes the ways that evaluations may go later, where a script has chosen how much stack is left.
   */
  void rehearse(RhinoAccess rhino, Object context) {
    var unused = otherwise(inForce.otherwise, rhino, context, "");
    if (mayChange) {
      unused = factory(rhino, context);
    }
  }

  private static String factory(RhinoAccess rhino, Object context) {
    return rhino.factoryOf(context).getClass().getName();
  }
}

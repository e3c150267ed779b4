package dev.tachograph.agent;

/**
 * How an ambient evaluation finds its account.
 *
 * @param kind where the name comes from
 * @param name the fixed name of {@link Kind#NAME}, otherwise empty
 */
record AccountRule(Kind kind, String name) {
  /** Every script name is an account of its own: the default. */
  static final AccountRule SCRIPT = new AccountRule(Kind.SCRIPT, "");

  enum Kind {
    SCRIPT,
    THREAD,
    FACTORY,
    NAME
  }

  /**
   * Reads the option's value.
   *
   * @throws IllegalArgumentException if it is none of the known forms
   */
  static AccountRule parse(String value) {
    return switch (value) {
      case "script" -> SCRIPT;
      case "thread" -> new AccountRule(Kind.THREAD, "");
      case "factory" -> new AccountRule(Kind.FACTORY, "");
      default -> {
        if (value.startsWith("name:") && value.length() > "name:".length()) {
          yield new AccountRule(Kind.NAME, value.substring("name:".length()));
        }
        throw new IllegalArgumentException(
            "account=" + value + ": expected script, thread, factory or name:SOMETHING");
      }
    };
  }
}

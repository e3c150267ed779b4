package dev.tachograph.engine.config;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final List<String> faults;

  ConfigurationException(List<String> faults) {
    super(
        "the configuration has %s:%n%s"
            .formatted(
                faults.size() == 1 ? "a fault" : faults.size() + " faults",
                String.join(System.lineSeparator(), faults)));
    this.faults = List.copyOf(faults);
  }

  /** Each with where it is, its key, what is wrong and what would be right. */
  public List<String> faults() {
    return faults;
  }
}

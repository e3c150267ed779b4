package dev.tachograph.engine.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String own = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "tachograph %s (Java %s)"
          .formatted(own == null ? "(unpackaged)" : own, Runtime.version().toString())
    };
  }
}

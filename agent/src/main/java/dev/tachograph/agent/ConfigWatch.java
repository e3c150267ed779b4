package dev.tachograph.agent;

import dev.tachograph.agent.rules.ConfigFile;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second whether the configuration file has changed, and puts in force what it says
 * then: all of it, or nothing.
 *
 * <p>A file that has just changed is read a second later, if nobody has changed it any more: until
 * then somebody may still be writing.
 */
final class ConfigWatch {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final ToIntFunction<AgentOptions> change;
  private final AgentLog log;
  private final AtomicBoolean started = new AtomicBoolean();

  private AgentOptions inForce;
  private @Nullable Stamp seen;
  private boolean read;
  private boolean refused;

  /** What tells two versions of a file apart; without a time there is no file. */
  private record Stamp(@Nullable FileTime modified, long size, @Nullable Object key) {
    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException missing) {
        return new Stamp(null, 0, null);
      }
    }
  }

  /**
   * @param inForce options with a file
   * @param change puts others in force; returns how many open accounts have other limits then
   */
  ConfigWatch(AgentOptions inForce, ToIntFunction<AgentOptions> change, AgentLog log) {
    this.inForce = inForce;
    this.change = change;
    this.log = log;
    file = Objects.requireNonNull(inForce.config()).file();
  }

  /** Starts to look; once. */
  void start() {
    if (started.compareAndSet(false, true)) {
      new BackgroundThreads("tachograph-config")
          .newThread(
              () -> {
                while (true) {
                  LockSupport.parkNanos(PERIOD_NANOS);
                  var unused = Thread.interrupted(); // or it would not park any more
                  look();
                }
              })
          .start();
    }
  }

  /** On one thread at a time. */
  void look() {
    try {
      Stamp now = Stamp.of(file);
      if (!now.equals(seen)) {
        seen = now;
        read = false;
      } else if (!read) {
        read = true;
        read();
      }
    } catch (RuntimeException | Error failure) {
      log.warn("config=" + file + " could not be looked at; what was in force stays", failure);
    }
  }

  private void read() {
    AgentOptions next;
    try {
      next = inForce.readAgain();
    } catch (IllegalArgumentException wrong) {
      refused = true;
      log.warn(
          "the new version is refused as a whole, and what was in force stays: "
              + wrong.getMessage()
              + ". Correct it, and it is read again");
      return;
    }
    if (!Stamp.of(file).equals(seen)) {
      return; // somebody still writes: look again
    }
    if (text(next).equals(text(inForce))) {
      if (refused) {
        log.info("config=" + file + " is again what is in force");
      }
    } else {
      int changed = change.applyAsInt(next);
      inForce = next;
      log.info(
          "config=%s has changed and is in force: %d rules, limits of %d names; open accounts with other limits than before: %d"
              .formatted(file, next.rules().size(), next.limitsByAccount().size(), changed));
    }
    refused = false;
  }

  private static String text(AgentOptions options) {
    ConfigFile config = options.config();
    return config == null ? "" : config.text();
  }
}

package dev.tachograph.jfr.reader;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.management.MBeanServerConnection;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import jdk.management.jfr.RemoteRecordingStream;

/**
 * Feeds a reader with the events of one JVM: from a file, from this JVM, from another one's
 * repository, or over JMX. Thread-safe.
 *
 * <p>Events come within some three seconds: Flight Recorder flushes once a second. A thread of its
 * own, a daemon, runs each live source. Several sources may feed one reader, and one JVM may be
 * read in several ways.
 */
public final class RecordSource implements AutoCloseable {
  /** How a live source ended. */
  public enum End {
    /** Somebody closed it. */
    CLOSED,
    /** The JVM ended the stream, or exited; everything that it flushed was read. */
    EXITED,
    /** The stream failed. */
    FAILED
  }

  /** After this time without events, those of a process that is no more have all been read. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final int PROGRESS_EVENTS = 8192;

  private final EventStream stream;
  private final RecordReader reader;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
  private volatile boolean heard;
  private volatile long meter;
  private volatile boolean failed;
  private volatile boolean closing;

  private RecordSource(EventStream stream, RecordReader reader) {
    this.stream = stream;
    this.reader = reader;
    stream.setReuse(false); // the last event of each account is kept
    stream.setOrdered(false); // the reader takes them in any order
    reader.events().forEach(name -> stream.onEvent(name, this::read));
    stream.onFlush(
        () -> {
          heard = true;
          lastNanos.set(System.nanoTime());
        });
    stream.onError(failure -> failed = true);
  }

  /**
   * Reads a recording to its end.
   *
   * @throws IOException if it is no recording, or damaged; what could be read was
   */
  public static void readFile(Path file, RecordReader reader) throws IOException {
    readFile(file, reader, events -> {});
  }

  /**
   * Reads a recording to its end.
   *
   * @param progress told of the number of events that were read, of all kinds, after every 8192
   * @throws IOException if it is no recording, or damaged; what could be read was
   */
  public static void readFile(Path file, RecordReader reader, LongConsumer progress)
      throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      for (long events = 1; recording.hasMoreEvents(); events++) {
        reader.accept(recording.readEvent());
        if (events % PROGRESS_EVENTS == 0) {
          progress.accept(events);
        }
      }
    }
  }

  /**
   * Reads this JVM from now on, and records our events for it.
   *
   * @throws IllegalStateException if Flight Recorder cannot be started
   */
  public static RecordSource ofThisJvm(RecordReader reader) {
    RecordingStream recording = new RecordingStream();
    reader.events().forEach(recording::enable);
    recording.enable(EventDecoder.SAMPLE).withPeriod(reader.samplePeriod());
    return new RecordSource(recording, reader).start();
  }

  /**
   * Reads the repository of another JVM on this host, from its first event that is still there.
   * That JVM must be recording to disk. The source ends when its process does.
   *
   * @param repository the system property {@code jdk.jfr.repository} of that JVM
   * @param process that JVM
   * @throws IOException if the repository cannot be read
   */
  public static RecordSource ofRepository(
      Path repository, ProcessHandle process, RecordReader reader) throws IOException {
    EventStream stream = EventStream.openRepository(repository);
    stream.setStartTime(Instant.EPOCH);
    RecordSource source = new RecordSource(stream, reader).start();
    var unused = process.onExit().thenRun(source::drain);
    return source;
  }

  /**
   * Reads another JVM over JMX from now on, and records our events for it. Close the source: until
   * then a thread of the JDK's keeps this JVM from exiting.
   *
   * @throws IOException if the connection fails, or that JVM cannot record
   */
  public static RecordSource ofRemote(MBeanServerConnection connection, RecordReader reader)
      throws IOException {
    RemoteRecordingStream recording = new RemoteRecordingStream(connection);
    reader.events().forEach(recording::enable);
    recording.enable(EventDecoder.SAMPLE).withPeriod(reader.samplePeriod());
    return new RecordSource(recording, reader).start();
  }

  private RecordSource start() {
    new BackgroundThreads("tachograph-record").newThread(this::run).start();
    return this;
  }

  /** A remote stream that is started here could not be closed: JDK 17 holds its lock meanwhile. */
  private void run() {
    try {
      if (stream instanceof RemoteRecordingStream) {
        stream.startAsync();
        stream.awaitTermination();
      } else {
        stream.start();
      }
    } catch (InterruptedException | RuntimeException | Error broken) {
      failed = true;
    } finally {
      end.complete(failed ? End.FAILED : closing ? End.CLOSED : End.EXITED);
    }
  }

  /** An Error would end the stream's thread. */
  private void read(RecordedEvent event) {
    lastNanos.lazySet(System.nanoTime());
    try {
      long known = reader.read(event);
      if (known != 0) {
        meter = known;
      }
    } catch (Throwable failure) {
      failed = true;
    }
  }

  /**
   * The process is gone: its files stay as they are, and the stream would wait for ever. Closing
   * may take long where a network is gone with it.
   */
  private void drain() {
    long quiet = System.nanoTime() - lastNanos.get();
    if (quiet >= QUIET.toNanos()) {
      new BackgroundThreads("tachograph-record").newThread(stream::close).start();
    } else {
      CompletableFuture.delayedExecutor(QUIET.toNanos() - quiet, TimeUnit.NANOSECONDS)
          .execute(this::drain);
    }
  }

  /**
   * Whether anything was heard. Of a JVM that records for this source, everything from then on is
   * read; what it does before may be missing.
   */
  public boolean isHeard() {
    return heard;
  }

  /** The number of the JVM that it reads; 0 until it has heard that. */
  public long meter() {
    return meter;
  }

  /**
   * How long nothing was heard. A JVM that records is heard once a second or so, whether or not it
   * evaluates anything.
   */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastNanos.get());
  }

  /**
   * Nothing more will come, for the JVM is gone: the source ends, some three seconds after its last
   * event, when everything that is here was read.
   */
  public void finish() {
    drain();
  }

  /** Completes when the source has ended, and all that could be read was. */
  public CompletableFuture<End> end() {
    return end.copy();
  }

  /** Ends the source; what was not delivered yet is not read any more. */
  @Override
  public void close() {
    closing = true;
    stream.close();
  }
}

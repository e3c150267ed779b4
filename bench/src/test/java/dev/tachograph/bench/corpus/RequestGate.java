package dev.tachograph.bench.corpus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds a host whose threads all make a request after a round: they get no answer until then. */
final class RequestGate implements Gate, AutoCloseable {
  private static final int LIMIT_MINUTES = 3;

  private final int threads;
  private final Semaphore arrived = new Semaphore(0);
  private final ExecutorService answering = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile CountDownLatch shut = new CountDownLatch(1);

  RequestGate(int threads) throws IOException {
    this.threads = threads;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::hold);
    server.setExecutor(answering);
    server.start();
  }

  private void hold(HttpExchange request) throws IOException {
    CountDownLatch held = shut;
    arrived.release();
    try (request) {
      held.await();
      request.sendResponseHeaders(204, -1);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void await(HeldProcess host) throws InterruptedException {
    if (!arrived.tryAcquire(threads, LIMIT_MINUTES, TimeUnit.MINUTES)) {
      throw new AssertionError("only " + arrived.availablePermits() + " threads have arrived");
    }
  }

  @Override
  public void open(HeldProcess host) {
    CountDownLatch held = shut;
    shut = new CountDownLatch(1);
    held.countDown();
  }

  @Override
  public void end(HeldProcess host) {
    open(host);
  }

  @Override
  public void close() {
    server.stop(0);
    answering.shutdownNow();
  }
}

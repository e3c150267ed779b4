package dev.tachograph.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.monitor.Alert;
import dev.tachograph.meter.monitor.ResourceMonitor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves what a monitoring page shows: how far the tenants' limits are used up, and the alerts.
 * With {@code --serve} it goes on until it is stopped; look at it with a browser.
 *
 * <p>Start it with {@code -javaagent:tachograph-agent.jar}.
 */
public final class MonitoringPage {
  private static final String PAGE =
      """
      <!doctype html><title>Scripts</title><h1>Scripts</h1><div id="bars"></div><pre id="alerts"></pre>
      <script>
      async function show() {
        const data = await (await fetch('data')).json();
        const bars = document.getElementById('bars');
        bars.replaceChildren();
        for (const limit of data.limits) {
          const line = document.createElement('p');
          line.textContent = limit.account + ' ' + limit.resource + ': ' + limit.used + ' of ' + limit.limit + ' ';
          const bar = document.createElement('meter');
          bar.max = limit.limit; bar.value = limit.used; bar.high = 0.8 * limit.limit; bar.optimum = 0;
          line.append(bar);
          bars.append(line);
        }
        document.getElementById('alerts').textContent = data.alerts.join('\\n');
      }
      show(); setInterval(show, 1000);
      </script>
      """;

  private final List<ResourceTracker> tenants;
  private final ResourceMonitor monitor;

  private MonitoringPage(List<ResourceTracker> tenants, ResourceMonitor monitor) {
    this.tenants = tenants;
    this.monitor = monitor;
  }

  /** Runs scripts of two tenants, and serves or prints what can be said of them. */
  public static void main(String[] args) throws Exception {
    ResourceTracker shop = Metering.tracker("shop");
    ResourceTracker blog = Metering.tracker("blog");
    shop.setLimits(Limits.parse("total.iterations=10_000"));
    blog.setLimits(Limits.parse("total.iterations=1_000,total.evaluations=100"));
    try (ResourceMonitor monitor = ResourceMonitor.builder().build()) {
      MonitoringPage page = new MonitoringPage(List.of(shop, blog), monitor);
      monitor.register("shop", shop);
      monitor.register("blog", blog);
      work(shop, "for (var i = 0; i < 8500; i++) {}");
      work(blog, "for (var i = 0; i < 100; i++) {}");
      monitor.check();
      work(blog, "while (true) {}");
      monitor.check();
      HttpServer server = page.serve(args.length > 0 ? 8080 : 0);
      String address = "http://localhost:" + server.getAddress().getPort() + "/";
      if (args.length > 0) {
        monitor.start();
        System.out.println("look at " + address);
        Thread.currentThread().join();
      }
      System.out.println(get(address + "data"));
      server.stop(0);
    }
  }

  private static void work(ResourceTracker tenant, String script) throws Exception {
    try {
      tenant.run(() -> PlainRhino.evaluate("s.js", script));
    } catch (LimitExceededError stopped) {
      // The page shows it.
    }
  }

  private HttpServer serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> answer(exchange, "text/html", PAGE));
    server.createContext(
        "/data", exchange -> answer(exchange, "application/json", Json.write(data())));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private Map<String, @Nullable Object> data() {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put(
        "limits",
        tenants.stream()
            .flatMap(tenant -> tenant.limitStatus().values().stream())
            .map(LimitStatus::toMap)
            .toList());
    data.put("alerts", monitor.events().stream().map(Alert::message).toList());
    data.put("violations", monitor.statistics().violations());
    return data;
  }

  private static String get(String address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
        .body();
  }
}

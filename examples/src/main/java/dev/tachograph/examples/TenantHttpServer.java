package dev.tachograph.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A server that answers each request with a script of the tenant that the path names. */
final class TenantHttpServer {
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "shop", "'price: ' + (query.length * 3)",
          "blog", "throw new Error('no posts')",
          "spam", "while (true) {}");

  private TenantHttpServer() {}

  public static void main(String[] args) throws Exception {
    try (SandboxEngine engine = SandboxEngine.create()) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      SCRIPTS.forEach(
          (tenant, script) -> {
            Sandbox sandbox =
                engine
                    .sandbox(tenant)
                    .limits(
                        Sandbox.defaultLimits().toBuilder()
                            .parse("limit.iterations", "100_000")
                            .build())
                    .build();
            ScriptSource source = new ScriptSource(tenant + "/handler.js", script);
            server.createContext("/" + tenant, exchange -> answer(exchange, sandbox, source));
          });
      server.start();
      try {
        for (String path : List.of("/shop?q=socks", "/blog", "/spam", "/shop?q=hat")) {
          System.out.println("GET " + path + ": " + get(server, path));
        }
      } finally {
        server.stop(0);
      }
    }
  }

  private static void answer(HttpExchange exchange, Sandbox sandbox, ScriptSource source)
      throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    SandboxResult result = sandbox.run(source, Map.of("query", query));
    int status;
    String text;
    if (result instanceof SandboxResult.Completed completed) {
      status = 200;
      text = String.valueOf(completed.value());
    } else if (result instanceof SandboxResult.Failed failed) {
      status = 500;
      text = failed.error().toString();
    } else {
      status = 429;
      text = "the script uses more than it may";
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String get(HttpServer server, String path) throws Exception {
    URI uri =
        URI.create(
            "http://"
                + InetAddress.getLoopbackAddress().getHostAddress()
                + ":"
                + server.getAddress().getPort()
                + path);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}

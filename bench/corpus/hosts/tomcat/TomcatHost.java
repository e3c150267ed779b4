import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * Serves the web applications of these folders, the first argument being one for Tomcat itself,
 * reloads each and asks it before and after; once more for each line that it reads.
 */
public final class TomcatHost {
  private TomcatHost() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[0]);
    tomcat.setHostname("localhost");
    tomcat.setPort(0);
    List<Context> applications = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      Path folder = Path.of(args[i]);
      applications.add(tomcat.addWebapp("/" + folder.getFileName(), folder.toString()));
    }
    tomcat.getConnector();
    tomcat.start();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    do {
      reload(tomcat, applications);
    } while (in.readLine() != null);
    tomcat.stop();
    tomcat.destroy();
  }

  private static void reload(Tomcat tomcat, List<Context> applications) throws Exception {
    for (Context application : applications) {
      ask(tomcat, application);
      ask(tomcat, application);
    }
    for (Context application : applications) {
      ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
      WeakReference<ClassLoader> before =
          new WeakReference<>(application.getLoader().getClassLoader(), collected);
      application.reload();
      ask(tomcat, application);
      System.out.println("collected=" + isCollected(collected) + " " + before.refersTo(null));
    }
  }

  private static void ask(Tomcat tomcat, Context application) throws Exception {
    int port = tomcat.getConnector().getLocalPort();
    URI script = URI.create("http://localhost:" + port + application.getPath() + "/script");
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    script.toURL().openStream().transferTo(answer);
    System.out.println(application.getPath() + " " + answer.toString(StandardCharsets.UTF_8));
  }

  private static boolean isCollected(ReferenceQueue<?> collected) throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      System.gc();
      if (collected.remove(100) != null) {
        return true;
      }
    }
    return false;
  }
}

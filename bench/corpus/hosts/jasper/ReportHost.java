import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.DefaultJasperReportsContext;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JRPrintElement;
import net.sf.jasperreports.engine.JRPrintPage;
import net.sf.jasperreports.engine.JRPrintText;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperReport;
import net.sf.jasperreports.engine.data.JRMapCollectionDataSource;

/**
 * Compiles a report, fills it and prints a check sum of its texts; fills it once more for each line
 * that it reads.
 */
public final class ReportHost {
  private static final String COMPILER = "net.sf.jasperreports.compiler.javascript";

  private ReportHost() {}

  public static void main(String[] args) throws Exception {
    DefaultJasperReportsContext.getInstance().setProperty(COMPILER, System.getProperty(COMPILER));
    JasperReport report = JasperCompileManager.compileReport(args[0]);
    System.out.println("compiler=" + report.getCompilerClass());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    do {
      System.out.println(fill(report));
    } while (in.readLine() != null);
  }

  private static String fill(JasperReport report) throws JRException {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(Map.of("n", i));
    }
    JasperPrint print =
        JasperFillManager.fillReport(report, new HashMap<>(), new JRMapCollectionDataSource(rows));
    int hash = 0;
    int texts = 0;
    for (JRPrintPage page : print.getPages()) {
      for (JRPrintElement element : page.getElements()) {
        if (element instanceof JRPrintText) {
          hash = hash * 31 + ((JRPrintText) element).getFullText().hashCode();
          texts++;
        }
      }
    }
    return "pages=" + print.getPages().size() + " texts=" + texts + " hash=" + hash;
  }
}

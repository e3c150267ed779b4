package dev.tachograph.agent.tools;

import static dev.tachograph.agent.tools.Profiles.MAIN;
import static dev.tachograph.agent.tools.Profiles.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the report page is given of functions. */
class PageFunctionsTest {
  @Test
  void tablesHaveSelfAndTotalByFuel() {
    Map<String, Object> data = PageFunctions.of(Profiles.small());

    assertThat(json(data, "costs")).isEqualTo("[0,1,2,3,10]");
    assertThat(json(data, "totals")).isEqualTo("[33,7,64,10,100]");
    assertThat(json(data, "functions"))
        .isEqualTo(
            "{\"rows\":["
                + "[\"f\",\"a.js\",3,\"shop\",8984,9596,22,1,64,0,0,22,6,64,3,0],"
                + "[\"(script)\",\"a.js\",null,\"shop\",4000,13596,10,0,0,0,100,32,6,64,3,100],"
                + "[\"g;h\",\"lib.js\",9,\"shop\",612,612,0,5,0,3,0,0,5,0,3,0],"
                + "[\"g;h\",\"lib.js\",9,\"till\",520,520,1,1,0,0,0,1,1,0,0,0],"
                + "[\"(no function)\",null,null,\"shop\",28,28,0,0,0,7,0,0,0,0,7,0]],\"left\":0}");
    assertThat(json(data, "lines"))
        .startsWith("{\"rows\":[[\"f\",\"a.js\",4,\"shop\",8184,20,1,64,0,0],")
        .endsWith("[\"(no function)\",null,null,\"shop\",28,0,0,0,7,0]],\"left\":0}");
  }

  @Test
  void flamesAreATreeOfTotals() {
    assertThat(json(PageFunctions.of(Profiles.small()), "flames"))
        .isEqualTo(
            "{\"names\":[[\"shop\",null],[\"(script) (a.js)\",\"a.js\"],"
                + "[\"f (a.js:3)\",\"a.js\"],[\"g;h (lib.js:9)\",\"lib.js\"],[\"till\",null]],"
                + "\"nodes\":[[-1,0,null,33,7,64,10,100],[0,1,0,32,6,64,10,100],"
                + "[1,3,null,0,0,0,7,0],[1,2,1,32,6,64,3,100],[3,2,2,22,6,64,3,0],"
                + "[4,2,3,0,5,0,3,0],[0,1,4,1,1,0,0,0],[6,2,3,1,1,0,0,0]],\"left\":0}");
  }

  @Test
  void whatIsLeftOutOfAGraphIsSummedUp() {
    List<LineCost> lines = new ArrayList<>();
    for (int i = 1; i <= PageFlames.NODES + 97; i++) {
      lines.add(line("shop", 1, new Cost(i, 0, 0, 0, 0), MAIN, new CallSite("a.js", "f" + i, i)));
    }
    Map<?, ?> flames = (Map<?, ?>) PageFunctions.of(new CostProfile(lines, 0)).get("flames");
    List<?> nodes = (List<?>) flames.get("nodes");

    // Everything, the account and the script are three of the nodes that are kept.
    assertThat(flames.get("left")).isEqualTo(100);
    assertThat(nodes).hasSize(PageFlames.NODES + 1);
    assertThat(Json.compact(nodes.subList(0, 5)))
        .isEqualTo(
            "[[-1,0,null,8394753,0,0,0,0],[0,1,0,8394753,0,0,0,0],[1,2,1,8394753,0,0,0,0],"
                + "[2,4,null,5050,0,0,0,0],[2,2,2,101,0,0,0,0]]");
  }

  @Test
  void aPathMayBeLongerThanAStackIsDeep() {
    CallSite[] path = new CallSite[3000];
    for (int i = 0; i < path.length; i++) {
      path[i] = new CallSite("a.js", "f" + i, i + 1);
    }
    Map<String, Object> data =
        PageFunctions.of(Profiles.profile(line("shop", 1, new Cost(1, 0, 0, 0, 0), path)));

    assertThat((List<?>) ((Map<?, ?>) data.get("flames")).get("nodes")).hasSize(3002);
  }

  private static String json(Map<String, Object> data, String key) {
    return Json.compact(data.get(key));
  }
}

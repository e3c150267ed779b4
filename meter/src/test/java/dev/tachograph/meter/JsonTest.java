package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON as we write it. */
class JsonTest {
  private static Map<String, Object> sample() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1L, null, true, "x\n\"\u007f\ud800"));
    map.put("b", Map.of());
    map.put("c", List.of());
    map.put("d", Double.NaN);
    return map;
  }

  @Test
  void indentedForPeople() {
    assertThat(Json.write(sample()))
        .isEqualTo(
            """
            {
              "a": [
                1,
                null,
                true,
                "x\\n\\"\\u007f\\ud800"
              ],
              "b": {},
              "c": [],
              "d": null
            }""");
  }

  @Test
  void compactInOneLine() {
    assertThat(Json.compact(sample()))
        .isEqualTo("{\"a\":[1,null,true,\"x\\n\\\"\\u007f\\ud800\"],\"b\":{},\"c\":[],\"d\":null}");
    assertThat(Json.compact(new ArrayList<>(List.of(List.of(1, 2))))).isEqualTo("[[1,2]]");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Json.compact(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JSON has no java.lang.Object");
  }
}

package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A profile of pprof, decoded by somebody else's library. */
class PprofFileTest {
  private UnknownFieldSet profile;
  private final Map<Long, String> functions = new HashMap<>();
  private final Map<Long, String> locations = new HashMap<>();

  @BeforeEach
  void decode() throws IOException {
    byte[] file = PprofFile.of(Profiles.small());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      profile = UnknownFieldSet.parseFrom(in);
    }
    for (UnknownFieldSet function : messages(profile, 5)) {
      functions.put(
          number(function, 1),
          string(number(function, 2))
              + "|"
              + string(number(function, 4))
              + "|"
              + number(function, 5));
    }
    for (UnknownFieldSet location : messages(profile, 4)) {
      UnknownFieldSet line = messages(location, 4).get(0);
      locations.put(number(location, 1), functions.get(number(line, 1)) + "@" + number(line, 2));
    }
  }

  @Test
  void typesHaveTheirUnits() {
    assertThat(messages(profile, 1))
        .extracting(type -> string(number(type, 1)) + " " + string(number(type, 2)))
        .containsExactly(
            "iterations count",
            "functionCalls count",
            "allocatedBytes bytes",
            "nativeSteps count",
            "cpuTime nanoseconds");
    assertThat(string(0)).isEmpty();
    assertThat(string(number(profile, 14))).isEqualTo("iterations");
  }

  @Test
  void samplesHaveTheirStacksWithTheInnermostFirst() throws IOException {
    List<String> samples = new ArrayList<>();
    for (UnknownFieldSet sample : messages(profile, 2)) {
      UnknownFieldSet label = messages(sample, 3).get(0);
      samples.add(
          string(number(label, 1))
              + "="
              + string(number(label, 2))
              + " "
              + packed(sample, 1).stream().map(locations::get).collect(Collectors.joining(" < "))
              + " "
              + packed(sample, 2));
    }
    String main = "(script) (a.js)|a.js|0@";
    String f = "f (a.js:3)|a.js|3@";
    String g = "g;h (lib.js:9)|lib.js|9@9";
    assertThat(samples)
        .containsExactly(
            "account=shop (no function)||0@0 [0, 0, 0, 7, 0]",
            "account=shop " + main + "1 [10, 0, 0, 0, 100]",
            "account=shop " + f + "4 < " + main + "0 [20, 1, 64, 0, 0]",
            "account=shop " + f + "5 < " + main + "0 [2, 0, 0, 0, 0]",
            "account=shop " + g + " < " + f + "0 < " + main + "0 [0, 5, 0, 3, 0]",
            "account=till " + g + " [1, 1, 0, 0, 0]");
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : of.getField(field).getLengthDelimitedList()) {
      try {
        messages.add(UnknownFieldSet.parseFrom(bytes));
      } catch (IOException broken) {
        throw new AssertionError(broken);
      }
    }
    return messages;
  }

  /** 0 if it is not there. */
  private static long number(UnknownFieldSet of, int field) {
    Field values = of.getField(field);
    return values.getVarintList().isEmpty() ? 0 : values.getVarintList().get(0);
  }

  private static List<Long> packed(UnknownFieldSet of, int field) throws IOException {
    CodedInputStream in = of.getField(field).getLengthDelimitedList().get(0).newCodedInput();
    List<Long> values = new ArrayList<>();
    while (!in.isAtEnd()) {
      values.add(in.readInt64());
    }
    return values;
  }

  private String string(long number) {
    return profile.getField(6).getLengthDelimitedList().get((int) number).toStringUtf8();
  }
}

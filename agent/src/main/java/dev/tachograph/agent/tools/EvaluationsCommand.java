package dev.tachograph.agent.tools;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that asks something of the evaluations in recordings. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a file cannot be read", "2:wrong usage"})
abstract class EvaluationsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE.jfr", arity = "1..*", description = "The recordings to read.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  /** What a command asks. */
  interface Question {
    Answer of(List<EvaluationRecord> evaluations);
  }

  /**
   * What is printed, before what is missing.
   *
   * @param words for people
   * @param map for machines
   */
  record Answer(String words, Map<String, @Nullable Object> map) {}

  /**
   * What the options ask for; before any file is read.
   *
   * @throws IllegalArgumentException if they are wrong; the message names them
   */
  abstract Question question();

  @Override
  public final Integer call() {
    try {
      Question question = question();
      RecordedEvaluations evaluations = RecordedEvaluations.read(files);
      print(question.of(evaluations.all()), evaluations);
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), wrong.getMessage(), wrong);
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }

  private void print(Answer answer, RecordedEvaluations evaluations) {
    if (json) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>(answer.map());
      map.put("missing", evaluations.missingMap());
      System.out.println(Json.write(map));
    } else {
      System.out.println(answer.words());
      System.out.println();
      System.out.println(evaluations.missing());
    }
  }
}

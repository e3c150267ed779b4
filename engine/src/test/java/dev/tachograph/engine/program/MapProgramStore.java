package dev.tachograph.engine.program;

import dev.tachograph.engine.program.store.ProgramStore;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps programs in memory, and fails when the test says so. */
class MapProgramStore implements ProgramStore {
  final Map<String, byte[]> programs = new TreeMap<>();
  boolean failing;

  private void check() throws IOException {
    if (failing) {
      throw new IOException("the store is down");
    }
  }

  @Override
  public byte @Nullable [] load(String script, String program) throws IOException {
    check();
    return programs.get(script + "/" + program);
  }

  @Override
  public void save(String script, String program, byte[] content) throws IOException {
    check();
    programs.put(script + "/" + program, content);
  }

  @Override
  public void remove(String script, String program) throws IOException {
    check();
    programs.remove(script + "/" + program);
  }

  @Override
  public void removeAll(String script) throws IOException {
    check();
    programs.keySet().removeIf(name -> name.startsWith(script + "/"));
  }

  @Override
  public String toString() {
    return "map";
  }
}

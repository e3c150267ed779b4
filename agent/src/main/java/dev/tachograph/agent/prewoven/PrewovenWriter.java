package dev.tachograph.agent.prewoven;

import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.Mentions;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.agent.weave.WeaveResult;
import dev.tachograph.agent.weave.Weaver;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Writes the file that {@link Prewoven} reads. Part of the build alone, not of the agent's jar. */
public final class PrewovenWriter {
  private static final String CLASS = ".class";

  private final Weaver weaver = new Weaver();
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final SortedMap<Long, byte[]> entries = new TreeMap<>();

  private PrewovenWriter() {}

  /**
   * Weaves the classes of releases of Rhino, and renames the templates for them.
   *
   * @param arguments the folder with the agent's classes, and the jars to read
   */
  public static void main(String[] arguments) throws IOException {
    PrewovenWriter writer = new PrewovenWriter();
    for (String jar : List.of(arguments).subList(1, arguments.length)) {
      writer.add(Path.of(jar));
    }
    Path classes = Path.of(arguments[0]);
    Path folder = classes.resolve(PrewovenWriter.class.getPackageName().replace('.', '/'));
    Files.write(folder.resolve(Prewoven.FILE), writer.toBytes());
    for (String name : templates(classes.resolve(Templates.FOLDER))) {
      byte[] renamed = Templates.rename(name, RhinoNames.MOZILLA.prefix());
      Files.write(folder.resolve(name + Templates.RENAMED), renamed);
    }
  }

  private static List<String> templates(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replace(CLASS, ""))
          .filter(name -> name.startsWith("Tachograph") || name.equals("Kernel"))
          .toList();
    }
  }

  private void add(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.endsWith(CLASS)
            && Candidates.isLibrary(name.substring(0, name.length() - CLASS.length()))) {
          try (InputStream in = jar.getInputStream(entry)) {
            add(path + "!" + name, in.readAllBytes());
          }
        }
      }
    }
  }

  private void add(String name, byte[] original) throws IOException {
    WeaveResult result = weaver.weave(original);
    if (result.kind() != WeaveResult.Kind.RUNTIME || result.refusal() != null) {
      throw new IllegalStateException(name + " cannot be woven: " + result);
    }
    Mentions mentions = Mentions.in(original);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(original.length);
    out.writeBoolean(mentions.initialises());
    out.writeShort(mentions.classes().size());
    for (String mentioned : mentions.classes()) {
      out.writeShort(names.computeIfAbsent(mentioned, first -> names.size()));
    }
    byte[] woven = result.bytes();
    out.writeInt(woven == null ? 0 : woven.length);
    if (woven != null) {
      out.write(Delta.encode(original, woven));
    }
    entries.put(Fingerprint.of(original), bytes.toByteArray());
  }

  private byte[] toBytes() throws IOException {
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    List<Integer> ends = new ArrayList<>();
    for (String name : names.keySet()) {
      texts.write(name.getBytes(StandardCharsets.ISO_8859_1));
      ends.add(texts.size());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(entries.size());
    out.writeInt(ends.size());
    for (long fingerprint : entries.keySet()) {
      out.writeLong(fingerprint);
    }
    int position = out.size() + (entries.size() + ends.size()) * Integer.BYTES + texts.size();
    for (byte[] entry : entries.values()) {
      out.writeInt(position);
      position += entry.length;
    }
    for (int end : ends) {
      out.writeInt(end);
    }
    texts.writeTo(out);
    for (byte[] entry : entries.values()) {
      out.write(entry);
    }
    return bytes.toByteArray();
  }
}

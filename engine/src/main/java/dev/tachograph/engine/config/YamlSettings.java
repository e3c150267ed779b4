package dev.tachograph.engine.config;

import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML as nested names and texts. Only the tree of nodes is made: no tag makes an object, and
 * no text becomes a number, a date or a truth value that its key does not ask for.
 */
final class YamlSettings {
  /** Deeper than any key. */
  private static final int DEEPEST = 8;

  private static final int MOST_ALIASES = 20;

  /** Those of names, lists and of what is written without a tag. */
  private static final Set<Tag> TAGS =
      Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private final String file;
  private final Entries entries;
  private final Set<String> seen = new HashSet<>();

  private YamlSettings(String file, Entries entries) {
    this.file = file;
    this.entries = entries;
  }

  static void read(String file, String text, Entries entries) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(ConfigurationFile.MAXIMUM_BYTES)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setAllowDuplicateKeys(false)
            .build();
    YamlSettings reader = new YamlSettings(file, entries);
    try {
      new Compose(settings).composeString(text).ifPresent(root -> reader.mapping("", root, 0));
    } catch (MarkedYamlEngineException malformed) {
      String line = malformed.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      entries.fault(file + line, "", "no YAML: " + malformed.getProblem());
    } catch (StackOverflowError tooDeep) {
      entries.fault(file, "", "no YAML: nested too deep");
    } catch (YamlEngineException malformed) {
      entries.fault(file, "", "no YAML: " + malformed.getMessage());
    }
  }

  private String source(Node node) {
    return node.getStartMark().map(mark -> file + ":" + (mark.getLine() + 1)).orElse(file);
  }

  private void mapping(String prefix, Node node, int depth) {
    if (!(node instanceof MappingNode mapping)) {
      entries.fault(source(node), "", "expected names with values");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        value(prefix + name.getValue(), tuple.getValueNode(), depth + 1);
      } else {
        entries.fault(source(tuple.getKeyNode()), "", "a name is a text");
      }
    }
  }

  private void value(String key, Node node, int depth) {
    if (depth > DEEPEST) {
      entries.fault(source(node), key, "nested too deep");
    } else if (!TAGS.contains(node.getTag())) {
      entries.fault(
          source(node), key, "tags such as %s are not used here".formatted(node.getTag()));
    } else if (node instanceof MappingNode) {
      mapping(key + ".", node, depth);
    } else if (node instanceof SequenceNode sequence) {
      add(key, joined(key, sequence), node);
    } else {
      add(key, ((ScalarNode) node).getValue(), node);
    }
  }

  private String joined(String key, SequenceNode sequence) {
    StringJoiner items = new StringJoiner(",");
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode text) {
        items.add(text.getValue());
      } else {
        entries.fault(source(item), key, "expected a list of names");
      }
    }
    return items.toString();
  }

  private void add(String key, String text, Node node) {
    if (seen.add(key)) {
      entries.add(key, text, source(node));
    } else {
      entries.fault(source(node), key, "given twice");
    }
  }
}

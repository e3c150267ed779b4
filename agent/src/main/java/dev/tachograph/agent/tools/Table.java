package dev.tachograph.agent.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows below each other for a terminal: numbers to the right, words to the left. */
final class Table {
  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<List<String>> notes = new ArrayList<>();

  Table(List<String> titles) {
    this.titles = titles;
  }

  void add(List<String> row) {
    add(row, List.of());
  }

  /**
   * @param below lines to follow the row
   */
  void add(List<String> row, List<String> below) {
    rows.add(row);
    notes.add(below);
  }

  @Override
  public String toString() {
    int[] widths = titles.stream().mapToInt(String::length).toArray();
    boolean[] right = new boolean[widths.length];
    Arrays.fill(right, true);
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
        right[i] &= row.get(i).matches("[0-9][^%]*|[?-]");
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, titles, widths, right);
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), widths, right);
      notes.get(i).forEach(note -> text.append("    ").append(note).append('\n'));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ").append(right[i] ? gap + cells.get(i) : cells.get(i) + gap);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}

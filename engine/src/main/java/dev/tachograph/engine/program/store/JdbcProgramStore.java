package dev.tachograph.engine.program.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A row per program, in one table of a database that any number of processes share. Every call
 * takes a connection from the source and gives it back; what a call may take is a matter of the
 * source's time-outs.
 */
public final class JdbcProgramStore implements ProgramStore {
  private static final String TABLE = "tachograph_program";

  private final DataSource source;
  private final StoreBounds bounds;

  private JdbcProgramStore(DataSource source, StoreBounds bounds) {
    this.source = source;
    this.bounds = bounds;
  }

  /** Opens a database with {@link StoreBounds#defaults()}. */
  public static JdbcProgramStore open(DataSource source) throws IOException {
    return open(source, StoreBounds.defaults());
  }

  /**
   * Opens a database, and makes the table {@code tachograph_program} in the source's schema if it
   * is not there.
   *
   * @param source of connections that may read and write the table. Should have short time-outs.
   * @throws IOException if the database cannot be reached, or the table cannot be made
   */
  public static JdbcProgramStore open(DataSource source, StoreBounds bounds) throws IOException {
    JdbcProgramStore store =
        new JdbcProgramStore(Objects.requireNonNull(source), Objects.requireNonNull(bounds));
    store.with(
        connection -> {
          store.createTable(connection);
          return true;
        });
    return store;
  }

  /** Asks for the table itself, because only this finds it as the statements below do. */
  private void createTable(Connection connection) throws SQLException {
    if (exists(connection)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE %s (script VARCHAR(64) NOT NULL, program VARCHAR(64) NOT NULL, saved BIGINT NOT NULL, bytes INTEGER NOT NULL, content %s NOT NULL, PRIMARY KEY (script, program))"
              .formatted(TABLE, binaryType(connection)));
    } catch (SQLException failure) {
      if (!exists(connection)) { // else another process was faster
        throw failure;
      }
    }
  }

  private static boolean exists(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT bytes FROM " + TABLE + " WHERE 1 = 0")) {
      return !none.next();
    } catch (SQLException missing) {
      return false;
    }
  }

  /** The one thing that databases do not agree on. */
  private static String binaryType(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    if (product.contains("postgresql")) {
      return "BYTEA";
    }
    return product.contains("mysql") || product.contains("mariadb") ? "LONGBLOB" : "BLOB";
  }

  @Override
  public byte @Nullable [] load(String script, String program) throws IOException {
    Optional<byte[]> found =
        with(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT content FROM " + TABLE + " WHERE script = ? AND program = ?")) {
                select.setString(1, Names.check(script));
                select.setString(2, Names.check(program));
                try (ResultSet rows = select.executeQuery()) {
                  return rows.next() ? Optional.of(content(rows)) : Optional.empty();
                }
              }
            });
    return found.orElse(null);
  }

  private static byte[] content(ResultSet rows) throws SQLException, IOException {
    try (InputStream in = rows.getBinaryStream(1)) {
      return in.readNBytes(MAXIMUM_PROGRAM_BYTES);
    }
  }

  @Override
  public void save(String script, String program, byte[] content) throws IOException {
    Names.checkSize(content);
    with(
        connection -> {
          long now = System.currentTimeMillis();
          if (!update(connection, script, program, content, now)) {
            insert(connection, script, program, content, now);
          }
          keepBounds(connection);
          return true;
        });
  }

  private static boolean update(
      Connection connection, String script, String program, byte[] content, long now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + TABLE
                + " SET saved = ?, bytes = ?, content = ? WHERE script = ? AND program = ?")) {
      update.setLong(1, now);
      update.setInt(2, content.length);
      update.setBytes(3, content);
      update.setString(4, Names.check(script));
      update.setString(5, Names.check(program));
      return update.executeUpdate() > 0;
    }
  }

  private static void insert(
      Connection connection, String script, String program, byte[] content, long now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + TABLE
                + " (script, program, saved, bytes, content) VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, Names.check(script));
      insert.setString(2, Names.check(program));
      insert.setLong(3, now);
      insert.setInt(4, content.length);
      insert.setBytes(5, content);
      insert.executeUpdate();
    } catch (SQLException failure) {
      if (!isDuplicate(failure)) { // else another process was faster, with the same program
        throw failure;
      }
    }
  }

  /** The class of integrity violations, in the SQL standard; nothing else can be violated here. */
  private static boolean isDuplicate(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.startsWith("23");
  }

  @Override
  public void remove(String script, String program) throws IOException {
    with(connection -> delete(connection, new Row(Names.check(script), Names.check(program), 0)));
  }

  @Override
  public void removeAll(String script) throws IOException {
    with(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM " + TABLE + " WHERE script = ?")) {
            delete.setString(1, Names.check(script));
            return delete.executeUpdate();
          }
        });
  }

  private record Row(String script, String program, long size) {}

  private static boolean delete(Connection connection, Row row) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + TABLE + " WHERE script = ? AND program = ?")) {
      delete.setString(1, row.script());
      delete.setString(2, row.program());
      return delete.executeUpdate() > 0;
    }
  }

  /** Other processes may do the same at once: then a few programs too many go. */
  private void keepBounds(Connection connection) throws SQLException {
    for (Row row : surplus(connection)) {
      delete(connection, row);
    }
  }

  private List<Row> surplus(Connection connection) throws SQLException {
    List<Row> surplus = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      long programs;
      long bytes;
      try (ResultSet sums =
          statement.executeQuery("SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM " + TABLE)) {
        sums.next();
        programs = sums.getLong(1);
        bytes = sums.getLong(2);
      }
      if (bounds.allow(programs, bytes)) {
        return surplus;
      }
      try (ResultSet oldest =
          statement.executeQuery(
              "SELECT script, program, bytes FROM " + TABLE + " ORDER BY saved, script, program")) {
        while (!bounds.allow(programs, bytes) && oldest.next()) {
          Row row = new Row(oldest.getString(1), oldest.getString(2), oldest.getLong(3));
          surplus.add(row);
          programs--;
          bytes -= row.size();
        }
      }
    }
    return surplus;
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException, IOException;
  }

  private <T> T with(Work<T> work) throws IOException {
    try (Connection connection = source.getConnection()) {
      if (!connection.getAutoCommit()) {
        connection.setAutoCommit(true);
      }
      return work.with(connection);
    } catch (SQLException failure) {
      throw new IOException("the database of compiled programs: " + failure.getMessage(), failure);
    }
  }

  /** The table. */
  @Override
  public String toString() {
    return "table " + TABLE;
  }
}

package dev.tachograph.engine.program.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class H2ProgramStoreTest extends ProgramStoreContract {
  private final DataSource database = database();

  private static DataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return database;
  }

  @AfterEach
  void drop() throws Exception {
    execute("SHUTDOWN");
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(sql);
    }
  }

  @Override
  ProgramStore open(StoreBounds bounds) throws IOException {
    return JdbcProgramStore.open(database, bounds);
  }

  @Test
  void aRowSaysWhatItIs() throws Exception {
    ProgramStore store = JdbcProgramStore.open(database);
    store.save(SCRIPT, program(7), new byte[] {1, 2, 3});

    try (Connection connection = database.getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT script, program, bytes FROM tachograph_program")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo(SCRIPT);
      assertThat(rows.getString(2)).isEqualTo(program(7));
      assertThat(rows.getInt(3)).isEqualTo(3);
      assertThat(rows.next()).isFalse();
    }
    assertThat(store).hasToString("table tachograph_program");
  }

  @Test
  void theOldestGoFirst() throws Exception {
    ProgramStore store = JdbcProgramStore.open(database, new StoreBounds(2, 1000));
    for (int i = 1; i <= 3; i++) {
      store.save(SCRIPT, program(i), new byte[10]);
      execute(
          "UPDATE tachograph_program SET saved = %d WHERE program = '%s'"
              .formatted(10 - i, program(i)));
    }
    store.save(SCRIPT, program(4), new byte[10]);

    assertThat(store.load(SCRIPT, program(1))).isNotNull();
    assertThat(store.load(SCRIPT, program(3))).isNull();
    assertThat(store.load(SCRIPT, program(4))).isNotNull();
  }

  @Test
  void whatFailsIsSaid() throws Exception {
    ProgramStore store = JdbcProgramStore.open(database);
    execute("DROP TABLE tachograph_program");

    assertThatIOException()
        .isThrownBy(() -> store.load(SCRIPT, program(1)))
        .withMessageStartingWith("the database of compiled programs: ")
        .withMessageContaining("TACHOGRAPH_PROGRAM");
    assertThatIOException().isThrownBy(() -> store.save(SCRIPT, program(1), new byte[1]));
  }
}

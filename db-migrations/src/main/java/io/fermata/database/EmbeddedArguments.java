// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import java.util.ArrayList;
import java.util.List;

/// The command line of the embedded server: small in memory, and quick to start.
final class EmbeddedArguments {

    private EmbeddedArguments() {}

    static List<String> of(EmbeddedDatabase.Durability durability, boolean asRoot) {
        List<String> arguments = new ArrayList<>(List.of(
                // Without this the server makes a TLS key at each start, which takes 8 to 15 s; it listens on the loopback only.
                "--skip-ssl", "--bind-address=127.0.0.1", "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_nopad_bin",
                "--default-time-zone=+00:00", "--max-allowed-packet=64M", "--max-connections=200",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=128M", "--innodb-log-file-size=64M", "--innodb-log-buffer-size=4M",
                "--innodb-temp-data-file-path=ibtmp1:2M:autoextend", "--aria-pagecache-buffer-size=1M",
                "--key-buffer-size=1M",
                "--table-open-cache=400"));
        switch (durability) {
            case EVERY_COMMIT -> arguments.add("--innodb-flush-log-at-trx-commit=1");
            case RELAXED ->
                arguments.addAll(List.of("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite"));
        }
        if (asRoot) {
            arguments.add("--user=root");
        }
        return arguments;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// A node that tests share which do not harm it: started once, stopped when the tests end.
final class OneNode {

    private static Fermata fermata;
    private static Database.Schema schema;
    private static Mailbox mailbox;

    private OneNode() {}

    static synchronized Fermata get() throws Exception {
        if (fermata == null) {
            var database = Database.start();
            mailbox = new Mailbox();
            schema = database.schema();
            Map<String, String> environment = new HashMap<>();
            environment.put("SPRING_MAIL_HOST", "127.0.0.1");
            environment.put("SPRING_MAIL_PORT", Integer.toString(mailbox.port()));
            environment.put("FERMATA_BOOTSTRAP_AWS_ENDPOINT_URL", "http://127.0.0.1:" + MOCK_AWS_PORT);
            fermata = Fermata.start("one", schema, environment);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                fermata.close();
                mailbox.close();
                try {
                    database.close();
                } catch (Exception stopping) {
                    System.err.println("The test database did not stop: " + stopping);
                }
            }));
        }
        return fermata;
    }

    /// Where recorded conversations put their fake AWS.
    static final int MOCK_AWS_PORT = freePort();

    private static int freePort() {
        try {
            return Database.freePort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    static synchronized Mailbox mailbox() throws Exception {
        get();
        return mailbox;
    }

    static synchronized Database.Schema schema() throws Exception {
        get();
        return schema;
    }
}

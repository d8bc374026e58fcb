// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// A node that tests share which do not harm it, with a mail server: started with the first of them, stopped after the
/// last.
final class OneNode implements BeforeAllCallback {

    /// Where recorded conversations put their fake AWS.
    static final int MOCK_AWS_PORT = freePort();

    /// Where real servers of other people stand, which the node may call.
    static final int DYNAMODB_PORT = freePort();
    static final int SQS_PORT = freePort();
    static final int S3_PORT = freePort();

    private static Running running;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var store = context.getRoot().getStore(Namespace.GLOBAL);
        if (store.get(OneNode.class) == null) {
            running = new Running();
            store.put(OneNode.class, running);
        }
    }

    static Fermata get() {
        return running.fermata;
    }

    static Mailbox mailbox() {
        return running.mailbox;
    }

    static Database.Schema schema() {
        return running.schema;
    }

    private static int freePort() {
        try {
            return Database.freePort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    private static final class Running implements AutoCloseable {

        private final Database database = Database.start();
        private final Database.Schema schema = database.schema();
        private final Mailbox mailbox = new Mailbox();
        private final Fermata fermata;

        Running() throws Exception {
            Map<String, String> environment = new HashMap<>();
            environment.put("SPRING_MAIL_HOST", "127.0.0.1");
            environment.put("SPRING_MAIL_PORT", Integer.toString(mailbox.port()));
            environment.put("FERMATA_BOOTSTRAP_AWS_ENDPOINT_URL", "http://127.0.0.1:" + MOCK_AWS_PORT);
            environment.put("FERMATA_EGRESS_ALLOW", "127.0.0.1:" + DYNAMODB_PORT + ",127.0.0.1:" + SQS_PORT
                    + ",127.0.0.1:" + S3_PORT);
            fermata = Fermata.start("one", schema, environment);
        }

        @Override
        public void close() throws Exception {
            fermata.close();
            mailbox.close();
            database.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/// Closes the application after the last test class: at the end of the JVM its database would already be gone.
final class CloseAtTheEnd implements AfterAllCallback {

    private record Closing(ApplicationContext application) implements AutoCloseable {

        @Override
        public void close() {
            ((ConfigurableApplicationContext) application).close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        var application = SpringExtension.getApplicationContext(context);
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(application,
                _ -> new Closing(application));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.tenancy.TenancySettings;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Writes the port that was bound to `port` in the data directory once Fermata is ready, for scripts that start it on a
/// free one.
@Component
class PortFile {

    private static final Logger log = LoggerFactory.getLogger(PortFile.class);

    private final TenancySettings settings;

    PortFile(TenancySettings settings) {
        this.settings = settings;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext web
                && web.getWebServer() != null) {
            int port = web.getWebServer().getPort();
            Files.createDirectories(settings.directory());
            Files.writeString(settings.directory().resolve("port"), port + "\n");
            log.info("Fermata is ready on {} (port {}), data in {}", settings.publicUrl(), port,
                    settings.directory().toAbsolutePath());
        }
    }
}

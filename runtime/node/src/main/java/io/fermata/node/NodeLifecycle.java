// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import org.springframework.context.SmartLifecycle;

/// Starts the node after all beans are there, and stops it after the web server has stopped taking requests.
final class NodeLifecycle implements SmartLifecycle {

    private final Assembly assembly;
    private volatile boolean running;

    NodeLifecycle(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public void start() {
        assembly.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        assembly.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before the web server, which is in the last phases.
    @Override
    public int getPhase() {
        return 0;
    }
}

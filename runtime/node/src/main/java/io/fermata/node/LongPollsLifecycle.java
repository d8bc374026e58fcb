// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import org.springframework.context.SmartLifecycle;

/// Ends long polls before the web server begins to wait for open requests: otherwise each stop of a node would take as long
/// as the longest poll.
final class LongPollsLifecycle implements SmartLifecycle {

    private final ActivityWorkers workers;
    private volatile boolean running;

    LongPollsLifecycle(ActivityWorkers workers) {
        this.workers = workers;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        workers.stopWaiting();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

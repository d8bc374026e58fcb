// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.language.Json;
import io.fermata.node.Executions;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the current revision of a machine under a name that the occasion determines, so that the same occasion starts one
/// execution however often it is asked. Any thread.
final class Starts {

    private static final Logger log = LoggerFactory.getLogger(Starts.class);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Executions executions;
    private final StateMachines machines;

    Starts(Executions executions, StateMachines machines) {
        this.executions = executions;
        this.machines = machines;
    }

    /// What came of it.
    sealed interface Answer {

        /// It runs, now or since an earlier call for the same occasion.
        record Started() implements Answer {}

        /// It cannot be started; the sentence says why.
        record Refused(String sentence) implements Answer {}

        /// No node could take it in time.
        record Unavailable() implements Answer {}
    }

    Answer start(TenantId tenant, long stateMachineId, String name, String input, String startedBy, Duration patience) {
        var machine = machines.byId(tenant, stateMachineId)
                .filter(found -> found.status() == StateMachine.Status.ACTIVE);
        if (machine.isEmpty()) {
            return new Answer.Refused("The state machine has been deleted");
        }
        var request = new StartRequest(tenant, stateMachineId, machine.get().revision().id(), name, Json.parse(input),
                startedBy);
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            switch (started(request)) {
                case StartAnswer.Started _ -> {
                    return new Answer.Started();
                }
                case StartAnswer.NameTaken _ -> {
                    return new Answer.Started();
                }
                case StartAnswer.Unavailable _,StartAnswer.Throttled _ -> {
                    if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                        return new Answer.Unavailable();
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    /// A start that KMS refuses the machine's key for is one that nobody can take now: the key may be back for the next try.
    private StartAnswer started(StartRequest request) {
        try {
            return executions.start(request);
        } catch (KmsRefusedException refusal) {
            log.warn("Not started, because a customer's key was refused: tenant={} machine={} {}",
                    request.tenant().value(), request.stateMachineId(), refusal.getMessage());
            return new StartAnswer.Unavailable();
        }
    }

    /// Some hexadecimal digits that are the same for the same text.
    static String digest(String text, int digits) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }

    static String shortened(String text, int longest) {
        return text.substring(0, Math.min(longest, text.length()));
    }
}

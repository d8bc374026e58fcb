// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.ExecutionStatus;
import io.fermata.node.ExecutionEvents;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.WebhookSignature;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/// The endpoints to which tenants have status changes sent: at most 20 for each. Any thread.
public final class EventEndpoints {

    private static final int MOST = 20;
    private static final int LONGEST_URL = 2_048;

    private final EventEndpointTable table;
    private final StateMachines machines;
    private final ExecutionEvents events;
    private final InstantSource clock;

    EventEndpoints(EventEndpointTable table, StateMachines machines, ExecutionEvents events, InstantSource clock) {
        this.table = table;
        this.machines = machines;
        this.events = events;
        this.clock = clock;
    }

    /// An endpoint that shall be made.
    ///
    /// @param stateMachine the machine's name; empty for all
    public record NewEndpoint(String name, String url, String stateMachine, Set<ExecutionStatus> statuses) {}

    /// The answer to [#create].
    public sealed interface Creation {}

    /// The endpoint was made.
    ///
    /// @param secret `whsec_` and Base64, with which messages are signed; can be read only now
    public record Created(String name, String secret) implements Creation {

        @Override
        public String toString() {
            return name;
        }
    }

    /// A field breaks its rule. The sentence names the limit and the fix.
    public record Unfit(String field, String sentence) implements Creation {}

    /// Makes an endpoint. It hears of changes from now on: on this node at once, on others within a second or two.
    public Creation create(TenantId tenant, NewEndpoint asked) {
        if (!asked.name().matches("[0-9a-zA-Z_.-]{1,64}")) {
            return new Unfit("name", "The name has 1 to 64 letters, digits and the signs - _ .");
        }
        if (!isAddress(asked.url())) {
            return new Unfit("url",
                    "The address is one such as https://hooks.example.org/executions, of up to " + LONGEST_URL
                            + " characters");
        }
        if (asked.statuses().isEmpty()) {
            return new Unfit("status", "Choose at least one status");
        }
        if (table.count(tenant) >= MOST) {
            return new Unfit("name", "A tenant has at most " + MOST + " endpoints: delete one that is not used");
        }
        @Nullable
        Long machine = null;
        if (!asked.stateMachine().isEmpty()) {
            var found = machines.find(tenant, asked.stateMachine())
                    .filter(one -> one.status() == StateMachine.Status.ACTIVE);
            if (found.isEmpty()) {
                return new Unfit("machine", "There is no state machine of the name " + asked.stateMachine());
            }
            machine = found.get().id();
        }
        var secret = WebhookSignature.newSecret();
        try {
            table.insert(tenant, asked, machine, secret, clock.instant());
        } catch (DuplicateKeyException taken) {
            return new Unfit("name", "An endpoint is called " + asked.name() + " already: choose another name");
        }
        events.ask();
        return new Created(asked.name(), secret);
    }

    /// All endpoints of a tenant by name.
    public List<EventEndpoint> list(TenantId tenant) {
        return table.list(tenant);
    }

    /// The endpoint of that name.
    public Optional<EventEndpoint> find(TenantId tenant, String name) {
        return list(tenant).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /// Removes an endpoint and all that waits for it; false if there is none.
    public boolean delete(TenantId tenant, String name) {
        return table.delete(tenant, name);
    }

    private static boolean isAddress(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= LONGEST_URL && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }
}

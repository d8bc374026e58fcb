// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.scheduler.WebhookTable.Row;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.WebhookSignature;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;

/// The webhooks of tenants: at most 200 for each. Any thread.
public final class Webhooks {

    private static final int MOST = 200;
    private static final int BYTES = 32;

    private final WebhookTable table;
    private final StateMachines machines;
    private final String publicUrl;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Webhooks(WebhookTable table, StateMachines machines, String publicUrl, InstantSource clock) {
        this.table = table;
        this.machines = machines;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /// A webhook that shall be made.
    ///
    /// @param stateMachine the machine's name
    /// @param description at most 512 characters
    public record NewWebhook(String name, String stateMachine, String description) {}

    /// The answer to [#create].
    public sealed interface Creation {}

    /// The webhook was made.
    ///
    /// @param secret `whsec_` and Base64, for the sender; can be read only now
    public record Created(Webhook webhook, String secret) implements Creation {

        @Override
        public String toString() {
            return webhook.toString();
        }
    }

    /// The tenant has a webhook of that name.
    public record NameTaken(String name) implements Creation {}

    /// A field breaks its rule. The sentence names the limit and the fix.
    public record Unfit(String field, String sentence) implements Creation {}

    /// Makes a webhook with a random address and a random secret.
    public Creation create(TenantId tenant, NewWebhook asked) {
        if (!asked.name().matches("[0-9a-zA-Z_.-]{1,64}")) {
            return new Unfit("name", "The name has 1 to 64 letters, digits and the signs - _ .");
        }
        if (asked.description().length() > 512) {
            return new Unfit("description", "The description has at most 512 characters");
        }
        if (table.count(tenant) >= MOST) {
            return new Unfit("name", "A tenant has at most " + MOST + " webhooks; delete one");
        }
        var machine = machines.find(tenant, asked.stateMachine())
                .filter(found -> found.status() == StateMachine.Status.ACTIVE);
        if (machine.isEmpty()) {
            return new Unfit("stateMachine", "There is no state machine of the name " + asked.stateMachine());
        }
        var secret = WebhookSignature.newSecret();
        try {
            table.insert(tenant, asked, machine.get().id(),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes()), secret, clock.instant());
        } catch (DuplicateKeyException sameName) {
            return new NameTaken(asked.name());
        }
        return new Created(find(tenant, asked.name()).orElseThrow(), secret);
    }

    /// All webhooks of a tenant by name.
    public List<Webhook> list(TenantId tenant) {
        return table.list(tenant).stream().map(this::view).toList();
    }

    /// The webhook of that name.
    public Optional<Webhook> find(TenantId tenant, String name) {
        return table.find(tenant, name).map(this::view);
    }

    /// Makes a new secret; the one before stays valid beside it until the next change. Answers the new one, which can be read
    /// only now; empty if there is no such webhook.
    public Optional<String> changeSecret(TenantId tenant, String name) {
        return table.find(tenant, name).map(row -> {
            var secret = WebhookSignature.newSecret();
            table.setSecrets(row, List.of(secret, row.secrets().getFirst()), clock.instant());
            return secret;
        });
    }

    /// Removes a webhook and the record of its messages; false if there is none.
    public boolean delete(TenantId tenant, String name) {
        return table.delete(tenant, name);
    }

    /// The last messages of a webhook, newest first, at most 200.
    public List<Delivery> deliveries(TenantId tenant, String name, int count) {
        return table.find(tenant, name).map(row -> table.deliveries(row, Math.min(count, 200))).orElse(List.of());
    }

    private Webhook view(Row row) {
        return new Webhook(row.name(), publicUrl + "/hooks/" + row.token(), row.stateMachine(), row.secrets().size(),
                row.description(), row.createdAt());
    }

    private byte[] bytes() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}

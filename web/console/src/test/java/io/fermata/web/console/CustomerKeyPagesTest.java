// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.catalog.Encryption;
import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachineAnswer;
import io.fermata.catalog.StateMachines;
import io.fermata.catalog.Tags;
import io.fermata.catalog.Versions;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.User;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.Kms;
import io.fermata.tenancy.keys.RootKey;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Pages of state machines under a KMS key of the customer's.
class CustomerKeyPagesTest extends ConsoleTest {

    private static final String DEFINITION = """
            {"StartAt":"Canary","States":{"Canary":{"Type":"Pass","End":true}}}""";

    @Autowired
    KeyRing ring;

    @Autowired
    RootKey root;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    Tags tags;

    @Autowired
    Versions versions;

    private final MemoryKms kms = new MemoryKms();
    private String key;
    private User author;
    private String page;

    /// Made by another node, so that this one has to ask KMS.
    @BeforeEach
    void makeMachine() {
        Tenant tenant = tenant();
        author = member(tenant, Role.AUTHOR);
        page = "/t/" + tenant.slug() + "/state-machines/sealed";
        key = "alias/of-" + tenant.slug();
        ring.useKms(kms);
        var others = new KeyRing(root, jdbc);
        others.useKms(kms);
        var machines = new StateMachines(jdbc, transaction, tags, versions, others, InstantSource.system());
        assertThat(machines.create(tenant.id(), new NewStateMachine("sealed", MachineType.STANDARD, DEFINITION,
                "arn:aws:iam::111122223333:role/r", "{}", "{}", Map.of(), Optional.empty(),
                new Encryption.Customer(new CustomerKey(key, Duration.ofSeconds(60), "arn:of:" + tenant.slug())))))
                .isInstanceOf(StateMachineAnswer.Stored.class);
    }

    @AfterEach
    void useNone() {
        ring.useKms(Kms.NONE);
    }

    @Test
    void theMachineShowsItsKeyAndTheEditorItsDefinition() {
        assertThat(as(author, mvc.get().uri(page))).hasStatusOk().bodyText().contains(key, "Canary");
        assertThat(as(author, mvc.get().uri(page + "/edit"))).hasStatusOk().bodyText().contains("Canary");
    }

    @Test
    void aRefusedKeyIsSaidInPlainWords() {
        kms.deny(key);

        for (var path : new String[]{page, page + "/edit"}) {
            assertThat(as(author, mvc.get().uri(path))).as(path).hasStatus(HttpStatus.CONFLICT).bodyText()
                    .contains("The KMS key was refused", key).doesNotContain("Canary");
        }
        assertThat(as(author, mvc.post().uri(page + "/start").with(csrf()).param("name", "").param("input", "{}")))
                .hasStatus(HttpStatus.CONFLICT).bodyText().contains("Not started: ", key);
    }
}

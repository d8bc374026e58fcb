// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenancyFixture;
import io.fermata.tenancy.audit.AuditEntry.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionOperations;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {

    private TenancyFixture fixture;
    private Audit audit;
    private int accounts;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(AuditTest.class);
        audit = fixture.get(Audit.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void entriesOfATenantAreAChain() {
        Tenant tenant = tenant();
        audit.record(tenant.id(), entry("a"));
        audit.record(tenant.id(), entry("b"));

        assertThat(audit.page(tenant.id(), Long.MAX_VALUE, 10)).extracting(written -> written.entry().object())
                .containsExactly("b", "a");
        assertThat(audit.page(tenant.id(), 2, 10)).extracting(Audit.Written::sequence).containsExactly(1L);
        assertThat(audit.firstBroken(tenant.id())).isEmpty();
    }

    @Test
    void aChangedEntryBreaksTheChain() {
        Tenant tenant = threeEntries();

        fixture.database().execute("UPDATE audit SET object = 'x' WHERE sequence = 2 AND tenant_id = " + tenant.id());

        assertThat(audit.firstBroken(tenant.id())).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void aMissingEntryBreaksTheChainInTheMiddleAndAtTheEnd() {
        Tenant middle = threeEntries();
        Tenant end = threeEntries();

        fixture.database().execute("DELETE FROM audit WHERE sequence = 2 AND tenant_id = " + middle.id());
        fixture.database().execute("DELETE FROM audit WHERE sequence = 3 AND tenant_id = " + end.id());

        assertThat(audit.firstBroken(middle.id())).isEqualTo(OptionalLong.of(2));
        assertThat(audit.firstBroken(end.id())).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void whatIsRolledBackWasNotDone() {
        Tenant tenant = tenant();

        fixture.get(TransactionOperations.class).executeWithoutResult(transaction -> {
            audit.record(tenant.id(), entry("a"));
            transaction.setRollbackOnly();
        });

        assertThat(audit.page(tenant.id(), Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void parallelWritersMakeOneChain() throws Exception {
        Tenant tenant = tenant();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                writers.add(threads.submit(() -> audit.record(tenant.id(), entry("parallel"))));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        assertThat(audit.page(tenant.id(), Long.MAX_VALUE, 100)).hasSize(40);
        assertThat(audit.firstBroken(tenant.id())).isEmpty();
    }

    @Test
    void aLongTextIsCutAndNotRefused() {
        Tenant tenant = tenant();

        audit.record(tenant.id(), new AuditEntry("actor", "action", "x".repeat(5_000), Outcome.REFUSED, "", ""));

        assertThat(audit.firstBroken(tenant.id())).isEmpty();
    }

    private Tenant threeEntries() {
        Tenant tenant = tenant();
        for (int i = 0; i < 3; i++) {
            audit.record(tenant.id(), entry("o" + i));
        }
        return tenant;
    }

    private Tenant tenant() {
        accounts++;
        return fixture.tenant("%012d".formatted(accounts), "t" + accounts);
    }

    private static AuditEntry entry(String object) {
        return new AuditEntry("user:ada@example.org", "state-machine.delete", object, Outcome.DONE, "192.0.2.7", "");
    }
}

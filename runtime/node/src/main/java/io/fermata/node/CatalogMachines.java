// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.catalog.Catalog;
import io.fermata.catalog.StateMachine.Status;
import io.fermata.engine.ExecutionFacts;
import io.fermata.journal.Qualifier;
import io.fermata.engine.Limits;
import io.fermata.engine.Logging;
import io.fermata.language.Definition;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.CustomerKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a node knows of stored definitions, from the catalog. A revision never changes, so what is known of one is kept;
/// the start of an execution costs no look at the catalog once its revision is known.
final class CatalogMachines implements Machines {

    private static final long KEPT = 10_000;

    private final Catalog catalog;
    private final Tenants tenants;
    private final String region;
    private final Cache<Key, Known> known = Caffeine.newBuilder().maximumSize(KEPT).build();

    CatalogMachines(Catalog catalog, Tenants tenants, String region) {
        this.catalog = catalog;
        this.tenants = tenants;
        this.region = region;
    }

    private record Key(TenantId tenant, long revisionId) {}

    private record Known(String account, String machineName, String roleArn, MachineType type, Logging logging,
            @Nullable CustomerKey key) {}

    @Override
    public MachineType type(TenantId tenant, long stateMachineId, long revisionId) {
        return known(tenant, stateMachineId, revisionId).type;
    }

    @Override
    public ExecutionFacts facts(TenantId tenant, long executionNo, long stateMachineId, long revisionId,
            String executionName) {
        var names = known(tenant, stateMachineId, revisionId);
        if (names.type == MachineType.EXPRESS) {
            throw new IllegalArgumentException("an execution of type EXPRESS has no journal: " + names.machineName);
        }
        return facts(tenant, executionNo, revisionId, names,
                Arn.execution(region, names.account, names.machineName, executionName), executionName);
    }

    @Override
    public ExecutionFacts expressFacts(TenantId tenant, long number, long stateMachineId, long revisionId,
            String executionName, String runId) {
        var names = known(tenant, stateMachineId, revisionId);
        return facts(tenant, number, revisionId, names,
                Arn.expressExecution(region, names.account, names.machineName, executionName, runId), executionName);
    }

    private ExecutionFacts facts(TenantId tenant, long number, long revisionId, Known names, Arn arn, String name) {
        return new ExecutionFacts(tenant.value(), number, definition(tenant, revisionId), arn.toString(), name,
                Arn.stateMachine(region, names.account, names.machineName).toString(), names.machineName,
                names.roleArn, names.type, names.logging);
    }

    @Override
    public @Nullable CustomerKey key(TenantId tenant, long stateMachineId, long revisionId) {
        return known(tenant, stateMachineId, revisionId).key;
    }

    @Override
    public ExecutionNames names(TenantId tenant, long stateMachineId, long revisionId, String executionName) {
        var names = known(tenant, stateMachineId, revisionId);
        return new ExecutionNames(Arn.execution(region, names.account, names.machineName, executionName).toString(),
                executionName, Arn.stateMachine(region, names.account, names.machineName).toString());
    }

    private Known known(TenantId tenant, long stateMachineId, long revisionId) {
        return known.get(new Key(tenant, revisionId), _ -> read(tenant, stateMachineId, revisionId));
    }

    private Definition definition(TenantId tenant, long revisionId) {
        return catalog.definitions().find(tenant, revisionId)
                .orElseThrow(() -> new IllegalStateException("revision " + revisionId + " is not there"));
    }

    private Known read(TenantId tenant, long stateMachineId, long revisionId) {
        var account = tenants.accountId(tenant);
        var machine = catalog.machines().byId(tenant, stateMachineId).orElseThrow();
        var revision = catalog.machines().revision(tenant, revisionId).orElseThrow();
        return new Known(account, machine.name(), revision.roleArn(), revision.type(),
                logging(Json.parse(revision.logging())), revision.encryption().customerKey().orElse(null));
    }

    private static Logging logging(JsonNode stored) {
        var destinations = new ArrayList<String>();
        for (var destination : stored.path("destinations")) {
            destinations.add(destination.path("cloudWatchLogsLogGroup").path("logGroupArn").asString(""));
        }
        // a level that was stored before levels were checked is none
        var level = Arrays.stream(Logging.Level.values())
                .filter(known -> known.name().equals(stored.path("level").asString(""))).findFirst()
                .orElse(Logging.Level.OFF);
        return new Logging(level, stored.path("includeExecutionData").asBoolean(false), destinations);
    }

    @Override
    public Limits limits(TenantId tenant) {
        return switch (tenants.limits(tenant)) {
            case AWS -> Limits.AWS;
            case FERMATA -> Limits.FERMATA;
        };
    }

    @Override
    public Optional<StartTarget> find(TenantId tenant, String stateMachineArn) {
        return own(tenant, stateMachineArn, "stateMachine")
                .flatMap(arn -> catalog.targets().find(tenant, arn.resourceName()))
                .filter(target -> target.machine().status() == Status.ACTIVE)
                .map(target -> new StartTarget(target.machine().id(), target.revision().id(),
                        new Qualifier(target.version(), target.alias())));
    }

    @Override
    public boolean deleted(TenantId tenant, long stateMachineId) {
        return catalog.machines().byId(tenant, stateMachineId).filter(machine -> machine.status() == Status.ACTIVE)
                .isEmpty();
    }

    @Override
    public Optional<OwnActivity> activity(TenantId tenant, String activityArn) {
        return own(tenant, activityArn, "activity")
                .flatMap(arn -> catalog.activities().find(tenant, arn.resourceName()))
                .map(activity -> new OwnActivity(activity.id(),
                        activity.encryption().customerKey().orElse(null)));
    }

    private Optional<Arn> own(TenantId tenant, String text, String type) {
        return Arn.parse(text).filter(arn -> arn.service().equals("states") && arn.resourceType().equals(type)
                && arn.region().equals(region)
                && tenants.accountId(tenant).equals(arn.account()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Activities;
import io.fermata.catalog.Activity;
import io.fermata.catalog.Catalog;
import io.fermata.catalog.Revision;
import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.catalog.TagOwner;
import io.fermata.catalog.Target;
import io.fermata.engine.LogDelivery;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.Qualifier;
import io.fermata.language.Definition;
import io.fermata.language.Json;
import io.fermata.node.ExecutionReads;
import io.fermata.node.Executions;
import io.fermata.tenancy.Arn;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds what ARNs name, for the actions. What lies in another account is answered as if it did not exist.
public final class Resources {

    private final Catalog catalog;
    private final Executions executions;

    public Resources(Catalog catalog, Executions executions) {
        this.catalog = catalog;
        this.executions = executions;
    }

    Catalog catalog() {
        return catalog;
    }

    StateMachines machines() {
        return catalog.machines();
    }

    Activities activities() {
        return catalog.activities();
    }

    Executions executions() {
        return executions;
    }

    /// What is known of executions.
    ExecutionReads reads() {
        return executions.reads();
    }

    /// The live machine that an ARN names.
    StateMachine machine(Caller caller, String text) {
        var arn = typed(caller, text, "stateMachine");
        var found = caller.owns(arn)
                ? machines().find(caller.tenant(), arn.resourceName())
                : Optional.<StateMachine>empty();
        return found.orElseThrow(
                () -> ApiError.of("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + text + "'"));
    }

    /// What the ARN of a live machine, of a version or of an alias names.
    Target target(Caller caller, String text) {
        var arn = typed(caller, text, "stateMachine");
        var found = caller.owns(arn)
                ? catalog.targets().find(caller.tenant(), arn.resourceName())
                : Optional.<Target>empty();
        return found.orElseThrow(
                () -> ApiError.of("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + text + "'"));
    }

    /// Refuses an ARN of which AWS looks at the form before anything else, which it does for a start (api.md section 4.4).
    static void wellFormed(Caller caller, Optional<String> text) {
        text.filter(given -> !given.isEmpty()).ifPresent(given -> typed(caller, given, "stateMachine"));
    }

    /// Refuses the ARN of the machine inside a labelled Map state, which cannot be started, changed or deleted by itself.
    static void unlabelled(Caller caller, String text) {
        if (caller.arn(text).resourceName().indexOf('/') >= 0) {
            throw ApiError.of("ValidationException", "This is the ARN of a Map state, not of a state machine: " + text);
        }
    }

    /// The live machine that an ARN names, to be changed.
    StateMachine active(Caller caller, String text) {
        var machine = machine(caller, text);
        active(machine, text);
        return machine;
    }

    /// Refuses a machine that is being deleted.
    static void active(StateMachine machine, String text) {
        if (machine.status() != StateMachine.Status.ACTIVE) {
            throw ApiError.of("StateMachineDeleting", "State Machine is being deleted: '" + text + "'");
        }
    }

    /// The machine that an execution belongs to, whether it is live or deleted.
    StateMachine machine(ExecutionRow execution) {
        return machines().byId(execution.tenant(), machineId(execution)).orElseThrow(
                () -> new IllegalStateException("machine " + execution.stateMachineId() + " is not stored"));
    }

    private long machineId(ExecutionRow execution) {
        return executions.maps().ofChild(execution).map(MapRunRow::stateMachineId).orElse(execution.stateMachineId());
    }

    /// The revision that an execution runs.
    Revision revision(ExecutionRow execution) {
        return machines().revision(execution.tenant(), execution.revisionId()).orElseThrow(
                () -> new IllegalStateException("revision " + execution.revisionId() + " is not stored"));
    }

    /// What a revision says. Asks KMS where it is sealed.
    Definition definition(Revision revision) {
        return catalog.definitions().findWhenThere(revision.tenant(), revision.id())
                .orElseThrow(() -> new IllegalStateException("revision " + revision.id() + " is not stored"));
    }

    /// The activity that an ARN names.
    Activity activity(Caller caller, String text) {
        var arn = typed(caller, text, "activity");
        var found = caller.owns(arn)
                ? activities().find(caller.tenant(), arn.resourceName())
                : Optional.<Activity>empty();
        return found.orElseThrow(() -> ApiError.of("ActivityDoesNotExist", "Activity Does Not Exist: '" + text + "'"));
    }

    /// What an ARN names that can have tags: a state machine or an activity, but no version or alias.
    TagOwner tagged(Caller caller, String text) {
        var arn = caller.arn(text);
        Optional<TagOwner> found = switch (arn.resourceType()) {
            case "stateMachine" -> Optional.of(arn).filter(caller::owns)
                    .flatMap(own -> machines().find(caller.tenant(), own.resourceName()))
                    .map(machine -> new TagOwner.OfStateMachine(machine.id()));
            case "activity" -> Optional.of(arn).filter(caller::owns)
                    .flatMap(own -> activities().find(caller.tenant(), own.resourceName()))
                    .map(activity -> new TagOwner.OfActivity(activity.id()));
            default -> throw invalid(arn);
        };
        return found.orElseThrow(
                () -> ApiError.about(text, "ResourceNotFound", "Resource not found: '" + text + "'"));
    }

    /// The execution that an ARN names, of a live machine or of one that was deleted since.
    ExecutionRow execution(Caller caller, String text) {
        var arn = caller.arn(text);
        if (!arn.resourceType().equals("execution")) {
            throw invalid(arn);
        }
        var parts = arn.resourceName().split(":", 2);
        if (parts.length == 2 && caller.owns(arn) && parts[0].contains("/")) {
            var child = reads().child(caller.tenant(), parts[1])
                    .filter(row -> reads().names(row).executionArn().equals(text));
            if (child.isPresent()) {
                return child.get();
            }
        } else if (parts.length == 2 && caller.owns(arn)) {
            // most executions asked for are of the live machine, whose id an index knows
            var live = machines().findKnown(caller.tenant(), parts[0])
                    .flatMap(machine -> reads().find(caller.tenant(), machine.id(), parts[1]));
            if (live.isPresent()) {
                return live.get();
            }
            for (var machine : machines().named(caller.tenant(), parts[0])) {
                var row = reads().find(caller.tenant(), machine.id(), parts[1]);
                if (row.isPresent()) {
                    return row.get();
                }
            }
        }
        throw ApiError.of("ExecutionDoesNotExist", "Execution Does Not Exist: '" + text + "'");
    }

    /// The execution that an ARN names, with what it began with and what ended it. Costs no statement if this node has begun or
    /// ended it within the last seconds.
    ExecutionReads.Described described(Caller caller, String text) {
        var arn = caller.arn(text);
        var parts = arn.resourceName().split(":", 2);
        if (arn.resourceType().equals("execution") && parts.length == 2 && caller.owns(arn)) {
            var live = machines().findKnown(caller.tenant(), parts[0])
                    .flatMap(machine -> reads().describe(caller.tenant(), machine.id(), parts[1]));
            if (live.isPresent()) {
                return live.get();
            }
        }
        return reads().describe(execution(caller, text));
    }

    /// The Map Run that an ARN names.
    MapRunRow mapRun(Caller caller, String text) {
        var arn = typed(caller, text, "mapRun");
        int colon = arn.resourceName().lastIndexOf(':');
        var found = colon < 0 || !caller.owns(arn)
                ? Optional.<MapRunRow>empty()
                : executions.maps().find(caller.tenant(), arn.resourceName().substring(colon + 1))
                        .filter(run -> executions.maps().arn(run).equals(text));
        return found.orElseThrow(
                () -> ApiError.about(text, "ResourceNotFound", "Resource not found: '" + text + "'"));
    }

    /// An ARN of that resource type.
    static Arn typed(Caller caller, String text, String type) {
        var arn = caller.arn(text);
        if (!arn.resourceType().equals(type)) {
            throw invalid(arn);
        }
        return arn;
    }

    static String arn(Caller caller, StateMachine machine) {
        return Arn.stateMachine(caller.region(), caller.account(), machine.name()).toString();
    }

    /// The ARN of a version or alias of a machine.
    static String arn(Caller caller, StateMachine machine, Object qualifier) {
        return arn(caller, machine) + ":" + qualifier;
    }

    /// Shows by which version and alias an execution was started.
    static void qualify(ObjectNode shown, String machineArn, Qualifier qualifier) {
        if (qualifier.version() != null) {
            shown.put("stateMachineVersionArn", machineArn + ":" + qualifier.version());
        }
        if (qualifier.alias() != null) {
            shown.put("stateMachineAliasArn", machineArn + ":" + qualifier.alias());
        }
    }

    static String arn(Caller caller, Activity activity) {
        return Arn.activity(caller.region(), caller.account(), activity.name()).toString();
    }

    /// A logging configuration as it is stored, if the destination that it names is there.
    String logging(Caller caller, JsonNode logging) {
        Configurations.destination(logging).ifPresent(destination -> {
            if (executions.logs().look(caller.tenant(), destination) == LogDelivery.Existence.MISSING) {
                throw Configurations.invalidLogging("Log Destination not found.");
            }
        });
        return Json.write(logging);
    }

    /// The answer about a machine whose type has no such operation.
    static ApiError notOfThisType() {
        return ApiError.of("StateMachineTypeNotSupported",
                "This operation is not supported by this type of state machine");
    }

    private static ApiError invalid(Arn arn) {
        return ApiError.of("InvalidArn",
                "Invalid Arn: 'Resource type not valid in this context: " + arn.resourceType() + "'");
    }
}

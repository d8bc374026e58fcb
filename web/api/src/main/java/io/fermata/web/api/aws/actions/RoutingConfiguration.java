// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Alias;
import io.fermata.catalog.Routing;
import io.fermata.catalog.Routing.Route;
import io.fermata.catalog.Targets;
import io.fermata.tenancy.Arn;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import java.util.ArrayList;
import tools.jackson.databind.node.ObjectNode;

/// The member `routingConfiguration`: one or two versions of one state machine, with weights that sum to 100.
///
/// @param first the ARN of the first version; the others differ from it in their number alone
record RoutingConfiguration(Arn first, Routing routing) {

    private static final String MEMBER = "routingConfiguration";
    private static final int WHOLE = 100;

    /// An entry as it was sent.
    private record Item(String arn, int weight) {}

    /// Reads the member, and refuses what the model does not: routes that do not belong together.
    static RoutingConfiguration read(Caller caller, Params params) {
        var items = params.structures(MEMBER).stream().map(item -> new Item(
                item.text("stateMachineVersionArn"), item.number("weight").orElseThrow())).toList();
        var arns = items.stream().map(Item::arn).toList();
        var routes = new ArrayList<Route>();
        for (var item : items) {
            var name = Resources.typed(caller, item.arn, "stateMachine").resourceName().split(":", 2);
            int number = Targets.number(name[name.length - 1]).filter(_ -> name.length == 2).orElseThrow(
                    () -> refused("Routing configuration must contain state machine version ARNs. Received: " + arns));
            routes.add(new Route(number, item.weight));
        }
        if (arns.stream().distinct().count() < arns.size()) {
            throw refused("Routing configuration must contain distinct state machine version ARNs. Received: " + arns);
        }
        if (arns.stream().map(RoutingConfiguration::unqualified).distinct().count() > 1) {
            throw refused("Routing configuration must contain versions of one state machine. Received: " + arns);
        }
        if (items.stream().mapToInt(Item::weight).sum() != WHOLE) {
            throw refused("Sum of routing configuration weights must equal 100. Received: "
                    + items.stream().map(Item::weight).toList());
        }
        return new RoutingConfiguration(caller.arn(arns.getFirst()), new Routing(routes));
    }

    /// The name of the machine.
    String machineName() {
        return first.resourceName().split(":", 2)[0];
    }

    /// Shows the routes of an alias.
    static void show(ObjectNode answer, String machineArn, Alias alias) {
        var list = answer.putArray(MEMBER);
        alias.routing().routes().forEach(route -> list.addObject()
                .put("stateMachineVersionArn", machineArn + ":" + route.version()).put("weight", route.weight()));
    }

    private static String unqualified(String arn) {
        return arn.substring(0, arn.lastIndexOf(':'));
    }

    private static ApiError refused(String sentence) {
        return ApiError.of("ValidationException", sentence);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// How an alias divides starts: one or two routes, to different versions, whose weights sum to 100.
public record Routing(List<Route> routes) {

    /// @param weight 0 to 100
    public record Route(int version, int weight) {}

    /// @throws IllegalArgumentException if the routes break the rule; callers check before, with AWS's texts
    public Routing {
        routes = List.copyOf(routes);
        boolean different = routes.stream().map(Route::version).distinct().count() == routes.size();
        if (routes.isEmpty() || routes.size() > 2 || !different
                || routes.stream().anyMatch(route -> route.weight() < 0 || route.weight() > 100)
                || routes.stream().mapToInt(Route::weight).sum() != 100) {
            throw new IllegalArgumentException(
                    "An alias has one or two routes to different versions with weights that sum to 100, not: "
                            + routes);
        }
    }

    /// The version for one start.
    ///
    /// @param chance gives a number from 0 up to, but not including, its argument
    public int choose(IntUnaryOperator chance) {
        return routes.size() == 1 || chance.applyAsInt(100) < routes.getFirst().weight()
                ? routes.getFirst().version()
                : routes.getLast().version();
    }
}

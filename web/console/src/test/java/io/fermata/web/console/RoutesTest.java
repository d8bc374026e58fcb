// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.WithoutTenant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RoutesTest extends ConsoleTest {

    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void everyRouteDeclaresWhoMayUseIt() {
        var routes = requestMappingHandlerMapping.getHandlerMethods().entrySet().stream()
                .filter(route -> route.getValue().getBeanType().getPackageName().startsWith("io.fermata.web.console"))
                .toList();

        assertThat(routes).hasSizeGreaterThan(10).allSatisfy(route -> assertThat(
                route.getValue().hasMethodAnnotation(RequiresPermission.class)
                        ^ route.getValue().hasMethodAnnotation(WithoutTenant.class))
                .as(route.getKey().toString()).isTrue());
    }

    @Test
    void everyRouteOfATenantAsksForItsMembership() {
        assertThat(requestMappingHandlerMapping.getHandlerMethods().entrySet()).filteredOn(
                route -> route.getKey().getPatternValues().stream().anyMatch(path -> path.startsWith("/t/{slug}")))
                .hasSizeGreaterThan(5).allSatisfy(route -> {
                    var open = route.getValue().getMethodAnnotation(WithoutTenant.class);
                    assertThat(open == null || open.value() == WithoutTenant.Who.MEMBER).as(route.getKey().toString())
                            .isTrue();
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.tenancy.Role;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class FrameTest extends ConsoleTest {

    @Test
    void sendsStrangersFromTheRootToTheSignIn() {
        assertThat(mvc.get().uri("/")).hasStatus(HttpStatus.FOUND).hasRedirectedUrl("/signin");
    }

    @Test
    void showsTheSignInWithAFormTokenAndStrictHeaders() {
        var page = mvc.get().uri("/signin").exchange();

        assertThat(page).hasStatusOk().bodyText().contains("name=\"_csrf\"", "type=\"password\"");
        assertThat(page.getResponse().getHeader("Content-Security-Policy")).contains("script-src 'self'",
                "frame-ancestors 'none'");
        assertThat(page.getResponse().getHeader("Cache-Control")).contains("no-store");
        assertThat(page.getResponse().getHeader("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    @Test
    void signsInWithTheRightPasswordAndLeadsToTheOnlyTenant() {
        var tenant = tenant();
        var user = member(tenant, Role.ADMIN);

        assertThat(mvc.post().uri("/signin").with(csrf()).param("email", user.email()).param("password", PASSWORD))
                .hasStatus(HttpStatus.FOUND).hasRedirectedUrl("/t/" + tenant.slug());
    }

    @Test
    void saysTheSameForAWrongPasswordAndAnUnknownPerson() {
        var user = user();

        var wrong = mvc.post().uri("/signin").with(csrf()).param("email", user.email())
                .param("password", "wrong password 1").exchange();
        var unknown = mvc.post().uri("/signin").with(csrf()).param("email", "nobody@example.org")
                .param("password", "wrong password 1").exchange();

        assertThat(wrong).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("do not belong together");
        assertThat(unknown).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("do not belong together");
    }

    @Test
    void refusesASignInWithoutFormToken() {
        assertThat(mvc.post().uri("/signin").param("email", "a@example.org").param("password", PASSWORD))
                .hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void refusesAFormThatAnotherSiteSends() {
        assertThat(mvc.post().uri("/signout").with(csrf()).header("Sec-Fetch-Site", "cross-site"))
                .hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void leadsNowhereElseAfterTheSignIn() {
        var user = member(tenant(), Role.ADMIN);

        assertThat(mvc.post().uri("/signin").with(csrf()).param("email", user.email()).param("password", PASSWORD)
                .param("next", "//evil.example/")).hasStatus(HttpStatus.FOUND).redirectedUrl().startsWith("/t/");
    }

    @Test
    void showsNoTrailOfATenantToStrangersAndNonMembers() {
        var tenant = tenant();
        var outsider = member(tenant(), Role.ADMIN);

        assertThat(mvc.get().uri("/t/" + tenant.slug())).hasStatus(HttpStatus.FOUND).redirectedUrl()
                .startsWith("/signin?next=");
        assertThat(as(outsider, mvc.get().uri("/t/" + tenant.slug()))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(outsider, mvc.get().uri("/t/no-such-tenant"))).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void tellsAScriptToGoToTheSignInAsAWhole() {
        assertThat(mvc.get().uri("/t/" + tenant().slug()).header("HX-Request", "true"))
                .hasStatus(HttpStatus.UNAUTHORIZED)
                .headers().hasValue("HX-Redirect", "/signin");
    }

    @Test
    void endsTheSessionWhenThePasswordChanges() {
        var tenant = tenant();
        var user = member(tenant, Role.VIEWER);
        assertThat(as(user, mvc.get().uri("/tenants"))).hasStatusOk().bodyText().contains(tenant.name());

        users.changePassword(user.id(), "another horse battery staple");

        assertThat(as(user, mvc.get().uri("/tenants"))).hasStatus(HttpStatus.FOUND);
    }

    @Test
    void refusesWhatTheRoleLacks() {
        var tenant = tenant();

        assertThat(as(member(tenant, Role.VIEWER), mvc.get().uri("/t/" + tenant.slug() + "/new-state-machine")))
                .hasStatus(HttpStatus.FORBIDDEN).bodyText().contains("state machine write");
    }

    @Test
    void remembersTheThemeInACookie() {
        assertThat(mvc.post().uri("/theme").with(csrf()).param("theme", "dark").param("next", "/signin"))
                .hasStatus(HttpStatus.FOUND).hasRedirectedUrl("/signin").cookies().hasValue("theme", "dark");
        assertThat(mvc.get().uri("/signin").cookie(new jakarta.servlet.http.Cookie("theme", "dark"))).bodyText()
                .contains("data-theme=\"dark\"");
    }
}

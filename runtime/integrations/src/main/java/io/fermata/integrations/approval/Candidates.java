// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.tenancy.Members;
import io.fermata.tenancy.Membership;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the people whom a question means, among the tenant's members of this moment. Any thread.
final class Candidates {

    private final Members members;

    Candidates(Members members) {
        this.members = members;
    }

    /// @param people who may answer, each once, by e-mail
    /// @param excluded e-mails of those who would be asked but started the execution
    record Found(List<Membership> people, List<String> excluded) {}

    /// @param starters as audit entries name them
    Found find(TenantId tenant, Question question, Set<String> starters) {
        var all = members.list(tenant);
        var meant = new LinkedHashMap<Long, Membership>();
        for (var ask : question.ask()) {
            all.stream().filter(member -> switch (ask) {
                case Question.Ask.ByRole(var role) -> member.role() == role;
                case Question.Ask.ByEmail(var email) -> member.email().equals(email);
            }).filter(Candidates::mayDecide).forEach(member -> meant.putIfAbsent(member.userId(), member));
        }
        var started = starters.stream().filter(name -> question.excludeStarter() && name.startsWith("user:"))
                .map(name -> name.substring("user:".length()).toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        var people = meant.values().stream().filter(member -> !started.contains(member.email())).toList();
        var excluded = meant.values().stream().map(Membership::email).filter(started::contains).toList();
        return new Found(people, excluded);
    }

    static boolean mayDecide(Membership member) {
        return member.role().permissions().contains(Permission.APPROVAL_DECIDE);
    }
}

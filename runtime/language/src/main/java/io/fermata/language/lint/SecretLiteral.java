// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.asl.SourceFlow;
import io.fermata.language.text.Source;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds secrets that stand in the text, by their form or by the name beside them. Never shows one.
final class SecretLiteral {

    private static final int LEAST_LENGTH = 6;

    private static final Pattern FORM = Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"
            + "|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
            + "|\\beyJ[A-Za-z0-9_-]{10,300}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"
            + "|\\bgh[pousr]_[A-Za-z0-9]{36}|\\bxox[abprs]-[A-Za-z0-9-]{20,}|\\bsk_live_[A-Za-z0-9]{20,}");

    private static final Pattern NAME = Pattern.compile(
            ".*(?:password|passwd|passphrase|secret|api[-_]?key|x-api-key|secret[-_]?(?:access[-_]?)?key"
                    + "|private[-_]?key|auth[-_]?token|access[-_]?token|bearer[-_]?token|authorization)",
            Pattern.CASE_INSENSITIVE);

    /// A text that stands for a secret, or is no secret for another reason.
    private static final Pattern HARMLESS = Pattern.compile(
            "\\$.*|.*(?:\\$\\{|\\{%|\\{\\{|<|>|\\*\\*\\*).*|arn:.*|https?:.*"
                    + "|(.)\\1*|[A-Z_]+|(?i:.*(?:example|placeholder|change.?me|redacted|your[-_ ].*))",
            Pattern.DOTALL);

    private static final Set<String> SKIPPED = Set.of("Comment", "Resource", "Cause", "Error");

    private SecretLiteral() {}

    static void check(SourceFlow machine, Report report) {
        walk(machine.source(), report);
    }

    private static void walk(Source value, Report report) {
        var named = value.text("Name") == null ? value.text("name") : value.text("Name");
        value.members().forEach((name, member) -> {
            if (SKIPPED.contains(name)) {
                return;
            }
            if (member.value().isString()) {
                var isValue = name.equalsIgnoreCase("Value") && named != null;
                text(isValue ? named : name, member, report);
            } else {
                walk(member, report);
            }
        });
        value.items().forEach(item -> {
            if (item.value().isString()) {
                text(null, item, report);
            } else {
                walk(item, report);
            }
        });
    }

    private static void text(@Nullable String name, Source source, Report report) {
        var text = source.value().stringValue();
        if (FORM.matcher(text).find() && !text.contains("EXAMPLE")) {
            report.add(LintRule.SECRET_LITERAL, source, "The text has the form of an access key, private key or token");
        } else if (name != null && NAME.matcher(name).matches() && looksSecret(name, text)) {
            report.add(LintRule.SECRET_LITERAL, source, "The value of '" + name + "' stands here in clear text");
        }
    }

    private static boolean looksSecret(String name, String text) {
        var key = text.startsWith("Bearer ") || text.startsWith("Basic ")
                ? text.substring(text.indexOf(' ') + 1)
                : text;
        return key.length() >= LEAST_LENGTH && key.chars().noneMatch(Character::isWhitespace)
                && !HARMLESS.matcher(key).matches()
                && !name.toLowerCase(Locale.ROOT).contains(key.toLowerCase(Locale.ROOT))
                && !key.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import java.util.Map;

/// Finds calls whose one answer can be larger than a payload may be (262,144 bytes), although they take a limit.
final class AnswerWithoutLimit {

    /// The parameter that bounds the answer. Pages have 1 MB for Scan and log events, 1,000 keys
    /// for listings. How many rows an Athena query gives only its author knows.
    private static final Map<String, String> LIMITS = Map.of("aws-sdk:dynamodb:scan", "Limit",
            "aws-sdk:s3:listObjectsV2", "MaxKeys", "aws-sdk:s3:listObjects", "MaxKeys",
            "aws-sdk:cloudwatchlogs:filterLogEvents", "Limit", "aws-sdk:cloudwatchlogs:getLogEvents", "Limit");

    private AnswerWithoutLimit() {}

    static void check(SourceFlow machine, Report report) {
        Facts.states(machine, StateType.TASK).forEach(state -> {
            var limit = LIMITS.get(Facts.integration(state));
            var arguments = Facts.arguments(state);
            if (limit != null && arguments != null && arguments.value().isObject()
                    && !Facts.hasAny(arguments, limit, limit + ".$", "Select")) {
                report.add(LintRule.ANSWER_WITHOUT_LIMIT, state.source(),
                        "An answer of '" + state.name()
                                + "' can pass the payload limit of 262,144 bytes, which fails the"
                                + " state before ResultSelector",
                        "Add " + limit + " and read the rest page by page");
            }
        });
    }
}

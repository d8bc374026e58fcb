// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.util.Locale;

/// The workflows of the torture test. Each says how it ends for the input `{"i":n}`.
enum TortureShape {

    SEQUENCE(
            """
                    {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Parameters":{"i.$":"$.i"},"Next":"C"},
                    "C":{"Type":"Choice","Choices":[{"Variable":"$.i","NumericGreaterThanEquals":0,"Next":"D"}],"Default":"D"},
                    "D":{"Type":"Pass","Next":"E"},"E":{"Type":"Pass","End":true}}}"""),

    PARALLEL("""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","ResultSelector":{"i.$":"$[0].i"},"End":true,"Branches":[
            {"StartAt":"P1","States":{"P1":{"Type":"Pass","End":true}}},
            {"StartAt":"P2","States":{"P2":{"Type":"Wait","Seconds":1,"End":true}}},
            {"StartAt":"P3","States":{"P3":{"Type":"Pass","Next":"H3"},"H3":@HTTP(echo,p3)@}},
            {"StartAt":"P4","States":{"P4":{"Type":"Pass","Next":"Q4"},"Q4":{"Type":"Pass","End":true}}}]}}}"""),

    MAP("""
            {"StartAt":"L","States":{"L":{"Type":"Pass","Parameters":{"i.$":"$.i","items":[0,1,2,3,4]},"Next":"M"},
            "M":{"Type":"Map","ItemsPath":"$.items","MaxConcurrency":2,"ResultPath":null,"Next":"R","ItemSelector":
            {"i.$":"$.i","index.$":"$$.Map.Item.Index"},"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Next":"H"},
            "H":@HTTP(echo,map)@}}},"R":{"Type":"Pass","Parameters":{"i.$":"$.i"},"End":true}}}"""),

    RETRY("""
            {"StartAt":"F","States":{"F":@HTTP(flaky,retry,"ResultPath":null,"Retry":[{"ErrorEquals":["States.ALL"],
            "IntervalSeconds":1,"MaxAttempts":4,"BackoffRate":1}],)@}}"""),

    CATCH("""
            {"StartAt":"B","States":{"B":@HTTP(broken,catch,"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":null,
            "Next":"C"}],)@,"C":{"Type":"Pass","End":true}}}"""),

    HTTP("""
            {"StartAt":"H1","States":{"H1":@HTTP(echo,one,"ResultPath":null,"Next":"H2")@,"H2":@HTTP(echo,two)@}}"""),

    WAIT("""
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":2,"Next":"P"},"P":{"Type":"Pass","End":true}}}"""),

    CALLBACK(
            """
                    {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
                    "Parameters":{"FunctionName":"answer","Payload":{"token.$":"$$.Task.Token","execution.$":"$$.Execution.Name"}},
                    "ResultPath":"$.answer","End":true}}}"""),

    PARENT("""
            {"StartAt":"C","States":{"C":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2",
            "Parameters":{"StateMachineArn":"@ARN(CHILD)@","Input":{"i.$":"$.i"}},"OutputPath":"$.Output","End":true}}}"""),

    CHILD("""
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"P"},"P":{"Type":"Pass","End":true}}}"""),

    FAILURE("""
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"F"},
            "F":{"Type":"Fail","Error":"Torture.Expected","Cause":"as written"}}}""");

    private static final String HTTP_TASK = """
            {"Type":"Task","Resource":"arn:aws:states:::http:invoke","Parameters":{"ApiEndpoint":"%s/%s","Method":"POST",
            "Authentication":{"ConnectionArn":"%s"},"RequestBody":{"execution.$":"$$.Execution.Name","of":"%s","i.$":"$.i"}},
            %s}""";

    private final String definition;

    TortureShape(String definition) {
        this.definition = definition;
    }

    /// What the test starts; a child is started by its parent.
    boolean isStarted() {
        return this != CHILD;
    }

    String machine() {
        return name().toLowerCase(Locale.ROOT);
    }

    String status() {
        return this == FAILURE ? "FAILED" : "SUCCEEDED";
    }

    /// The definition, with `@HTTP(path,label,fields)@` and `@ARN(shape)@` filled in.
    String definition(String arnPrefix, String echo, String connection) {
        var text = definition.replace("\n", " ").replace("@ARN(CHILD)@", arnPrefix + CHILD.machine());
        int at;
        while ((at = text.indexOf("@HTTP(")) >= 0) {
            int end = text.indexOf(")@", at);
            var parts = text.substring(at + 6, end).split(",", 3);
            var fields = parts.length < 3 ? "\"OutputPath\":\"$.ResponseBody\",\"End\":true" : parts[2].strip();
            if (fields.endsWith(",")) {
                fields += "\"End\":true";
            }
            text = text.substring(0, at) + HTTP_TASK.formatted(echo, parts[0], connection, parts[1], fields)
                    + text.substring(end + 2);
        }
        return text;
    }
}

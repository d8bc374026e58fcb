// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.JobState;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.Json;
import io.fermata.language.TaskResource.Pattern;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Jobs of `.sync` tasks: how they are asked for, how their ends look, and how they are stopped.
class JobKindTest {

    private static FakeAws aws;
    private static OptimizedIntegration optimized;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(JobKindTest.class);
        optimized = aws.get(OptimizedIntegration.class);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void eachRowFitsTheServicesOperations() {
        assertThat(JobKind.all()).hasSizeGreaterThan(30).allSatisfy((name, kind) -> {
            var parts = name.split(":");
            var action = OptimizedActions.find(parts[0], parts[1]).orElseThrow();
            var service = action.dialect().service();
            fits(service, kind.ask(), kind.with());
            if (!kind.stop().isEmpty()) {
                fits(service, kind.stop(), kind.stopWith());
            }
        });
    }

    private static void fits(String service, String operation, JsonNode template) {
        assertThat(RequestCheck.of(service, operation, java.util.List.of()).pass(template)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            batch:submitJob | {"JobName":"j"} | {"JobId":"1"} | {"jobs":["1"]} | {"jobs":[{"jobId":"1","status":"SUCCEEDED","startedAt":5}]} | {"JobId":"1","StartedAt":5,"Status":"SUCCEEDED"}
            glue:startJobRun | {"JobName":"j"} | {"JobRunId":"r"} | {"JobName":"j","RunId":"r"} | {"JobRun":{"Id":"r","JobRunState":"SUCCEEDED"}} | {"Id":"r","JobRunState":"SUCCEEDED"}
            codebuild:startBuild | {"ProjectName":"p"} | {"Build":{"Id":"b"}} | {"ids":["b"]} | {"builds":[{"id":"b","buildStatus":"SUCCEEDED"}]} | {"Build":{"BuildStatus":"SUCCEEDED","Id":"b"}}
            athena:startQueryExecution | {"QueryString":"q"} | {"QueryExecutionId":"1"} | {"QueryExecutionId":"1"} | {"QueryExecution":{"Status":{"State":"SUCCEEDED"}}} | {"QueryExecution":{"Status":{"State":"SUCCEEDED"}}}
            sagemaker:createTrainingJob | {"TrainingJobName":"t"} | {"TrainingJobArn":"a"} | {"TrainingJobName":"t"} | {"TrainingJobStatus":"Completed"} | {"TrainingJobStatus":"Completed"}
            elasticmapreduce:createCluster | {"Name":"c"} | {"ClusterId":"j"} | {"ClusterId":"j"} | {"Cluster":{"Status":{"State":"WAITING"}}} | {"ClusterId":"j","Cluster":{"Status":{"State":"WAITING"}}}
            """)
    void aGoodEndGivesTheDescription(String resource, String parameters, String started, String asks, String answers,
            String gives) {
        aws.answers(answers);

        var state = optimized.look(task(resource, parameters), Json.parse(started));

        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse(asks));
        assertThat(state).isInstanceOfSatisfying(JobState.Ended.class, ended -> assertThat(ended.outcome())
                .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.output())
                        .isEqualTo(Json.parse(gives))));
    }

    @Test
    void aBadEndFailsWithTheDescriptionAsItsCause() {
        aws.answers("{\"jobs\":[{\"jobId\":\"1\",\"status\":\"FAILED\"}]}");

        assertThat(optimized.look(task("batch:submitJob", "{}"), Json.parse("{\"JobId\":\"1\"}"))).isEqualTo(
                new JobState.Ended(new Failed("States.TaskFailed", "{\"JobId\":\"1\",\"Status\":\"FAILED\"}")));
    }

    @Test
    void anEcsTaskDidWellIfAllItsContainersDid() {
        var started = Json.parse("{\"Tasks\":[{\"ClusterArn\":\"c\",\"TaskArn\":\"t\"}]}");
        var task = task("ecs:runTask", "{}");
        aws.answers("{\"tasks\":[{\"lastStatus\":\"RUNNING\"}]}");
        assertThat(optimized.look(task, started)).isEqualTo(new JobState.Running());
        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse("{\"cluster\":\"c\",\"tasks\":[\"t\"]}"));
        for (var containers : Map.of("[{\"exitCode\":0}]", Answered.class, "[{\"exitCode\":1}]", Failed.class,
                "[{\"exitCode\":0},{\"reason\":\"CannotPullContainerError\"}]", Failed.class).entrySet()) {
            aws.answers("{\"tasks\":[{\"lastStatus\":\"STOPPED\",\"containers\":" + containers.getKey() + "}]}");
            assertThat(optimized.look(task, started)).isInstanceOfSatisfying(JobState.Ended.class,
                    ended -> assertThat(ended.outcome()).isInstanceOf(containers.getValue()));
        }
    }

    @Test
    void aRefusalSaysNothingOfTheJobUnlessItIsToDisappear() {
        aws.answers(404, Map.of("X-Amzn-ErrorType", "ResourceNotFoundException"), "{\"message\":\"no\"}");
        assertThat(optimized.look(task("eks:createCluster", "{\"Name\":\"c\"}"), Json.parse("{}")))
                .isInstanceOf(JobState.Unknown.class);
        aws.answers(404, Map.of("X-Amzn-ErrorType", "ResourceNotFoundException"), "{\"message\":\"no\"}");
        assertThat(optimized.look(task("eks:deleteCluster", "{\"Name\":\"c\"}"), Json.parse("{}")))
                .isInstanceOf(JobState.Ended.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            glue:startJobRun | {"JobName":"j"} | {"JobRunId":"r"} | POST / AWSGlue.BatchStopJobRun | {"JobName":"j","JobRunIds":["r"]}
            codebuild:startBuild | {} | {"Build":{"Id":"b"}} | POST / CodeBuild_20161006.StopBuild | {"id":"b"}
            athena:startQueryExecution | {} | {"QueryExecutionId":"1"} | POST / AmazonAthena.StopQueryExecution | {"QueryExecutionId":"1"}
            elasticmapreduce:addStep | {"ClusterId":"j"} | {"StepId":"s"} | POST / ElasticMapReduce.CancelSteps | {"ClusterId":"j","StepIds":["s"]}
            """)
    void stopsAJobByTheServicesOwnAction(String resource, String parameters, String started, String asks,
            String sends) {
        aws.answers("{}");

        optimized.stop(task(resource, parameters), Json.parse(started));

        assertThat(aws.last().line()).isEqualTo(asks);
        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse(sends));
    }

    private static TaskRequest task(String name, String parameters) {
        var parts = name.split(":");
        var resource = IntegrationsFixture.resource(parts[0], parts[1], Pattern.SYNC);
        assertThat(optimized.handles(resource)).isTrue();
        return aws.task(resource, parameters);
    }
}

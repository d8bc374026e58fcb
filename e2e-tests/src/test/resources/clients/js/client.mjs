// SPDX-License-Identifier: Apache-2.0
// The AWS SDK for JavaScript, unchanged, against Fermata: prints one line for each thing that it has proven.
import {
  SFN, ExecutionDoesNotExist, paginateGetExecutionHistory,
} from "@aws-sdk/client-sfn";
import { setTimeout as sleep } from "node:timers/promises";

// StartSyncExecution puts "sync-" before the host, unless it is told not to
const client = new SFN({ endpoint: process.env.FERMATA_URL, region: "us-east-1", disableHostPrefix: true });
const prefix = process.env.PREFIX;
const roleArn = "arn:aws:iam::111122223333:role/any";
const express = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
const last = (arn) => arn.split(":").at(-1);

async function end(executionArn) {
  for (;;) {
    const execution = await client.describeExecution({ executionArn });
    if (execution.status !== "RUNNING") return execution;
    await sleep(100);
  }
}

async function task() {
  for (;;) {
    const { taskToken } = await client.getActivityTask({ activityArn, workerName: "js" });
    if (taskToken) return taskToken;
  }
}

const { activityArn } = await client.createActivity({ name: `${prefix}-work` });
const definition = JSON.stringify({
  StartAt: "Work", States: { Work: { Type: "Task", Resource: activityArn, End: true } },
});
const { stateMachineArn } = await client.createStateMachine({ name: prefix, definition, roleArn });
console.log("created", (await client.describeStateMachine({ stateMachineArn })).status);

const { executionArn } = await client.startExecution({ stateMachineArn, name: "one", input: '{"a": 1}' });
const taskToken = await task();
await client.sendTaskHeartbeat({ taskToken });
await client.sendTaskFailure({ taskToken, error: "Broken", cause: "by the worker" });
const failed = await end(executionArn);
console.log("failed", failed.status, failed.error);

await client.redriveExecution({ executionArn });
await client.sendTaskSuccess({ taskToken: await task(), output: '{"done": true}' });
const redriven = await end(executionArn);
console.log("redriven", redriven.status, redriven.output);

const pages = [];
for await (const page of paginateGetExecutionHistory({ client, pageSize: 3 }, { executionArn })) pages.push(page.events);
console.log("history", ...pages.flat().map((event) => event.type));

const { stateMachineVersionArn } = await client.publishStateMachineVersion({ stateMachineArn });
const { stateMachineAliasArn } = await client.createStateMachineAlias({
  name: "live", routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
});
const aliased = await client.startExecution({ stateMachineArn: stateMachineAliasArn });
const started = await client.describeExecution({ executionArn: aliased.executionArn });
console.log("alias", last(started.stateMachineAliasArn), last(started.stateMachineVersionArn));
await client.stopExecution({ executionArn: aliased.executionArn, error: "NotNeeded" });
const stopped = await end(aliased.executionArn);
console.log("stopped", stopped.status, stopped.error);

await client.tagResource({ resourceArn: stateMachineArn, tags: [{ key: "team", value: "blue" }] });
const { tags } = await client.listTagsForResource({ resourceArn: stateMachineArn });
console.log("tags", ...tags.map((tag) => `${tag.key}=${tag.value}`));

const quick = await client.createStateMachine({ name: `${prefix}-express`, definition: express, roleArn, type: "EXPRESS" });
const answer = await client.startSyncExecution({ stateMachineArn: quick.stateMachineArn, input: '{"a":1}' });
console.log("sync", answer.status, answer.output);

try {
  await client.describeExecution({ executionArn: `${executionArn}-missing` });
} catch (error) {
  if (!(error instanceof ExecutionDoesNotExist)) throw error;
  console.log("error", error.name);
}

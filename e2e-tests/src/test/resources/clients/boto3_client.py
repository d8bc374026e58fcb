# SPDX-License-Identifier: Apache-2.0
"""boto3, unchanged, against Fermata: prints one line for each thing that it has proven."""
import os
import time

import boto3
from botocore.config import Config

# StartSyncExecution puts "sync-" before the host, unless it is told not to
states = boto3.client("stepfunctions", endpoint_url=os.environ["FERMATA_URL"], region_name="us-east-1",
                      config=Config(inject_host_prefix=False, read_timeout=90))
prefix = os.environ["PREFIX"]
role = "arn:aws:iam::111122223333:role/any"
express = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}'


def status(execution):
    while (now := states.describe_execution(executionArn=execution)["status"]) == "RUNNING":
        time.sleep(0.1)
    return now


def task():
    while not (got := states.get_activity_task(activityArn=activity, workerName="boto3").get("taskToken")):
        pass
    return got


activity = states.create_activity(name=prefix + "-work")["activityArn"]
definition = '{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"%s","End":true}}}' % activity
machine = states.create_state_machine(name=prefix, definition=definition, roleArn=role)["stateMachineArn"]
print("created", states.describe_state_machine(stateMachineArn=machine)["status"])

execution = states.start_execution(stateMachineArn=machine, name="one", input='{"a": 1}')["executionArn"]
token = task()
states.send_task_heartbeat(taskToken=token)
states.send_task_failure(taskToken=token, error="Broken", cause="by the worker")
print("failed", status(execution), states.describe_execution(executionArn=execution)["error"])

if hasattr(states, "redrive_execution"):
    states.redrive_execution(executionArn=execution)
    states.send_task_success(taskToken=task(), output='{"done": true}')
    print("redriven", status(execution), states.describe_execution(executionArn=execution)["output"])
else:  # boto3 of before November 2023
    print("redriven not known to this client")

pages, more = [], {}
while True:
    page = states.get_execution_history(executionArn=execution, maxResults=3, **more)
    pages.append(page["events"])
    if "nextToken" not in page:
        break
    more = {"nextToken": page["nextToken"]}
print("history", *(event["type"] for page in pages for event in page))

if hasattr(states, "publish_state_machine_version"):
    version = states.publish_state_machine_version(stateMachineArn=machine)["stateMachineVersionArn"]
    route = [{"stateMachineVersionArn": version, "weight": 100}]
    alias = states.create_state_machine_alias(name="live", routingConfiguration=route)["stateMachineAliasArn"]
    aliased = states.start_execution(stateMachineArn=alias)["executionArn"]
    started = states.describe_execution(executionArn=aliased)
    print("alias", started["stateMachineAliasArn"].split(":")[-1], started["stateMachineVersionArn"].split(":")[-1])
else:  # boto3 of before June 2023
    aliased = states.start_execution(stateMachineArn=machine)["executionArn"]
    print("alias not known to this client")
states.stop_execution(executionArn=aliased, error="NotNeeded")
print("stopped", status(aliased), states.describe_execution(executionArn=aliased)["error"])

states.tag_resource(resourceArn=machine, tags=[{"key": "team", "value": "blue"}])
print("tags", *(tag["key"] + "=" + tag["value"] for tag in states.list_tags_for_resource(resourceArn=machine)["tags"]))

quick = states.create_state_machine(name=prefix + "-express", definition=express, roleArn=role,
                                    type="EXPRESS")["stateMachineArn"]
answer = states.start_sync_execution(stateMachineArn=quick, input='{"a":1}')
print("sync", answer["status"], answer["output"])

try:
    states.describe_execution(executionArn=execution + "-missing")
except states.exceptions.ExecutionDoesNotExist as missing:
    print("error", missing.response["Error"]["Code"])

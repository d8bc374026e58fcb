#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The AWS CLI, unchanged, against Fermata: prints one line for each thing that it has proven.
set -euo pipefail

states() { "$AWS" stepfunctions --endpoint-url "$FERMATA_URL" --region us-east-1 --output text "$@"; }
role=arn:aws:iam::111122223333:role/any

ended() { # prints the execution's status and another field of it
  while [ "$(states describe-execution --execution-arn "$1" --query status)" = RUNNING ]; do sleep 0.1; done
  states describe-execution --execution-arn "$1" --query "join(' ', [status, $2])"
}
task() {
  local token=None
  while [ "$token" = None ]; do
    token=$(states get-activity-task --activity-arn "$activity" --worker-name cli --query taskToken)
  done
  echo "$token"
}

activity=$(states create-activity --name "$PREFIX-work" --query activityArn)
machine=$(states create-state-machine --name "$PREFIX" --role-arn "$role" --query stateMachineArn --definition \
  '{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"'"$activity"'","End":true}}}')
echo "created $(states describe-state-machine --state-machine-arn "$machine" --query status)"

execution=$(states start-execution --state-machine-arn "$machine" --name one --input '{"a": 1}' --query executionArn)
token=$(task)
states send-task-heartbeat --task-token "$token"
states send-task-failure --task-token "$token" --error Broken --cause 'by the worker'
echo "failed $(ended "$execution" error)"

if states redrive-execution help >/dev/null 2>&1; then
  states redrive-execution --execution-arn "$execution" >/dev/null
  states send-task-success --task-token "$(task)" --task-output '{"done": true}'
  echo "redriven $(ended "$execution" output)"
else # a CLI of before November 2023 does not know redrives
  echo "redriven not known to this client"
fi

echo "history $(states get-execution-history --execution-arn "$execution" --page-size 3 --query 'events[].type' | xargs)"

if states publish-state-machine-version help >/dev/null 2>&1; then
  version=$(states publish-state-machine-version --state-machine-arn "$machine" --query stateMachineVersionArn)
  alias=$(states create-state-machine-alias --name live --query stateMachineAliasArn \
    --routing-configuration "stateMachineVersionArn=$version,weight=100")
  aliased=$(states start-execution --state-machine-arn "$alias" --query executionArn)
  echo "alias $(states describe-execution --execution-arn "$aliased" \
    --query "join(' ', [stateMachineAliasArn, stateMachineVersionArn])" | sed 's/[^ ]*://g')"
else
  aliased=$(states start-execution --state-machine-arn "$machine" --query executionArn)
  echo "alias not known to this client"
fi
states stop-execution --execution-arn "$aliased" --error NotNeeded >/dev/null
echo "stopped $(ended "$aliased" error)"

states tag-resource --resource-arn "$machine" --tags key=team,value=blue
echo "tags $(states list-tags-for-resource --resource-arn "$machine" --query "tags[].join('=', [key, value])")"

quick=$(states create-state-machine --name "$PREFIX-express" --role-arn "$role" --type EXPRESS --query stateMachineArn \
  --definition '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}')
# the CLI puts "sync-" before the host; where that name does not resolve, Fermata itself serves as the proxy
echo "sync $(HTTP_PROXY=$FERMATA_URL states start-sync-execution --state-machine-arn "$quick" --input '{"a":1}' \
  --query "join(' ', [status, output])")"

missing=$(states describe-execution --execution-arn "$execution-missing" 2>&1 || true)
echo "error $(grep -o ExecutionDoesNotExist <<< "$missing" | head -n 1)"

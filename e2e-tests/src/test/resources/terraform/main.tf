# What docs/how-to/aws-clients.md shows, with one of each kind of resource that the provider has for Step Functions.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {}

variable "definition" {}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints {
    sfn = var.endpoint
  }
}

resource "aws_sfn_state_machine" "expense" {
  name       = "terraform-expense"
  role_arn   = "arn:aws:iam::123456789012:role/any"
  definition = var.definition
  publish    = true
  tags = {
    team = "finance"
  }
}

resource "aws_sfn_state_machine" "quick" {
  name_prefix = "terraform-quick-"
  type        = "EXPRESS"
  role_arn    = "arn:aws:iam::123456789012:role/any"
  definition  = var.definition
  tracing_configuration {
    enabled = true
  }
}

resource "aws_sfn_alias" "live" {
  name = "live"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.expense.state_machine_version_arn
    weight                    = 100
  }
}

resource "aws_sfn_activity" "pack" {
  name = "terraform-pack"
}

data "aws_sfn_state_machine" "again" {
  name = aws_sfn_state_machine.expense.name
}

data "aws_sfn_state_machine_versions" "all" {
  statemachine_arn = aws_sfn_state_machine.expense.arn
}

output "arn" {
  value = data.aws_sfn_state_machine.again.arn
}

output "versions" {
  value = data.aws_sfn_state_machine_versions.all.statemachine_versions
}

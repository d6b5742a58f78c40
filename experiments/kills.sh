#!/usr/bin/env bash
# Kills a small experiment at random instants, as many times as asked for (200 if not), goes on with it each time, and
# compares what it ends with to a run that was left alone. The suite does the same with 20 kills.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -B -ntp test -pl reversible,hypergrad,models,reports,experiments -Dtest=ResumeTest \
  -Dsurefire.failIfNoSpecifiedTests=false "-Dretrograde.test.jvm.options=-Dretrograde.kills=${1:-200}"

#!/usr/bin/env bash
# Sends kill -9, SIGINT, SIGTERM and SIGHUP in turn to runs of an experiment at random instants, as many as asked for (40
# if not), and looks whether each leaves a directory that says what happened and can be reported. The suite does the same
# with 4 to a smaller experiment.
#
#   experiments/signals.sh [COUNT [EXPERIMENT]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -B -ntp test -pl reversible,hypergrad,models,reports,experiments -Dtest=SignalsTest \
  -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dretrograde.test.jvm.options=-Dretrograde.signals=${1:-40} -Dretrograde.signals.experiment=${2:-quickstart}"

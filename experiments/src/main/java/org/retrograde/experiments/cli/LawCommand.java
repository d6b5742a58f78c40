package org.retrograde.experiments.cli;

import picocli.CommandLine.Command;

/** Laws of the loss: fitting, predicting, and the schedule of least loss. */
@Command(
    name = "law",
    description = {
      "Fits a law of the loss as a function of learning rates to loss curves, predicts by it what"
          + " other schedules leave, and finds the schedule that leaves least.",
      "Curves are CSV files with the columns step, rate and loss, or directories of runs with"
          + " section laws."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {LawFitCommand.class, LawPredictCommand.class, LawOptimiseCommand.class})
final class LawCommand {}

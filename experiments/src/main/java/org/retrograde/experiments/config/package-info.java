/**
 * What an experiment is: YAML in, checked records out.
 *
 * <p>{@link org.retrograde.experiments.config.ConfigReader} reads a file or a built-in experiment,
 * applies {@code --set} overrides, checks it against {@code experiment.schema.json} (which also
 * holds every default), then across fields, and reports all errors at once, each with its line.
 * {@link org.retrograde.experiments.config.ConfigWriter} writes the resolved experiment, with every
 * default filled in, so that it reads back equal.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.experiments.config;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;

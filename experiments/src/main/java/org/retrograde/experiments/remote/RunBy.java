package org.retrograde.experiments.remote;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Who ran a trial.
 *
 * @param host name of the machine
 * @param process its number there
 * @param processor of the machine
 * @param seconds that the trial took
 */
@API(status = Status.EXPERIMENTAL)
public record RunBy(String host, long process, String processor, double seconds) {}

package org.retrograde.experiments.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.retrograde.experiments.engine.Provenance;

/** The process that runs trials, as others see it. */
final class ThisProcess {

  /** Looked up once: a name server may take its time. */
  private static final String HOST = host();

  private ThisProcess() {}

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  static String hostName() {
    return HOST;
  }

  static long number() {
    return ProcessHandle.current().pid();
  }

  static TrialResult.RunBy as(double seconds) {
    return new TrialResult.RunBy(
        HOST, number(), Provenance.processor().getOrDefault("processor", "unknown"), seconds);
  }
}

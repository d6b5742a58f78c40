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

  /** Returns what tells this process from all others, of this machine and of others. */
  static String name() {
    return HOST + " " + number();
  }

  /** Returns whether a process of this machine has ended; false for one of another. */
  static boolean isGone(String name) {
    int blank = name.lastIndexOf(' ');
    return blank > 0
        && name.substring(0, blank).equals(HOST)
        && name.substring(blank + 1).matches("\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(name.substring(blank + 1)))
            .filter(ProcessHandle::isAlive)
            .isEmpty();
  }

  static RunBy as(double seconds) {
    return new RunBy(
        HOST, number(), Provenance.processor().getOrDefault("processor", "unknown"), seconds);
  }
}

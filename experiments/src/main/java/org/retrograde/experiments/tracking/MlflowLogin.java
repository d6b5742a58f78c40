package org.retrograde.experiments.tracking;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * Who somebody is to a server of MLflow, by the variables that all its clients read.
 *
 * @param user name; null for none
 * @param password of the user; null for none
 * @param token in place of both; null for none
 */
record MlflowLogin(@Nullable String user, @Nullable String password, @Nullable String token) {

  /** Returns that of some environment. */
  static MlflowLogin of(Map<String, String> environment) {
    return new MlflowLogin(
        environment.get("MLFLOW_TRACKING_USERNAME"),
        environment.get("MLFLOW_TRACKING_PASSWORD"),
        environment.get("MLFLOW_TRACKING_TOKEN"));
  }

  BasicMlflowHostCreds at(String server) {
    return token == null
        ? new BasicMlflowHostCreds(server, user, password)
        : new BasicMlflowHostCreds(server, token);
  }

  /** Returns the header by which it is told; empty if there is nothing to tell. */
  Optional<String> header() {
    if (token != null) {
      return Optional.of("Bearer " + token);
    }
    if (user == null) {
      return Optional.empty();
    }
    byte[] both =
        (user + ":" + (password == null ? "" : password)).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }

  @Override
  public String toString() {
    return "MlflowLogin[" + user + "]"; // never the password
  }
}

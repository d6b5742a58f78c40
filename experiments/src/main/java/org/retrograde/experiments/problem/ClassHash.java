package org.retrograde.experiments.problem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.retrograde.models.data.Sha256;

/** A user's class as data: what its bytes say decides what a run finds. */
final class ClassHash {

  private ClassHash() {}

  /** Returns the hash of a class and of those within it, under its name. */
  static Map<String, String> of(String className) {
    try {
      Class<?> type = Class.forName(className);
      List<Class<?>> all =
          Arrays.stream(type.getNestMembers())
              .sorted(Comparator.<Class<?>, String>comparing(Class::getName))
              .toList();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Class<?> one : all) {
        bytes.writeBytes(bytes(one));
      }
      return Map.of("class " + className, Sha256.of(bytes.toByteArray()));
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UsersObjectiveException(className, "its class", e);
    }
  }

  private static byte[] bytes(Class<?> type) {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in == null ? new byte[0] : in.readAllBytes(); // a class that was made while it ran
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bytes of " + type.getName(), e);
    }
  }
}

package org.retrograde.reversible.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, without the file, which messages name already. */
public final class FileReasons {

  private FileReasons() {}

  /** Returns why a word is no path; of letters that the locale does not have, what to do. */
  public static String noPath(InvalidPathException e) {
    return String.valueOf(e.getReason()).contains("unmappable")
        ? "\"%s\" has letters that the locale has no code for; export LC_ALL=C.UTF-8"
            .formatted(e.getInput())
        : "\"%s\" is no path: %s".formatted(e.getInput(), e.getReason());
  }

  /** Returns the reason in a few words, such as "permission denied". */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof NotDirectoryException) {
      return "a part of the path is no directory";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    }
    if (e instanceof FileSystemLoopException) {
      return "its links lead in a circle";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return withoutFile(system.getReason());
    }
    String message = e.getMessage();
    if (e instanceof FileNotFoundException && message != null) {
      return withoutFile(message);
    }
    return message == null || e instanceof FileSystemException ? "input or output error" : message;
  }

  /** Older classes write the file, and the reason in brackets. */
  private static String withoutFile(String message) {
    return message.endsWith(")") && message.contains(" (")
        ? message.substring(message.lastIndexOf('(') + 1, message.length() - 1)
        : message;
  }
}

package dev.tachograph.engine.program.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Permissions, where a file system has them as POSIX does; elsewhere the directory's hold. */
final class OwnerOnly {
  private static final FileAttribute<?>[] NONE = {};

  private OwnerOnly() {}

  static FileAttribute<?>[] directory(Path path) {
    return permissions(path, "rwx------");
  }

  static FileAttribute<?>[] file(Path path) {
    return permissions(path, "rw-------");
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }

  /** Whether somebody else may read or write the file. */
  static boolean isShared(Path file) throws IOException {
    if (!isPosix(file)) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return !PosixFilePermissions.fromString("rwx------").containsAll(permissions);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

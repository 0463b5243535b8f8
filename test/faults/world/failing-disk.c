/*
 * Lies before the C library of a process whose disk is to fail: calls on the files of the embedded database fail as a file in
 * FAILING_DISK_DIR says, whose name is `kind errno suffix` of the files concerned, e.g. "write EIO", "write ENOSPC .sqlite".
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int code_of(const char *name) {
  if (strcmp(name, "EROFS") == 0) return EROFS;
  if (strcmp(name, "ENOSPC") == 0) return ENOSPC;
  return EIO;
}

static int ends_with(const char *path, const char *suffix) {
  size_t all = strlen(path), end = strlen(suffix);
  return all >= end && strcmp(path + all - end, suffix) == 0;
}

/* Whether a call of this kind fails on this path; sets errno then. */
static int fails_on(const char *kind, const char *path) {
  const char *dir = getenv("FAILING_DISK_DIR");
  char wanted[16], code[16], suffix[64];
  struct dirent *entry;
  DIR *list;
  int result = 0;
  if (!dir || !(list = opendir(dir))) return 0;
  while ((entry = readdir(list))) {
    suffix[0] = 0;
    if (sscanf(entry->d_name, "%15s %15s %63s", wanted, code, suffix) < 2) continue;
    if (strcmp(wanted, kind) != 0 || !ends_with(path, suffix)) continue;
    result = code_of(code);
  }
  closedir(list);
  if (result) errno = result;
  return result != 0;
}

static int fails(const char *kind, int fd) {
  char link[64], path[PATH_MAX];
  ssize_t length;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "partsdesk.sqlite") && fails_on(kind, path);
}

#define NEXT(name, type) static type next; if (!next) next = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*pwrite_type)(int, const void *, size_t, off64_t);
typedef ssize_t (*pread_type)(int, void *, size_t, off64_t);
typedef int (*sync_type)(int);

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  NEXT("pwrite", pwrite_type);
  return fails("write", fd) ? -1 : next(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  NEXT("pwrite64", pwrite_type);
  return fails("write", fd) ? -1 : next(fd, bytes, count, at);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t at) {
  NEXT("pread", pread_type);
  return fails("read", fd) ? -1 : next(fd, bytes, count, at);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t at) {
  NEXT("pread64", pread_type);
  return fails("read", fd) ? -1 : next(fd, bytes, count, at);
}

int fsync(int fd) {
  NEXT("fsync", sync_type);
  return fails("sync", fd) ? -1 : next(fd);
}

int fdatasync(int fd) {
  NEXT("fdatasync", sync_type);
  return fails("sync", fd) ? -1 : next(fd);
}

int access(const char *path, int mode) {
  typedef int (*access_type)(const char *, int);
  NEXT("access", access_type);
  if ((mode & W_OK) && strstr(path, "partsdesk-faults-") && fails_on("access", path)) return -1;
  return next(path, mode);
}

#ifndef MIGRATED_LANDLOCK_H
#define MIGRATED_LANDLOCK_H

// The system calls of Landlock (https://docs.kernel.org/userspace-api/landlock.html), which glibc does not wrap. The
// structures are written here, since the headers of the build machine may be older than the kernel that runs.

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LANDLOCK_READ_FILE (1ULL << 2)
#define LANDLOCK_WRITE_FILE (1ULL << 1)
#define LANDLOCK_REMOVE_DIR (1ULL << 4)
#define LANDLOCK_REMOVE_FILE (1ULL << 5)
#define LANDLOCK_MAKE_CHAR (1ULL << 6)
#define LANDLOCK_MAKE_DIR (1ULL << 7)
#define LANDLOCK_MAKE_REG (1ULL << 8)
#define LANDLOCK_MAKE_SOCK (1ULL << 9)
#define LANDLOCK_MAKE_FIFO (1ULL << 10)
#define LANDLOCK_MAKE_BLOCK (1ULL << 11)
#define LANDLOCK_MAKE_SYM (1ULL << 12)
// Since version 2 and 3 of the interface.
#define LANDLOCK_REFER (1ULL << 13)
#define LANDLOCK_TRUNCATE (1ULL << 14)
// Since version 6.
#define LANDLOCK_SCOPE_OF_SIGNALS (1ULL << 1)

struct landlock_ruleset {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
};

struct landlock_path_beneath {
  uint64_t allowed_access;
  int32_t parent_fd;
} __attribute__((packed));

/// The version of the interface, or -1 with errno where the kernel has none or it is switched off.
static inline int landlock_version(void) { return (int)syscall(444, NULL, (size_t)0, 1U); }

/// A ruleset's descriptor, or -1 with errno.
static inline int landlock_new(const struct landlock_ruleset *ruleset, size_t size) {
  return (int)syscall(444, ruleset, size, 0U);
}

/// 0, or -1 with errno.
static inline int landlock_allow(int ruleset, uint64_t access, int beneath) {
  struct landlock_path_beneath rule = {access, beneath};
  return (int)syscall(445, ruleset, 1, &rule, 0U);
}

/// Holds this thread, and all that it starts, to the ruleset, for good. 0, or -1 with errno.
static inline int landlock_obey(int ruleset) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return (int)syscall(446, ruleset, 0U);
}

/// Keeps every descriptor from 3 on from programs that are started. 0, or -1 with errno.
static inline int close_descriptors_on_exec(void) { return (int)syscall(436, 3U, ~0U, 4U); }

/// A descriptor by which the blocked signals of `set` are read, or -1 with errno.
static inline int read_signals(const sigset_t *set) { return signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK); }

/// A descriptor that only names a file, a link itself where it is one, or -1 with errno. O_PATH, which wants _GNU_SOURCE.
static inline int open_name(const char *path) { return open(path, 010000000 | O_NOFOLLOW | O_CLOEXEC); }

/// Nobody else of the same user may look into this process or take its descriptors.
static inline int make_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#endif

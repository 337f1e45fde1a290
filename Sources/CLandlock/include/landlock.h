#ifndef MIGRATED_LANDLOCK_H
#define MIGRATED_LANDLOCK_H

// Linux's means to confine a program, which glibc does not wrap, and what lies between fork and exec, where no Swift may
// run. The structures are written here, since the headers of the build machine may be older than the kernel that runs.
// https://docs.kernel.org/userspace-api/landlock.html

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <sys/types.h>

#define LANDLOCK_WRITE_FILE (1ULL << 1)
#define LANDLOCK_READ_FILE (1ULL << 2)
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

/// The version of the interface, or -1 with errno where the kernel has none or it is switched off.
int landlock_version(void);

/// A ruleset's descriptor, closed on exec, or -1 with errno. No scopes: 0.
int landlock_new(uint64_t access, uint64_t scopes);

/// 0, or -1 with errno.
int landlock_allow(int ruleset, uint64_t access, int beneath);

/// A descriptor that only names a file, a link itself where it is one, or -1 with errno. O_PATH, which wants _GNU_SOURCE.
int open_name(const char *path);

/// Two ends of a pipe that are closed on exec. 0, or -1 with errno.
int make_pipe(int ends[2]);

/// The number of the mount that a path lies on, or 0 where that is not known.
uint64_t mount_number(const char *path);

/// A descriptor by which the blocked signals of `set` are read, or -1 with errno.
int read_signals(const sigset_t *set);

/// Nobody else of the same user may look into this process or take its descriptors. It leaves no core dump either.
int make_undumpable(void);

/// Makes truncate(2), by path, fail with EPERM here and in what is started: for kernels whose Landlock does not know of
/// it. Puts no_new_privs in force. 0, or -1 with errno.
int refuse_truncate(void);

/// How far the start of a program came.
enum { START_STREAMS, START_FOLDER, START_CONFINEMENT, START_PROOF, START_PROGRAM };

/// What comes out of `failure` when a program could not be started.
struct start_failure {
  int32_t stage;
  int32_t error;
};

struct program_start {
  // As for execvp(3).
  const char *program;
  char *const *arguments;
  const char *folder;
  // Becomes standard output and standard error.
  int output;
  // The write end of a pipe, closed on exec: a struct start_failure comes out of it, or nothing.
  int failure;
  // -1 for none.
  int ruleset;
  int refuses_truncate;
  // A file that is not there and that the ruleset must keep the program from making; NULL for none.
  const char *proof;
};

/// Starts a program in a process group of its own, under the ruleset, with no descriptor but its three streams and with
/// every signal as it is by default. Answers its process id, or -1 with errno. The caller has one thread.
pid_t start_program(const struct program_start *what);

#endif

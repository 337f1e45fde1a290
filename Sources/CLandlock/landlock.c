#define _GNU_SOURCE
#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The same numbers on every architecture.
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, CLOSE_RANGE = 436 };

int landlock_version(void) { return (int)syscall(CREATE_RULESET, NULL, (size_t)0, 1U); }

int landlock_new(uint64_t access, uint64_t scopes) {
  struct {
    uint64_t files, network, scoped;
  } wanted = {access, 0, scopes};
  // A kernel that does not know the later fields takes them as long as they are zero.
  return (int)syscall(CREATE_RULESET, &wanted, sizeof wanted, 0U);
}

int landlock_allow(int ruleset, uint64_t access, int beneath) {
  struct {
    uint64_t access;
    int32_t beneath;
  } __attribute__((packed)) rule = {access, beneath};
  return (int)syscall(ADD_RULE, ruleset, 1, &rule, 0U);
}

int open_name(const char *path) { return open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC); }

int make_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

uint64_t mount_number(const char *path) {
  // struct statx, of which the mask is the first field and the mount's number lies at byte 144.
  uint64_t status[32] = {0};
  const uint32_t wanted = 0x1000;
  if (syscall(SYS_statx, AT_FDCWD, path, 0, wanted, status) != 0) return 0;
  return *(uint32_t *)status & wanted ? status[18] : 0;
}

int read_signals(const sigset_t *set) { return signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK); }

int make_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#if defined(__x86_64__)
#define OWN_INTERFACE AUDIT_ARCH_X86_64
#define OTHER_INTERFACE AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define OWN_INTERFACE AUDIT_ARCH_AARCH64
#define OTHER_INTERFACE AUDIT_ARCH_ARM
#endif

int refuse_truncate(void) {
#ifdef OWN_INTERFACE
  // truncate and truncate64 of the 32-bit interfaces of both machines.
  enum { OTHER_TRUNCATE = 92, OTHER_TRUNCATE64 = 193 };
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_INTERFACE, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      // Without the bit that marks x32.
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~0x40000000U),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_truncate, 5, 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OTHER_INTERFACE, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OTHER_TRUNCATE, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OTHER_TRUNCATE64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  struct sock_fprog filter = {sizeof steps / sizeof steps[0], steps};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

static void fail(const struct program_start *what, int stage, int error) {
  struct start_failure failure = {stage, error};
  _exit(write(what->failure, &failure, sizeof failure) == sizeof failure ? 127 : 126);
}

static void confine(const struct program_start *what) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail(what, START_CONFINEMENT, errno);
  if (what->ruleset < 0) return;
  if (syscall(RESTRICT_SELF, what->ruleset, 0U) != 0) fail(what, START_CONFINEMENT, errno);
  if (what->refuses_truncate && refuse_truncate() != 0) fail(what, START_CONFINEMENT, errno);
  if (!what->proof) return;
  int made = open(what->proof, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int error = errno;
  if (made >= 0) unlink(what->proof);
  if (made >= 0 || error != EACCES) fail(what, START_PROOF, made >= 0 ? 0 : error);
}

pid_t start_program(const struct program_start *what) {
  pid_t caller = getpid();
  pid_t child = fork();
  if (child != 0) return child;
  setpgid(0, 0);
  // The group is the caller's to end; this is for the case that somebody kills the caller.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != caller) _exit(126);
  for (int number = 1; number <= SIGRTMAX; number++) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, 0) < 0 || dup2(what->output, 1) < 0 || dup2(what->output, 2) < 0) {
    fail(what, START_STREAMS, errno);
  }
  // On exec only (4), so that a failure can still be told. Before Linux 5.11 there is no such call; whatever this process
  // has opened is closed on exec anyway, and what it was given was closed when it began.
  syscall(CLOSE_RANGE, 3U, ~0U, 4U);
  if (chdir(what->folder) != 0) fail(what, START_FOLDER, errno);
  confine(what);
  execvp(what->program, what->arguments);
  fail(what, START_PROGRAM, errno);
  return -1;
}

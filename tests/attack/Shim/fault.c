// Stands between a program and the system's calls for files, and lets one of them go wrong. Only files below FAULT_FOLDER count.
//   FAULT_LOG     a file that gets the name of every call that counts, a line each
//   FAULT_CALL    open read write fsync rename close unlink link allocate, or any
//   FAULT_AT      the number of the call that goes wrong, from 1
//   FAULT_FOR     how many from there on; 1 without it
//   FAULT_MODE    errno, short (half of the bytes), end (no more bytes), kill (before the call), kill-after
//   FAULT_ERRNO   the number of the error
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PASS, FAIL, SHORT, END, KILL_AFTER };

static atomic_long calls;

static void *next(const char *name);

static int below(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    return length && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int counts_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

static int counts_path(int folder, const char *path) {
    char whole[2 * PATH_MAX];
    if (!path) return 0;
    if (path[0] == '/') return below(path);
    if (folder != AT_FDCWD) return counts_fd(folder);
    return getcwd(whole, PATH_MAX) && below(whole);
}

static int decide(const char *call, int counts) {
    int before = errno;
    const char *log = getenv("FAULT_LOG"), *wanted = getenv("FAULT_CALL"), *mode = getenv("FAULT_MODE");
    if (!counts) { errno = before; return PASS; }
    if (log) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        char line[32];
        int length = snprintf(line, sizeof line, "%s\n", call);
        syscall(SYS_write, fd, line, length);
        syscall(SYS_close, fd);
    }
    errno = before;
    if (!wanted || !mode || (strcmp(wanted, call) && strcmp(wanted, "any"))) return PASS;
    long number = atomic_fetch_add(&calls, 1) + 1;
    long first = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 1;
    long length = getenv("FAULT_FOR") ? atol(getenv("FAULT_FOR")) : 1;
    if (number < first || number >= first + length) return PASS;
    if (!strcmp(mode, "kill")) syscall(SYS_kill, getpid(), SIGKILL);
    if (!strcmp(mode, "kill-after")) return KILL_AFTER;
    if (!strcmp(mode, "short")) return SHORT;
    if (!strcmp(mode, "end")) return END;
    errno = atoi(getenv("FAULT_ERRNO"));
    return FAIL;
}

#define LET(type, result) do { type done = (result); if (what == KILL_AFTER) syscall(SYS_kill, getpid(), SIGKILL); return done; } while (0)
#define HALF(n) (what == SHORT && (n) > 1 ? (n) / 2 : (n))

#define OPEN(name) int name(const char *path, int flags, ...) { \
    static int (*real)(const char *, int, ...); if (!real) real = next(#name); \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
    int what = decide("open", counts_path(AT_FDCWD, path)); if (what == FAIL) return -1; LET(int, real(path, flags, mode)); }
#define OPENAT(name) int name(int folder, const char *path, int flags, ...) { \
    static int (*real)(int, const char *, int, ...); if (!real) real = next(#name); \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
    int what = decide("open", counts_path(folder, path)); if (what == FAIL) return -1; LET(int, real(folder, path, flags, mode)); }
OPEN(open) OPEN(open64) OPENAT(openat) OPENAT(openat64)

#define MOVE(name, call, constness, position, pass) ssize_t name(int fd, constness void *bytes, size_t length position) { \
    static ssize_t (*real)(int, constness void *, size_t position); if (!real) real = next(#name); \
    int what = decide(call, counts_fd(fd)); if (what == FAIL) return -1; if (what == END) return 0; LET(ssize_t, real(fd, bytes, HALF(length) pass)); }
#define COMMA ,
#define AT COMMA off_t at
#define PASS_AT COMMA at
MOVE(read, "read", , , ) MOVE(write, "write", const, , )
MOVE(pread, "read", , AT, PASS_AT) MOVE(pread64, "read", , AT, PASS_AT) MOVE(pwrite, "write", const, AT, PASS_AT) MOVE(pwrite64, "write", const, AT, PASS_AT)

#define VECTOR(name, call, position, pass) ssize_t name(int fd, const struct iovec *parts, int count position) { \
    static ssize_t (*real)(int, const struct iovec *, int position); if (!real) real = next(#name); \
    int what = decide(call, counts_fd(fd)); if (what == FAIL) return -1; if (what == END) return 0; \
    struct iovec half = parts[0]; half.iov_len = HALF(half.iov_len); \
    if (what == SHORT) return real(fd, &half, 1 pass); LET(ssize_t, real(fd, parts, count pass)); }
VECTOR(readv, "read", , ) VECTOR(writev, "write", , )
VECTOR(preadv, "read", AT, PASS_AT) VECTOR(preadv64, "read", AT, PASS_AT) VECTOR(pwritev, "write", AT, PASS_AT) VECTOR(pwritev64, "write", AT, PASS_AT)

#define ON_FD(name, call) int name(int fd) { static int (*real)(int); if (!real) real = next(#name); \
    int what = decide(call, counts_fd(fd)); if (what == FAIL) { int error = errno; if (!strcmp(call, "close")) real(fd); errno = error; return -1; } LET(int, real(fd)); }
ON_FD(fsync, "fsync") ON_FD(fdatasync, "fsync") ON_FD(close, "close")

int unlink(const char *path) { static int (*real)(const char *); if (!real) real = next("unlink");
    int what = decide("unlink", counts_path(AT_FDCWD, path)); if (what == FAIL) return -1; LET(int, real(path)); }
int unlinkat(int folder, const char *path, int flags) { static int (*real)(int, const char *, int); if (!real) real = next("unlinkat");
    int what = decide("unlink", counts_path(folder, path)); if (what == FAIL) return -1; LET(int, real(folder, path, flags)); }
int rename(const char *from, const char *to) { static int (*real)(const char *, const char *); if (!real) real = next("rename");
    int what = decide("rename", counts_path(AT_FDCWD, to)); if (what == FAIL) return -1; LET(int, real(from, to)); }
int renameat(int a, const char *from, int b, const char *to) { static int (*real)(int, const char *, int, const char *); if (!real) real = next("renameat");
    int what = decide("rename", counts_path(b, to)); if (what == FAIL) return -1; LET(int, real(a, from, b, to)); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { static int (*real)(int, const char *, int, const char *, unsigned); if (!real) real = next("renameat2");
    int what = decide("rename", counts_path(b, to)); if (what == FAIL) return -1; LET(int, real(a, from, b, to, flags)); }
int linkat(int a, const char *from, int b, const char *to, int flags) { static int (*real)(int, const char *, int, const char *, int); if (!real) real = next("linkat");
    int what = decide("link", counts_path(b, to)); if (what == FAIL) return -1; LET(int, real(a, from, b, to, flags)); }
int ftruncate(int fd, off_t length) { static int (*real)(int, off_t); if (!real) real = next("ftruncate");
    int what = decide("allocate", counts_fd(fd)); if (what == FAIL) return -1; LET(int, real(fd, length)); }
int posix_fallocate(int fd, off_t from, off_t length) { static int (*real)(int, off_t, off_t); if (!real) real = next("posix_fallocate");
    int what = decide("allocate", counts_fd(fd)); if (what == FAIL) return errno; LET(int, real(fd, from, length)); }

static const struct { const char *name; void *call; } ours[] = {
#define OURS(name) { #name, (void *)name }
    OURS(open), OURS(open64), OURS(openat), OURS(openat64), OURS(read), OURS(write), OURS(pread), OURS(pread64), OURS(pwrite), OURS(pwrite64), OURS(readv), OURS(writev), OURS(preadv), OURS(preadv64),
    OURS(pwritev), OURS(pwritev64), OURS(fsync), OURS(fdatasync), OURS(close), OURS(unlink), OURS(unlinkat), OURS(rename), OURS(renameat), OURS(renameat2), OURS(linkat), OURS(ftruncate), OURS(posix_fallocate),
};

static void *ask(void *library, const char *name) {
    static void *(*real)(void *, const char *);
    const char *versions[] = { "GLIBC_2.2.5", "GLIBC_2.17", "GLIBC_2.34" };
    for (int i = 0; !real && i < 3; i++) real = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    return real(library, name);
}

static void *next(const char *name) { return ask(RTLD_NEXT, name); }

// A runtime that binds to the system's library by name asks here, and would go around everything above.
void *dlsym(void *restrict library, const char *restrict name) {
    for (size_t i = 0; library != RTLD_NEXT && i < sizeof ours / sizeof *ours; i++) if (!strcmp(ours[i].name, name)) return ours[i].call;
    return ask(library, name);
}

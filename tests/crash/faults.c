/* Loaded before the C library: what its calls do when the disk fails, and when the clock jumps. What is wrong stands in the file that
   TRADEWIRE_FAULTS names, a letter each: f the disk is full, r any write or sync may fail, d no file may be opened, c the clock
   jumps with each look, o nothing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_uint count;

static unsigned next(void) {
    unsigned x = atomic_fetch_add(&count, 1) + 2463534242u;
    x ^= x << 13; x ^= x >> 17; x ^= x << 5;
    return x * 2654435761u >> 8;
}

static int wrong(char what) {
    const char *name = getenv("TRADEWIRE_FAULTS");
    if (!name) return 0;
    int file = syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char said[16] = {0};
    long read = syscall(SYS_read, file, said, sizeof said - 1);
    syscall(SYS_close, file);
    return read > 0 && strchr(said, what) != NULL;
}

/* Whether a file is one of a store: its name is "store.db", or begins so. */
static int of_store(int file) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    long length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    return strstr(name, "store.db") != NULL;
}

/* The error of a call that writes or syncs a file; 0: it is carried out. */
static int error(int file) {
    if (!of_store(file)) return 0;
    if (wrong('f')) return ENOSPC;
    if (wrong('r')) switch (next() % 40) {
        case 0: return ENOSPC;
        case 1: return EIO;
    }
    return 0;
}

#define CALL(type, name, arguments, values, file)                        \
    type name arguments {                                                \
        static type(*real) arguments;                                    \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name);            \
        int code = error(file);                                          \
        if (code) { errno = code; return -1; }                           \
        return real values;                                              \
    }

CALL(ssize_t, write, (int file, const void *bytes, size_t size), (file, bytes, size), file)
CALL(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at), file)
CALL(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at), file)
CALL(int, ftruncate, (int file, off_t size), (file, size), file)
CALL(int, ftruncate64, (int file, off64_t size), (file, size), file)
CALL(int, fallocate, (int file, int mode, off_t at, off_t size), (file, mode, at, size), file)

/* A full disk syncs what it has. */
static int sync_error(int file) {
    int code = error(file);
    return code == ENOSPC ? 0 : code;
}

int fsync(int file) {
    int code = sync_error(file);
    if (code) { errno = code; return -1; }
    return syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    int code = sync_error(file);
    if (code) { errno = code; return -1; }
    return syscall(SYS_fdatasync, file);
}

/* Whether a file of the store may be opened. */
static int denied(const char *name) {
    return strstr(name, "store.db") != NULL && wrong('d');
}

int open(const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    if (denied(name)) { errno = EACCES; return -1; }
    return syscall(SYS_openat, AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    if (denied(name)) { errno = EACCES; return -1; }
    return syscall(SYS_openat, AT_FDCWD, name, flags | O_LARGEFILE, mode);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int done = syscall(SYS_clock_gettime, clock, now);
    if (done == 0 && clock == CLOCK_REALTIME && wrong('c'))
        now->tv_sec += ((time_t)(next() % 20000) - 10000) * 86400 / 3;
    return done;
}

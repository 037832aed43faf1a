//! Integer constants of `posix`.

macro_rules! constants {
    ($($name:ident)*) => {
        /// Names and values.
        pub static CONSTANTS: &[(&str, i64)] = &[$((stringify!($name), libc::$name as i64)),*];
    };
}

constants! {
    O_RDONLY O_WRONLY O_RDWR O_CREAT O_EXCL O_TRUNC O_APPEND O_NONBLOCK O_NDELAY O_SYNC O_DSYNC O_RSYNC O_NOCTTY O_CLOEXEC
    O_DIRECTORY O_NOFOLLOW O_PATH O_TMPFILE O_DIRECT O_NOATIME O_ACCMODE
    F_OK R_OK W_OK X_OK
    WNOHANG WUNTRACED WCONTINUED
    SEEK_DATA SEEK_HOLE
    P_PID P_PGID P_ALL
    RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD
    F_LOCK F_TLOCK F_ULOCK F_TEST
    GRND_NONBLOCK GRND_RANDOM
    PRIO_PROCESS PRIO_PGRP PRIO_USER
    SCHED_OTHER SCHED_FIFO SCHED_RR SCHED_BATCH SCHED_IDLE
    ST_RDONLY ST_NOSUID
}

/// Exit codes of `sysexits.h`, and limits, which the C library binding does not name.
pub static OTHERS: &[(&str, i64)] = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("NGROUPS_MAX", 65536),
    ("TMP_MAX", 238328),
];

/// What `os` derives `supports_dir_fd` and its like from: the calls that the functions here make.
pub static HAVE_FUNCTIONS: &[&str] = &[
    "HAVE_FACCESSAT",
    "HAVE_FSTATAT",
    "HAVE_LSTAT",
    "HAVE_MKDIRAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_UNLINKAT",
];

//! `errno`, which tells a missing file from a damaged one.

/// Sets this thread's `errno` to zero, so that it tells of the next call only.
pub fn forget() {
    #[cfg(target_os = "linux")]
    // SAFETY: the place is this thread's own.
    unsafe {
        *libc::__errno_location() = 0;
    }
    #[cfg(target_os = "macos")]
    // SAFETY: the place is this thread's own.
    unsafe {
        *libc::__error() = 0;
    }
}

//! The module `time`: clocks and sleeping. Absent: calendar functions (`localtime`, `strftime`, ...).

use pyrs_macros::pymodule;

#[pymodule(name = "time")]
pub(crate) mod module {
    use pyrs_object::errors::{PyResult, Raised};
    use pyrs_object::thread::Thread;

    fn read(thread: &mut Thread, clock: libc::clockid_t) -> PyResult<i64> {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the structure is the call's to fill.
        if unsafe { libc::clock_gettime(clock, &mut time) } != 0 {
            return Err(clock_failed(thread));
        }
        Ok(time.tv_sec * 1_000_000_000 + time.tv_nsec)
    }

    #[cold]
    fn clock_failed(thread: &mut Thread) -> Raised {
        let error = std::io::Error::last_os_error();
        thread.os_error_plain(format_args!("{error}"))
    }

    fn seconds(nanoseconds: i64) -> f64 {
        nanoseconds as f64 / 1e9
    }

    /// Return the time in seconds since the epoch.
    #[function]
    fn time(thread: &mut Thread) -> PyResult<f64> {
        read(thread, libc::CLOCK_REALTIME).map(seconds)
    }

    /// Return the time in nanoseconds since the epoch.
    #[function]
    fn time_ns(thread: &mut Thread) -> PyResult<i64> {
        read(thread, libc::CLOCK_REALTIME)
    }

    /// Return the value of a clock that never goes back.
    #[function]
    fn monotonic(thread: &mut Thread) -> PyResult<f64> {
        read(thread, libc::CLOCK_MONOTONIC).map(seconds)
    }

    /// Return the value of a clock that never goes back, in nanoseconds.
    #[function]
    fn monotonic_ns(thread: &mut Thread) -> PyResult<i64> {
        read(thread, libc::CLOCK_MONOTONIC)
    }

    /// Return the value of the clock for benchmarks.
    #[function]
    fn perf_counter(thread: &mut Thread) -> PyResult<f64> {
        read(thread, libc::CLOCK_MONOTONIC).map(seconds)
    }

    /// Return the value of the clock for benchmarks, in nanoseconds.
    #[function]
    fn perf_counter_ns(thread: &mut Thread) -> PyResult<i64> {
        read(thread, libc::CLOCK_MONOTONIC)
    }

    /// Return the processor time of the process.
    #[function]
    fn process_time(thread: &mut Thread) -> PyResult<f64> {
        read(thread, libc::CLOCK_PROCESS_CPUTIME_ID).map(seconds)
    }

    /// Return the processor time of the process in nanoseconds.
    #[function]
    fn process_time_ns(thread: &mut Thread) -> PyResult<i64> {
        read(thread, libc::CLOCK_PROCESS_CPUTIME_ID)
    }

    /// Return the processor time of the thread.
    #[function]
    fn thread_time(thread: &mut Thread) -> PyResult<f64> {
        read(thread, libc::CLOCK_THREAD_CPUTIME_ID).map(seconds)
    }

    /// Return the processor time of the thread in nanoseconds.
    #[function]
    fn thread_time_ns(thread: &mut Thread) -> PyResult<i64> {
        read(thread, libc::CLOCK_THREAD_CPUTIME_ID)
    }

    /// Wait for some seconds.
    #[function]
    fn sleep(thread: &mut Thread, seconds: f64) -> PyResult<()> {
        if seconds.is_nan() {
            return Err(thread.value_error(format_args!("Invalid value NaN (not a number)")));
        }
        if seconds < 0.0 {
            return Err(thread.value_error(format_args!("sleep length must be non-negative")));
        }
        match std::time::Duration::try_from_secs_f64(seconds) {
            Ok(duration) => {
                std::thread::sleep(duration);
                Ok(())
            }
            Err(_) => Err(thread.overflow_error(format_args!("timestamp out of range for platform time_t"))),
        }
    }
}

pub use module::MODULE;

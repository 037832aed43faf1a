//! The module `time`: clocks, sleeping and the calendar. Absent: setting clocks.

mod calendar;

use pyrs_macros::pymodule;

#[pymodule(name = "time")]
pub(crate) mod module {
    use super::calendar;
    use crate::invoke;
    use pyrs_object::errors::{PyResult, Raised};
    use pyrs_object::header::Ref;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::value::Value;

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
        let Ok(duration) = std::time::Duration::try_from_secs_f64(seconds) else {
            return Err(thread.overflow_error(format_args!("timestamp out of range for platform time_t")));
        };
        // Signal handlers run in between; the time to wake up stays.
        let deadline = std::time::Instant::now().checked_add(duration);
        let mut rest = duration;
        loop {
            let time = libc::timespec {
                tv_sec: rest.as_secs().min(i64::MAX as u64) as i64,
                tv_nsec: rest.subsec_nanos().into(),
            };
            // SAFETY: a null pointer says that the time left is not wanted.
            if thread.blocking(|| unsafe { libc::nanosleep(&time, std::ptr::null_mut()) }) == 0 {
                return Ok(());
            }
            crate::os_error::poll(thread)?;
            rest = match deadline {
                Some(deadline) => deadline.saturating_duration_since(std::time::Instant::now()),
                None => rest,
            };
        }
    }

    /// Convert seconds since the Epoch to a time tuple expressing UTC.
    #[function]
    fn gmtime(thread: &mut Thread, seconds: Option<Value>) -> PyResult<Value> {
        let seconds = calendar::seconds_of(thread, seconds)?;
        let broken = calendar::break_down(thread, seconds, false)?;
        calendar::struct_time(thread, &broken)
    }

    /// Convert seconds since the Epoch to a time tuple expressing local time.
    #[function]
    fn localtime(thread: &mut Thread, seconds: Option<Value>) -> PyResult<Value> {
        let seconds = calendar::seconds_of(thread, seconds)?;
        let broken = calendar::break_down(thread, seconds, true)?;
        calendar::struct_time(thread, &broken)
    }

    /// Convert a time tuple in local time to seconds since the Epoch.
    #[function]
    fn mktime(thread: &mut Thread, seconds: Value) -> PyResult<f64> {
        let mut broken = calendar::parse(thread, seconds, "mktime")?;
        broken.tm_wday = -1;
        // SAFETY: the structure is filled.
        let result = unsafe { libc::mktime(&mut broken) };
        if result == -1 && broken.tm_wday == -1 {
            return Err(thread.overflow_error(format_args!("mktime argument out of range")));
        }
        Ok(result as f64)
    }

    /// Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.
    #[function]
    fn asctime(thread: &mut Thread, tuple: Option<Value>) -> PyResult<String> {
        let broken = calendar::argument(thread, tuple, "asctime")?;
        Ok(calendar::ascii(&broken))
    }

    /// Convert a time in seconds since the Epoch to a string in local time.
    #[function]
    fn ctime(thread: &mut Thread, seconds: Option<Value>) -> PyResult<String> {
        let seconds = calendar::seconds_of(thread, seconds)?;
        let broken = calendar::break_down(thread, seconds, true)?;
        Ok(calendar::ascii(&broken))
    }

    /// Convert a time tuple to a string according to a format specification.
    #[function]
    fn strftime(thread: &mut Thread, format: Ref<StrObject>, tuple: Option<Value>) -> PyResult<Value> {
        let broken = calendar::argument(thread, tuple, "strftime")?;
        calendar::format(thread, format, &broken)
    }

    /// Parse a string to a time tuple according to a format specification.
    #[function]
    fn strptime(thread: &mut Thread, string: Value, format: Option<Value>) -> PyResult<Value> {
        let module = invoke::import(thread, "_strptime")?;
        match format {
            Some(format) => invoke::method(thread, module, "_strptime_time", &[string, format]),
            None => invoke::method(thread, module, "_strptime_time", &[string]),
        }
    }

    /// Return the time of the specified clock as a float.
    #[function]
    fn clock_gettime(thread: &mut Thread, clk_id: i32) -> PyResult<f64> {
        read(thread, clk_id).map(seconds)
    }

    /// Return the time of the specified clock as nanoseconds.
    #[function]
    fn clock_gettime_ns(thread: &mut Thread, clk_id: i32) -> PyResult<i64> {
        read(thread, clk_id)
    }

    /// Return the resolution (precision) of the specified clock.
    #[function]
    fn clock_getres(thread: &mut Thread, clk_id: i32) -> PyResult<f64> {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the structure is the call's to fill.
        if unsafe { libc::clock_getres(clk_id, &mut time) } != 0 {
            return Err(crate::os_error::last_os_error(thread, None));
        }
        Ok(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
    }

    /// Get information of the specified clock.
    #[function]
    fn get_clock_info(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Value> {
        let (clock, id, monotonic, adjustable) = match name.to_string_lossy().as_str() {
            "time" => ("CLOCK_REALTIME", libc::CLOCK_REALTIME, false, true),
            "monotonic" | "perf_counter" => ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC, true, false),
            "process_time" => ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID, true, false),
            "thread_time" => ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID, true, false),
            _ => return Err(thread.value_error(format_args!("unknown clock"))),
        };
        let types = invoke::import(thread, "types")?;
        let class = invoke::attribute(thread, types, "SimpleNamespace")?;
        let implementation = StrObject::from_str(thread, &format!("clock_gettime({clock})"))?.value();
        let resolution = clock_getres(thread, id)?;
        let resolution = pyrs_object::float::from_f64(thread, resolution)?;
        let (monotonic, adjustable) = (pyrs_object::bool_value(monotonic), pyrs_object::bool_value(adjustable));
        let all = [implementation, monotonic, adjustable, resolution];
        let names = ["implementation", "monotonic", "adjustable", "resolution"];
        invoke::call_keywords(thread, class, &all, &names)
    }

    fn set_zone(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let ([standard, summer], names) = calendar::zones(thread)?;
        let dict = module.dict.get();
        dict.set_str(thread, "timezone", Value::small_int(standard))?;
        dict.set_str(thread, "altzone", Value::small_int(summer))?;
        dict.set_str(thread, "daylight", Value::small_int((standard != summer).into()))?;
        let names = TupleObject::from_slice(thread, &names)?;
        dict.set_str(thread, "tzname", names.value())
    }

    /// Initialize, or reinitialize, the local timezone to the value stored in os.environ['TZ'].
    #[function]
    fn tzset(thread: &mut Thread) -> PyResult<()> {
        // SAFETY: reads the environment, which no other thread changes.
        unsafe { tzset_of_library() };
        match invoke::loaded_module(thread, "time")?.and_then(|module| module.downcast()) {
            Some(module) => set_zone(thread, module),
            None => Ok(()),
        }
    }

    unsafe extern "C" {
        #[link_name = "tzset"]
        fn tzset_of_library();
    }

    #[attr(name = "struct_time")]
    fn struct_time(thread: &mut Thread) -> PyResult<Value> {
        Ok(calendar::STRUCT_TIME.class(thread)?.value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, clock) in [
            ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
            ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
            ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
            ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
            ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
            ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
            ("CLOCK_TAI", libc::CLOCK_TAI),
        ] {
            module
                .dict
                .get()
                .set_str(thread, name, Value::small_int(clock.into()))?;
        }
        module
            .dict
            .get()
            .set_str(thread, "_STRUCT_TM_ITEMS", Value::small_int(11))?;
        set_zone(thread, module)
    }
}

pub use module::MODULE;

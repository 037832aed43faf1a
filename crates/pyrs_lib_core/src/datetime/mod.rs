//! The module `_datetime`: dates, times, durations and time zones.
//!
//! [`calendar`] and [`parse`] compute on plain numbers; the rest gives them to Python. Objects of subclasses are made by
//! calling the class wherever a method makes an object of its receiver's class. Absent: the capsule of the C interface.

mod arguments;
mod calendar;
mod date;
mod delta;
mod format;
mod iso_calendar;
mod moment;
mod object;
mod parse;
mod system_clock;
mod time_of_day;
mod zone;

use pyrs_macros::pymodule;
use pyrs_object::module::ModuleObject;
use pyrs_object::{PyResult, Ref, Thread};

/// Fast implementation of the datetime module.
#[pymodule(name = "_datetime")]
pub mod module {
    use super::*;

    #[attr(name = "MINYEAR")]
    fn min_year(_thread: &mut Thread) -> i64 {
        calendar::MIN_YEAR.into()
    }
    #[attr(name = "MAXYEAR")]
    fn max_year(_thread: &mut Thread) -> i64 {
        calendar::MAX_YEAR.into()
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let first = object::DELTA.try_get().is_none();
        let dict = module.dict.get();
        let classes = [
            ("timedelta", &object::DELTA),
            ("date", &object::DATE),
            ("tzinfo", &object::TZINFO),
            ("time", &object::TIME),
            ("datetime", &object::DATETIME),
            ("timezone", &object::TIMEZONE),
        ];
        for (name, class) in classes {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        object::ISO_CALENDAR.create(thread)?;
        if first {
            delta::enter_limits(thread)?;
            date::enter_limits(thread)?;
            time_of_day::enter_limits(thread)?;
            moment::enter_limits(thread)?;
            zone::enter_limits(thread)?;
            for (_, class) in classes {
                class.get().modified();
            }
        }
        let utc = zone::utc(thread)?;
        dict.set_str(thread, "UTC", utc)
    }
}

pub use module::MODULE;

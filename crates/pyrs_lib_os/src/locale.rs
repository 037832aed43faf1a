//! The module `_locale`: the C locale with UTF-8 text, which is the only one.

use pyrs_macros::pymodule;

const NUMBERS: &[(&str, i64)] = &[
    ("LC_CTYPE", libc::LC_CTYPE as i64),
    ("LC_NUMERIC", libc::LC_NUMERIC as i64),
    ("LC_TIME", libc::LC_TIME as i64),
    ("LC_COLLATE", libc::LC_COLLATE as i64),
    ("LC_MONETARY", libc::LC_MONETARY as i64),
    ("LC_MESSAGES", libc::LC_MESSAGES as i64),
    ("LC_ALL", libc::LC_ALL as i64),
    ("CHAR_MAX", 127),
    ("CODESET", libc::CODESET as i64),
    ("RADIXCHAR", libc::RADIXCHAR as i64),
    ("THOUSEP", libc::THOUSEP as i64),
    ("D_T_FMT", libc::D_T_FMT as i64),
    ("D_FMT", libc::D_FMT as i64),
    ("T_FMT", libc::T_FMT as i64),
    ("AM_STR", libc::AM_STR as i64),
    ("PM_STR", libc::PM_STR as i64),
    ("YESEXPR", libc::YESEXPR as i64),
    ("NOEXPR", libc::NOEXPR as i64),
];

/// Support for POSIX locales.
#[pymodule(name = "_locale")]
mod module {
    use super::NUMBERS;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::core::core;
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::native_class::NativeClass;
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::TypeFlags;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    static ERROR: NativeClass = NativeClass::new("locale", "Error", &pyrs_object::exception::EXCEPTION_LAYOUT)
        .base(|| core().types.exception.get())
        .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

    /// Activates/queries locale processing.
    #[function]
    fn setlocale(thread: &mut Thread, category: i32, locale: OptionalNone<Ref<StrObject>>) -> PyResult<&'static str> {
        if !(0..=6).contains(&category) {
            return Err(thread.raise_message(ERROR.get(), format_args!("invalid locale category")));
        }
        match locale.0.map(|name| name.to_string_lossy()).as_deref() {
            None | Some("" | "C" | "POSIX" | "C.UTF-8" | "C.utf8") => {
                Ok(if category == libc::LC_CTYPE { "C.UTF-8" } else { "C" })
            }
            Some(_) => Err(thread.raise_message(ERROR.get(), format_args!("unsupported locale setting"))),
        }
    }

    /// Returns numeric and monetary locale-specific parameters.
    #[function]
    fn localeconv(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        let dict = DictObject::new(thread)?;
        let texts = [
            ("int_curr_symbol", ""),
            ("currency_symbol", ""),
            ("mon_decimal_point", ""),
            ("mon_thousands_sep", ""),
            ("mon_grouping", "[]"),
            ("positive_sign", ""),
            ("negative_sign", ""),
        ];
        for (name, text) in texts {
            let value = match text {
                "[]" => ListObject::with_capacity(thread, 0)?.value(),
                text => StrObject::from_str(thread, text)?.value(),
            };
            dict.set_str(thread, name, value)?;
        }
        for name in [
            "int_frac_digits",
            "frac_digits",
            "p_cs_precedes",
            "p_sep_by_space",
            "n_cs_precedes",
            "n_sep_by_space",
            "p_sign_posn",
            "n_sign_posn",
        ] {
            dict.set_str(thread, name, Value::small_int(127))?;
        }
        let point = StrObject::from_str(thread, ".")?;
        dict.set_str(thread, "decimal_point", point.value())?;
        let none = StrObject::from_str(thread, "")?;
        dict.set_str(thread, "thousands_sep", none.value())?;
        let grouping = ListObject::with_capacity(thread, 0)?;
        dict.set_str(thread, "grouping", grouping.value())?;
        Ok(dict)
    }

    /// Return the value for the locale information associated with key.
    #[function]
    fn nl_langinfo(thread: &mut Thread, key: i32) -> PyResult<&'static str> {
        Ok(match key {
            libc::CODESET => "UTF-8",
            libc::RADIXCHAR => ".",
            libc::THOUSEP => "",
            libc::D_T_FMT => "%a %b %e %H:%M:%S %Y",
            libc::D_FMT => "%m/%d/%y",
            libc::T_FMT => "%H:%M:%S",
            libc::AM_STR => "AM",
            libc::PM_STR => "PM",
            libc::YESEXPR => "^[yY]",
            libc::NOEXPR => "^[nN]",
            _ => return Err(thread.value_error(format_args!("unsupported langinfo constant"))),
        })
    }

    /// Get the current locale encoding.
    #[function]
    fn getencoding(_thread: &mut Thread) -> &'static str {
        "UTF-8"
    }

    /// Compares two strings according to the locale.
    #[function]
    fn strcoll(_thread: &mut Thread, os1: Ref<StrObject>, os2: Ref<StrObject>) -> i64 {
        match os1.chars().iter().cmp(os2.chars().iter()) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }
    }

    /// Return a string that can be used as a key for locale-aware comparisons.
    #[function]
    fn strxfrm(_thread: &mut Thread, string: Ref<StrObject>) -> Ref<StrObject> {
        string
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let error = ERROR.create(thread)?;
        let dict = module.dict.get();
        dict.set_str(thread, "Error", error.value())?;
        for (name, number) in NUMBERS {
            dict.set_str(thread, name, Value::small_int(*number))?;
        }
        Ok(())
    }
}

pub use module::MODULE;

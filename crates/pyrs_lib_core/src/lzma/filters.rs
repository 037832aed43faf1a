//! Chains of filters, made of dicts and told as dicts.
//!
//! Invariant: `entries` ends with the library's mark of the end; the options they point to are boxed in `options`.

use super::errors::{lzma_error, raise};
use liblzma_sys as lzma;
use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, int, none, protocol};
use std::ffi::c_void;

/// Most filters of a chain.
const MOST: usize = 4;

/// `lzma_options_delta`: type, distance, reserved fields.
#[repr(C)]
#[derive(Clone, Copy)]
struct Delta {
    kind: u32,
    distance: u32,
    reserved_numbers: [u32; 4],
    reserved_pointers: [usize; 2],
}

/// `lzma_options_bcj`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Bcj {
    start_offset: u32,
}

/// The options of a filter.
enum Options {
    Lzma(Box<lzma::lzma_options_lzma>),
    Delta(Box<Delta>),
    Bcj(Box<Bcj>),
}

impl Options {
    fn as_ptr(&self) -> *mut c_void {
        match self {
            Options::Lzma(options) => (&raw const **options).cast_mut().cast(),
            Options::Delta(options) => (&raw const **options).cast_mut().cast(),
            Options::Bcj(options) => (&raw const **options).cast_mut().cast(),
        }
    }
}

/// A chain of filters.
pub struct Chain {
    entries: Vec<lzma::lzma_filter>,
    options: Vec<Options>,
}

impl Chain {
    /// For the library.
    pub fn as_ptr(&self) -> *const lzma::lzma_filter {
        self.entries.as_ptr()
    }

    /// The options of the only filter, if that is LZMA1.
    pub fn single_lzma1(&self) -> Option<&lzma::lzma_options_lzma> {
        match (&self.entries[..], &self.options[..]) {
            ([filter, _], [Options::Lzma(options)]) if filter.id == lzma::LZMA_FILTER_LZMA1 => Some(options),
            _ => None,
        }
    }
}

const END: lzma::lzma_filter = lzma::lzma_filter {
    id: u64::MAX,
    options: std::ptr::null_mut(),
};

/// The options of LZMA by a preset.
pub fn preset_options(thread: &mut Thread, preset: u32) -> PyResult<lzma::lzma_options_lzma> {
    // SAFETY: all-zero is a valid value; the call fills it.
    let (options, failed) = unsafe {
        let mut options = std::mem::zeroed();
        let failed = lzma::lzma_lzma_preset(&mut options, preset);
        (options, failed)
    };
    if failed != 0 {
        return Err(lzma_error(thread, format_args!("Invalid compression preset: {preset}")));
    }
    Ok(options)
}

/// A number of 32 bits.
pub fn to_u32(thread: &mut Thread, value: Value) -> PyResult<u32> {
    let index = protocol::index(thread, value)?;
    match int::as_i64(index).map(u32::try_from) {
        Some(Ok(number)) => Ok(number),
        Some(Err(_)) if int::as_i64(index).is_some_and(|number| number < 0) => {
            Err(thread.value_error(format_args!("Cannot convert negative int")))
        }
        _ => Err(thread.overflow_error(format_args!("Python int too large for C uint32_t"))),
    }
}

/// The chain of a sequence of filter specifiers.
pub fn parse_chain(thread: &mut Thread, specifiers: Value) -> PyResult<Chain> {
    let length = protocol::len(thread, specifiers)?;
    if length > MOST {
        return Err(thread.value_error(format_args!("Too many filters - liblzma supports a maximum of {MOST}")));
    }
    let mut chain = Chain {
        entries: Vec::with_capacity(length + 1),
        options: Vec::with_capacity(length),
    };
    for index in 0..length {
        let specifier = protocol::getitem(thread, specifiers, Value::small_int(index as i64))?;
        add(thread, &mut chain, specifier)?;
    }
    chain.entries.push(END);
    Ok(chain)
}

fn add(thread: &mut Thread, chain: &mut Chain, specifier: Value) -> PyResult<()> {
    let (id, options) = parse(thread, specifier)?;
    chain.entries.push(lzma::lzma_filter {
        id,
        options: options.as_ptr(),
    });
    chain.options.push(options);
    Ok(())
}

/// `specifier[name]`, or `None` if it is not there.
fn item(thread: &mut Thread, specifier: Value, name: &str) -> PyResult<Option<Value>> {
    let key = StrObject::intern(thread, name)?.value();
    match protocol::getitem(thread, specifier, key) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => match thread.clear_if(core().types.key_error.get()) {
            true => Ok(None),
            false => Err(raised),
        },
    }
}

/// Refuses keys that a kind of filter does not have.
fn check_keys(thread: &mut Thread, specifier: Value, known: &[&str], kind: &str) -> PyResult<()> {
    let mut unknown = false;
    protocol::for_each(thread, specifier, |_, key| {
        let text = key.downcast::<StrObject>();
        unknown |= !text.is_some_and(|text| known.iter().any(|name| text.equals_str(name)));
        Ok(())
    })?;
    match unknown {
        true => Err(thread.value_error(format_args!("Invalid filter specifier for {kind} filter"))),
        false => Ok(()),
    }
}

/// The number of an option; all that is wrong with it has one error.
fn option(thread: &mut Thread, value: Value, kind: &str) -> PyResult<u32> {
    to_u32(thread, value).map_err(|raised| {
        let types = &core().types;
        let wrong = [
            types.value_error.get(),
            types.type_error.get(),
            types.overflow_error.get(),
        ];
        match wrong.into_iter().any(|class| thread.clear_if(class)) {
            true => thread.value_error(format_args!("Invalid filter specifier for {kind} filter")),
            false => raised,
        }
    })
}

fn parse(thread: &mut Thread, specifier: Value) -> PyResult<(u64, Options)> {
    let class = class_of(specifier);
    if class.slot(|s| s.getitem).is_none() || specifier.downcast::<StrObject>().is_some() {
        return Err(thread.type_error(format_args!("Filter specifier must be a dict or dict-like object")));
    }
    let id = match item(thread, specifier, "id")? {
        Some(id) => id,
        None => return Err(thread.value_error(format_args!("Filter specifier must have an \"id\" entry"))),
    };
    let index = protocol::index(thread, id)?;
    let id = match int::as_i64(index).map(u64::try_from) {
        Some(Ok(id)) => id,
        _ => return Err(thread.value_error(format_args!("Cannot convert negative int"))),
    };
    let options = match id {
        lzma::LZMA_FILTER_LZMA1 | lzma::LZMA_FILTER_LZMA2 => parse_lzma(thread, specifier)?,
        lzma::LZMA_FILTER_DELTA => {
            check_keys(thread, specifier, &["id", "dist"], "delta")?;
            let distance = match item(thread, specifier, "dist")? {
                Some(distance) => option(thread, distance, "delta")?,
                None => 1,
            };
            Options::Delta(Box::new(Delta {
                kind: 0,
                distance,
                reserved_numbers: [0; 4],
                reserved_pointers: [0; 2],
            }))
        }
        0x04..=0x09 => {
            check_keys(thread, specifier, &["id", "start_offset"], "BCJ")?;
            let start_offset = match item(thread, specifier, "start_offset")? {
                Some(offset) => option(thread, offset, "BCJ")?,
                None => 0,
            };
            Options::Bcj(Box::new(Bcj { start_offset }))
        }
        _ => return Err(thread.value_error(format_args!("Invalid filter ID: {id}"))),
    };
    Ok((id, options))
}

fn parse_lzma(thread: &mut Thread, specifier: Value) -> PyResult<Options> {
    let preset = match item(thread, specifier, "preset")? {
        Some(preset) => to_u32(thread, preset)?,
        None => lzma::LZMA_PRESET_DEFAULT,
    };
    let mut options = preset_options(thread, preset)?;
    let known = [
        "id",
        "preset",
        "dict_size",
        "lc",
        "lp",
        "pb",
        "mode",
        "nice_len",
        "mf",
        "depth",
    ];
    check_keys(thread, specifier, &known, "LZMA")?;
    for name in &known[2..] {
        let Some(value) = item(thread, specifier, name)? else {
            continue;
        };
        let number = option(thread, value, "LZMA")?;
        match *name {
            "dict_size" => options.dict_size = number,
            "lc" => options.lc = number,
            "lp" => options.lp = number,
            "pb" => options.pb = number,
            "mode" => options.mode = number as _,
            "nice_len" => options.nice_len = number,
            "mf" => options.mf = number as _,
            _ => options.depth = number,
        }
    }
    Ok(Options::Lzma(Box::new(options)))
}

/// The properties of a filter as bytes.
pub fn encode_properties(thread: &mut Thread, specifier: Value) -> PyResult<Vec<u8>> {
    let (id, options) = parse(thread, specifier)?;
    let filter = lzma::lzma_filter {
        id,
        options: options.as_ptr(),
    };
    let mut size = 0;
    // SAFETY: the filter is alive, and the size is the call's to fill.
    let result = unsafe { lzma::lzma_properties_size(&mut size, &filter) };
    if result != lzma::LZMA_OK {
        return Err(raise(thread, result));
    }
    let mut bytes = vec![0; size as usize];
    // SAFETY: there is as much room as the library said.
    let result = unsafe { lzma::lzma_properties_encode(&filter, bytes.as_mut_ptr()) };
    match result {
        lzma::LZMA_OK => Ok(bytes),
        error => Err(raise(thread, error)),
    }
}

/// The specifier of properties.
pub fn decode_properties(thread: &mut Thread, id: u64, bytes: &[u8]) -> PyResult<Ref<DictObject>> {
    let mut filter = lzma::lzma_filter {
        id,
        options: std::ptr::null_mut(),
    };
    // SAFETY: the bytes have the length given; the options are made by the C library's allocator.
    let result = unsafe { lzma::lzma_properties_decode(&mut filter, std::ptr::null(), bytes.as_ptr(), bytes.len()) };
    if result != lzma::LZMA_OK {
        return Err(raise(thread, result));
    }
    let mut fields = vec![("id", id)];
    if !filter.options.is_null() {
        // SAFETY: options of these filters have these types; they are freed once, as they were made.
        unsafe {
            match id {
                lzma::LZMA_FILTER_LZMA1 => {
                    let options = &*filter.options.cast::<lzma::lzma_options_lzma>();
                    let numbers = [
                        ("lc", options.lc),
                        ("lp", options.lp),
                        ("pb", options.pb),
                        ("dict_size", options.dict_size),
                    ];
                    fields.extend(numbers.map(|(name, number)| (name, u64::from(number))));
                }
                lzma::LZMA_FILTER_LZMA2 => {
                    let options = &*filter.options.cast::<lzma::lzma_options_lzma>();
                    fields.push(("dict_size", options.dict_size.into()));
                }
                lzma::LZMA_FILTER_DELTA => {
                    fields.push(("dist", (*filter.options.cast::<Delta>()).distance.into()));
                }
                _ => fields.push(("start_offset", (*filter.options.cast::<Bcj>()).start_offset.into())),
            }
            libc::free(filter.options);
        }
    }
    let dict = DictObject::new(thread)?;
    for (name, number) in fields {
        let number = int::from_u64(thread, number)?;
        dict.set_str(thread, name, number)?;
    }
    Ok(dict)
}

/// An argument where None means absent.
pub fn given(value: Option<Value>) -> Option<Value> {
    value.filter(|value| *value != none())
}

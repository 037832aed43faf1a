//! The module `_struct`: values as packed bytes.
//!
//! A format is parsed once for a `Struct`; module functions keep the latest ones in a dict. The runs of a format lie in
//! an array of the heap without values.

mod format;
mod iterator;
mod number;
mod pack;

use crate::buffer;
use crate::collect::{allocate, no_keywords, wrong_receiver};
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::array::RawArray;
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::{StrObject, as_str};
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

/// A compiled format.
#[repr(C)]
pub struct StructObject {
    header: Header,
    format: Field<Option<Value>>,
    runs: Field<Option<Ref<RawArray>>>,
    run_count: Cell<usize>,
    big: Cell<u64>,
    size: Cell<usize>,
    count: Cell<usize>,
}
heap_object!(StructObject, "_struct.Struct", STRUCT_LAYOUT, [format, runs]);

static STRUCT: NativeClass = NativeClass::new("_struct", "Struct", &STRUCT_LAYOUT)
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_WEAKREF))
    .methods(StructMethods::TYPE_METHODS);

static ERROR: NativeClass = NativeClass::new("struct", "error", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

/// Structs by format, for the functions of the module.
static KNOWN: StaticRoot = StaticRoot::new();
/// Formats that are kept; then all are dropped.
const KNOWN_LIMIT: usize = 100;

/// Raises `struct.error`.
#[cold]
fn error(thread: &mut Thread, message: std::fmt::Arguments) -> Raised {
    thread.raise_message(ERROR.get(), message)
}

/// The format as bytes.
fn format_bytes(thread: &mut Thread, format: Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = format.downcast::<BytesObject>() {
        return Ok(bytes.data().to_vec());
    }
    let Some(text) = as_str(format) else {
        let class = class_of(format).name_for_message();
        return Err(thread.type_error(format_args!(
            "Struct() argument 1 must be a str or bytes object, not {class}"
        )));
    };
    if let Some(text) = text.as_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    // The codec raises the error that names the character.
    let (method, codec) = (
        StrObject::intern(thread, "encode")?,
        StrObject::intern(thread, "ascii")?,
    );
    let encoded = protocol::call_method(thread, format, method, &[codec.value()])?;
    Ok(encoded
        .downcast::<BytesObject>()
        .map(|bytes| bytes.data().to_vec())
        .unwrap_or_default())
}

fn compile(thread: &mut Thread, this: Ref<StructObject>, format: Value) -> PyResult<()> {
    let bytes = format_bytes(thread, format)?;
    let layout = match format::parse(&bytes) {
        Ok(layout) => layout,
        Err(refusal) => return Err(format::refuse(thread, &refusal)),
    };
    let text = match as_str(format) {
        Some(text) => text,
        None => StrObject::from_latin1(thread, &bytes)?,
    };
    let runs = format::store(thread, &layout.runs)?;
    this.format.set(this, Some(text.value()));
    this.runs.set(this, Some(runs));
    this.run_count.set(layout.runs.len());
    this.big.set(layout.mode.big.into());
    this.size.set(layout.size);
    this.count.set(layout.count);
    Ok(())
}

/// The struct of a format, from those that are known if it is.
fn known(thread: &mut Thread, format: Value) -> PyResult<Ref<StructObject>> {
    if as_str(format).is_none() && format.downcast::<BytesObject>().is_none() {
        let class = class_of(format).name_for_message();
        return Err(thread.type_error(format_args!(
            "Struct() argument 1 must be a str or bytes object, not {class}"
        )));
    }
    let cache = match KNOWN.get().and_then(|cache| cache.downcast::<DictObject>()) {
        Some(cache) => cache,
        None => {
            let cache = DictObject::new(thread)?;
            KNOWN.set(thread, Some(cache.value()));
            cache
        }
    };
    let hash = protocol::hash(thread, format)?;
    if let Some(found) = cache.get_hashed(thread, format, hash)?
        && let Some(found) = found.downcast()
    {
        return Ok(found);
    }
    let made: Ref<StructObject> = STRUCT.get().allocate_instance(thread)?;
    compile(thread, made, format)?;
    if cache.len() >= KNOWN_LIMIT {
        cache.clear();
    }
    cache.set_hashed(thread, format, hash, made.value())?;
    Ok(made)
}

fn checked_pack(
    thread: &mut Thread,
    this: Ref<StructObject>,
    function: &str,
    values: &[Value],
) -> PyResult<Ref<BytesObject>> {
    let (wanted, given) = (this.count.get(), values.len());
    if wanted != given {
        return Err(error(
            thread,
            format_args!("{function} expected {wanted} items for packing (got {given})"),
        ));
    }
    pack::pack(thread, this, values)
}

/// `offset` counted from the start, for a buffer of `length` bytes; `what` fails if the struct does not fit there.
fn place(thread: &mut Thread, size: usize, offset: i64, length: usize, packing: bool) -> PyResult<usize> {
    let (function, what) = if packing {
        ("pack_into", "packing")
    } else {
        ("unpack_from", "unpacking")
    };
    let mut start = offset;
    if offset < 0 {
        if offset.saturating_add(size as i64) > 0 {
            let message = if packing {
                "no space to pack"
            } else {
                "not enough data to unpack"
            };
            return Err(error(thread, format_args!("{message} {size} bytes at offset {offset}")));
        }
        start = offset.saturating_add(length as i64);
        if start < 0 {
            return Err(error(
                thread,
                format_args!("offset {offset} out of range for {length}-byte buffer"),
            ));
        }
    }
    let start = start as usize;
    if start > length || length - start < size {
        let needed = start.saturating_add(size);
        return Err(error(
            thread,
            format_args!(
                "{function} requires a buffer of at least {needed} bytes for {what} {size} bytes at offset {start} (actual buffer size is {length})"
            ),
        ));
    }
    Ok(start)
}

fn unpack_exact(thread: &mut Thread, this: Ref<StructObject>, source: Value) -> PyResult<Value> {
    let size = this.size.get();
    // bytes don't change.
    if let Some(bytes) = source.downcast::<BytesObject>()
        && bytes.len() == size
    {
        return pack::unpack(thread, this, bytes.data());
    }
    let data = buffer::readable(thread, source)?.to_vec();
    if data.len() != size {
        return Err(error(thread, format_args!("unpack requires a buffer of {size} bytes")));
    }
    pack::unpack(thread, this, &data)
}

fn unpack_from(thread: &mut Thread, this: Ref<StructObject>, source: Value, offset: i64) -> PyResult<Value> {
    let size = this.size.get();
    let data = {
        let buffer = buffer::readable(thread, source)?;
        let start = place(thread, size, offset, buffer.data().len(), false)?;
        buffer.data()[start..start + size].to_vec()
    };
    pack::unpack(thread, this, &data)
}

/// `values` are the buffer, the offset, and the values.
fn pack_into(thread: &mut Thread, this: Ref<StructObject>, values: &[Value]) -> PyResult<()> {
    let (target, offset, values) = match values {
        [] => return Err(error(thread, format_args!("pack_into expected buffer argument"))),
        [_] => return Err(error(thread, format_args!("pack_into expected offset argument"))),
        [target, offset, values @ ..] => (*target, *offset, values),
    };
    let (wanted, given) = (this.count.get(), values.len());
    if wanted != given {
        return Err(error(
            thread,
            format_args!("pack_into expected {wanted} items for packing (got {given})"),
        ));
    }
    let length = buffer::writable(thread, target)?.data().len();
    let offset = protocol::index_i64(thread, offset)?;
    let start = place(thread, this.size.get(), offset, length, true)?;
    protocol::check_room(thread, this.size.get())?;
    let mut packed = vec![0; this.size.get()];
    pack::pack_to(thread, this, values, &mut packed)?;
    // Packing may have run Python code that resized the target.
    let buffer = buffer::writable(thread, target)?;
    match buffer
        .data_mut()
        .and_then(|data| data.get_mut(start..start + packed.len()))
    {
        Some(place) => {
            place.copy_from_slice(&packed);
            Ok(())
        }
        None => Err(error(
            thread,
            format_args!("pack_into: the buffer was resized meanwhile"),
        )),
    }
}

static NEW: Signature = Signature::of_slot("Struct", &["format"], 1);

/// Holds the methods of `Struct`.
pub struct StructMethods;

/// Struct(fmt) --> compiled struct object
#[pymethods]
impl StructMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let this: Ref<StructObject> = allocate(thread, class)?;
        Ok(this.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let [format] = bind_slot::<1>(thread, &NEW, args)?;
        match this.downcast::<StructObject>() {
            Some(object) => compile(thread, object, format.unwrap_or_else(none)),
            None => Err(wrong_receiver(thread, "_struct.Struct", this)),
        }
    }

    /// Return a bytes object containing the values packed according to the format string S.format.
    #[method(signature = "(*values)")]
    fn pack(thread: &mut Thread, this: Ref<StructObject>, args: Args) -> PyResult<Ref<BytesObject>> {
        no_keywords(thread, "pack", args)?;
        checked_pack(thread, this, "pack", args.positional())
    }

    /// Pack the values according to the format string S.format and write them into a buffer from an offset on.
    #[method(signature = "(buffer, offset, *values)")]
    fn pack_into(thread: &mut Thread, this: Ref<StructObject>, args: Args) -> PyResult<()> {
        no_keywords(thread, "pack_into", args)?;
        pack_into(thread, this, args.positional())
    }

    /// Return a tuple containing unpacked values.
    #[method]
    fn unpack(thread: &mut Thread, this: Ref<StructObject>, buffer: Value) -> PyResult<Value> {
        unpack_exact(thread, this, buffer)
    }

    /// Return a tuple containing unpacked values, read from an offset on.
    #[method(signature = "(buffer, offset=0)", keywords = "buffer, offset")]
    fn unpack_from(
        thread: &mut Thread,
        this: Ref<StructObject>,
        buffer: Value,
        offset: Option<i64>,
    ) -> PyResult<Value> {
        unpack_from(thread, this, buffer, offset.unwrap_or(0))
    }

    /// Return an iterator yielding tuples.
    #[method]
    fn iter_unpack(thread: &mut Thread, this: Ref<StructObject>, buffer: Value) -> PyResult<Value> {
        iterator::new(thread, this, buffer)
    }

    /// struct format string
    #[getter]
    fn format(_thread: &mut Thread, this: Ref<StructObject>) -> Option<Value> {
        this.format.get()
    }

    /// struct size in bytes
    #[getter]
    fn size(_thread: &mut Thread, this: Ref<StructObject>) -> usize {
        this.size.get()
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let format = this.downcast::<StructObject>().and_then(|this| this.format.get());
        let format = protocol::repr(thread, format.unwrap_or_else(none))?.to_string_lossy();
        let class = class_of(this).name_for_message();
        let class = class.rsplit('.').next().unwrap_or_default();
        Ok(StrObject::from_str(thread, &format!("{class}({format})"))?.value())
    }
}

/// Functions to convert between Python values and C structs.
/// Python bytes objects are used to hold the data representing the C struct
/// and also as format strings (explained below) to describe the layout of data
/// in the C struct.
#[pymodule(name = "_struct")]
pub mod module {
    use super::{ERROR, KNOWN, STRUCT, iterator, known, no_keywords};
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value};

    fn format_of(thread: &mut Thread, function: &str, args: &Args) -> PyResult<Value> {
        no_keywords(thread, function, *args)?;
        match args.positional().first() {
            Some(format) => Ok(*format),
            None => Err(thread.type_error(format_args!("missing format argument"))),
        }
    }

    /// Return size in bytes of the struct described by the format string.
    #[function]
    fn calcsize(thread: &mut Thread, format: Value) -> PyResult<usize> {
        Ok(known(thread, format)?.size.get())
    }

    /// Return a bytes object containing the values packed according to the format string.
    #[function(signature = "(format, /, *values)")]
    fn pack(thread: &mut Thread, args: Args) -> PyResult<Ref<BytesObject>> {
        let format = format_of(thread, "pack", &args)?;
        let this = known(thread, format)?;
        super::checked_pack(thread, this, "pack", args.skip_first().positional())
    }

    /// Pack the values according to the format string and write them into a buffer from an offset on.
    #[function(signature = "(format, buffer, offset, /, *values)")]
    fn pack_into(thread: &mut Thread, args: Args) -> PyResult<()> {
        let format = format_of(thread, "pack_into", &args)?;
        let this = known(thread, format)?;
        super::pack_into(thread, this, args.skip_first().positional())
    }

    /// Return a tuple containing values unpacked according to the format string.
    ///
    /// The buffer's size in bytes must be calcsize(format).
    #[function]
    fn unpack(thread: &mut Thread, format: Value, buffer: Value) -> PyResult<Value> {
        let this = known(thread, format)?;
        super::unpack_exact(thread, this, buffer)
    }

    /// Return a tuple containing values unpacked according to the format string.
    ///
    /// The buffer's size, minus offset, must be at least calcsize(format).
    #[function(signature = "(format, /, buffer, offset=0)", keywords = "buffer, offset")]
    fn unpack_from(thread: &mut Thread, format: Value, buffer: Value, offset: Option<i64>) -> PyResult<Value> {
        let this = known(thread, format)?;
        super::unpack_from(thread, this, buffer, offset.unwrap_or(0))
    }

    /// Return an iterator yielding tuples unpacked from the given bytes.
    #[function]
    fn iter_unpack(thread: &mut Thread, format: Value, buffer: Value) -> PyResult<Value> {
        let this = known(thread, format)?;
        iterator::new(thread, this, buffer)
    }

    /// Clear the internal cache.
    #[function(name = "_clearcache")]
    fn clear_cache(thread: &mut Thread) {
        KNOWN.set(thread, None);
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        iterator::ITERATOR.create(thread)?;
        for (name, class) in [("Struct", &STRUCT), ("error", &ERROR)] {
            let class = class.create(thread)?;
            module.dict.get().set_str(thread, name, class.value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;

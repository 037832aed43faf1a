//! The base classes of streams, which Python code subclasses: what they do in terms of their subclasses' methods.
//!
//! An instance of a Python subclass carries only whether it was closed. Native streams override everything here that
//! they have a faster way for.

use crate::byte_view;
use crate::invoke;
use pyrs_macros::pymethods;
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::convert::OptionalNone;
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::header::Header;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Thread, Value, bool_value, heap_object, none, protocol};
use std::cell::Cell;

/// An instance of a Python subclass of the base classes.
#[repr(C)]
pub struct IoBaseObject {
    header: Header,
    closed: Cell<u64>,
}
heap_object!(IoBaseObject, "_io._IOBase", IO_BASE_LAYOUT, []);

/// Properties that all stream classes have.
pub const STREAM_FLAGS: TypeFlags = TypeFlags::SUBCLASSABLE
    .union(TypeFlags::HAS_DICT)
    .union(TypeFlags::HAS_WEAKREF);

/// `_io._IOBase`.
pub static IO_BASE: NativeClass = NativeClass::new("_io", "_IOBase", &IO_BASE_LAYOUT)
    .flags(STREAM_FLAGS)
    .methods(IoBaseMethods::TYPE_METHODS);
/// `_io._RawIOBase`.
pub static RAW_IO_BASE: NativeClass = NativeClass::new("_io", "_RawIOBase", &IO_BASE_LAYOUT)
    .base(|| IO_BASE.get())
    .flags(STREAM_FLAGS)
    .methods(RawIoBaseMethods::TYPE_METHODS);
/// `_io._BufferedIOBase`.
pub static BUFFERED_IO_BASE: NativeClass = NativeClass::new("_io", "_BufferedIOBase", &IO_BASE_LAYOUT)
    .base(|| IO_BASE.get())
    .flags(STREAM_FLAGS)
    .methods(BufferedIoBaseMethods::TYPE_METHODS);
/// `_io._TextIOBase`.
pub static TEXT_IO_BASE: NativeClass = NativeClass::new("_io", "_TextIOBase", &IO_BASE_LAYOUT)
    .base(|| IO_BASE.get())
    .flags(STREAM_FLAGS)
    .methods(TextIoBaseMethods::TYPE_METHODS);
/// `io.UnsupportedOperation`.
pub static UNSUPPORTED_OPERATION: NativeClass = NativeClass::new("io", "UnsupportedOperation", &EXCEPTION_LAYOUT)
    .base(|| core().types.os_error.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

/// Makes the base classes, and UnsupportedOperation, which has two bases.
pub fn create(thread: &mut Thread) -> PyResult<()> {
    for class in [&IO_BASE, &RAW_IO_BASE, &BUFFERED_IO_BASE, &TEXT_IO_BASE] {
        class.create(thread)?;
    }
    if UNSUPPORTED_OPERATION.try_get().is_some() {
        return Ok(());
    }
    let class = UNSUPPORTED_OPERATION.create(thread)?;
    let (os_error, value_error) = (core().types.os_error.get(), core().types.value_error.get());
    let bases = TupleObject::from_slice(thread, &[os_error.value(), value_error.value()])?;
    class.bases.set(class, bases);
    let tail = value_error.mro.get();
    let mro = TupleObject::with_length(thread, tail.len() + 2)?;
    mro.initialise_item(0, class.value());
    mro.initialise_item(1, os_error.value());
    for (i, item) in tail.items().iter().enumerate() {
        mro.initialise_item(i + 2, *item);
    }
    class.mro.set(class, mro);
    pyrs_object::bootstrap::add_subclass(thread, value_error, class)?;
    class.modified();
    Ok(())
}

/// Raises `io.UnsupportedOperation`.
#[cold]
pub fn unsupported(thread: &mut Thread, message: &str) -> Raised {
    thread.raise_message(UNSUPPORTED_OPERATION.get(), format_args!("{message}"))
}

/// Raises the ValueError of operations on closed streams.
#[cold]
pub fn closed_error(thread: &mut Thread) -> Raised {
    thread.value_error(format_args!("I/O operation on closed file."))
}

/// `stream.closed`.
pub fn is_closed(thread: &mut Thread, stream: Value) -> PyResult<bool> {
    let closed = invoke::attribute(thread, stream, "closed")?;
    protocol::truth(thread, closed)
}

fn check_open(thread: &mut Thread, stream: Value) -> PyResult<()> {
    if is_closed(thread, stream)? {
        return Err(closed_error(thread));
    }
    Ok(())
}

/// `stream.flag()` where that must be true; otherwise UnsupportedOperation.
pub fn check_ability(thread: &mut Thread, stream: Value, method: &str, message: &str) -> PyResult<()> {
    let able = invoke::method(thread, stream, method, &[])?;
    if able != bool_value(true) {
        return Err(unsupported(thread, message));
    }
    Ok(())
}

/// A copy of the attributes that a stream has of its own, or None: the last part of its state.
pub fn own_attributes(thread: &mut Thread, stream: Value) -> PyResult<Value> {
    match protocol::getattr_optional(thread, stream, core().names.dict.get())? {
        Some(dict) => invoke::method(thread, dict, "copy", &[]),
        None => Ok(none()),
    }
}

/// Gives a stream the attributes of its state, which are the item of it that `place` names.
pub fn set_own_attributes(thread: &mut Thread, stream: Value, attributes: Value, place: &str) -> PyResult<()> {
    if attributes == none() {
        return Ok(());
    }
    if attributes.downcast::<DictObject>().is_none() {
        let found = class_of(attributes).name_for_message();
        return Err(thread.type_error(format_args!("{place} item of state should be a dict, got a {found}")));
    }
    let dict = protocol::getattr(thread, stream, core().names.dict.get())?;
    invoke::method(thread, dict, "update", &[attributes]).map(|_| ())
}

/// A finalizer: closes a stream that nobody closed. Errors have nobody to go to.
pub fn close_quietly(thread: &mut Thread, stream: Value) {
    let pending = thread.raised.take();
    let closed = is_closed(thread, stream);
    if matches!(closed, Ok(false)) && invoke::method(thread, stream, "close", &[]).is_err() {
        thread.take_raised();
    }
    thread.raised = pending;
}

/// The items of `readlines(hint)`.
pub fn read_lines(thread: &mut Thread, stream: Value, hint: Option<i64>) -> PyResult<Value> {
    let lines = ListObject::with_capacity(thread, 0)?;
    let limit = hint.filter(|hint| *hint > 0).map_or(usize::MAX, |hint| hint as usize);
    let iterator = protocol::iter(thread, stream)?;
    let mut total = 0;
    while let Some(line) = protocol::next(thread, iterator)? {
        total += protocol::len(thread, line)?;
        lines.push(thread, line)?;
        if total >= limit {
            break;
        }
    }
    Ok(lines.value())
}

/// The base class of all streams.
pub struct IoBaseMethods;

/// The abstract base class for all I/O classes.
#[pymethods]
impl IoBaseMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        Ok(class.allocate_instance::<IoBaseObject>(thread)?.value())
    }

    #[slot]
    fn init(_thread: &mut Thread, _this: Value, _args: Args) -> PyResult<()> {
        Ok(())
    }

    /// Change the stream position to the given byte offset.
    #[method]
    fn seek(thread: &mut Thread, _this: Value, _args: Args) -> PyResult<Value> {
        Err(unsupported(thread, "seek"))
    }

    /// Return current stream position.
    #[method]
    fn tell(thread: &mut Thread, this: Value) -> PyResult<Value> {
        invoke::method(thread, this, "seek", &[Value::small_int(0), Value::small_int(1)])
    }

    /// Truncate file to size bytes.
    #[method]
    fn truncate(thread: &mut Thread, _this: Value, _args: Args) -> PyResult<Value> {
        Err(unsupported(thread, "truncate"))
    }

    /// Flush write buffers, if applicable.
    #[method]
    fn flush(thread: &mut Thread, this: Value) -> PyResult<()> {
        check_open(thread, this)
    }

    /// Flush and close the IO object.
    #[method]
    fn close(thread: &mut Thread, this: Value) -> PyResult<()> {
        if is_closed(thread, this)? {
            return Ok(());
        }
        let flushed = invoke::method(thread, this, "flush", &[]);
        if let Some(base) = this.downcast::<IoBaseObject>() {
            base.closed.set(1);
        }
        flushed.map(|_| ())
    }

    /// Whether the stream is closed.
    #[getter]
    fn closed(_thread: &mut Thread, this: Value) -> bool {
        this.downcast::<IoBaseObject>()
            .is_some_and(|base| base.closed.get() != 0)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        close_quietly(thread, this);
    }

    /// Return whether object supports random access.
    #[method]
    fn seekable(_thread: &mut Thread, _this: Value) -> bool {
        false
    }

    /// Return whether object was opened for reading.
    #[method]
    fn readable(_thread: &mut Thread, _this: Value) -> bool {
        false
    }

    /// Return whether object was opened for writing.
    #[method]
    fn writable(_thread: &mut Thread, _this: Value) -> bool {
        false
    }

    #[method(name = "_checkClosed")]
    fn check_closed(thread: &mut Thread, this: Value, _message: Option<Value>) -> PyResult<()> {
        check_open(thread, this)
    }

    #[method(name = "_checkSeekable")]
    fn check_seekable(thread: &mut Thread, this: Value) -> PyResult<()> {
        check_ability(thread, this, "seekable", "File or stream is not seekable.")
    }

    #[method(name = "_checkReadable")]
    fn check_readable(thread: &mut Thread, this: Value) -> PyResult<()> {
        check_ability(thread, this, "readable", "File or stream is not readable.")
    }

    #[method(name = "_checkWritable")]
    fn check_writable(thread: &mut Thread, this: Value) -> PyResult<()> {
        check_ability(thread, this, "writable", "File or stream is not writable.")
    }

    /// Return underlying file descriptor if one exists.
    #[method]
    fn fileno(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Err(unsupported(thread, "fileno"))
    }

    /// Return whether this is an 'interactive' stream.
    #[method]
    fn isatty(thread: &mut Thread, this: Value) -> PyResult<bool> {
        check_open(thread, this)?;
        Ok(false)
    }

    #[method(name = "__enter__")]
    fn enter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        check_open(thread, this)?;
        Ok(this)
    }

    #[method(name = "__exit__")]
    fn exit(thread: &mut Thread, this: Value, _args: Args) -> PyResult<()> {
        invoke::method(thread, this, "close", &[]).map(|_| ())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        check_open(thread, this)?;
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let line = invoke::method(thread, this, "readline", &[])?;
        Ok((protocol::len(thread, line)? > 0).then_some(line))
    }

    /// Read and return a line from the stream.
    #[method]
    fn readline(thread: &mut Thread, this: Value, size: OptionalNone<i64>) -> PyResult<Value> {
        let limit = size
            .0
            .filter(|size| *size >= 0)
            .map_or(usize::MAX, |size| size as usize);
        let peek = invoke::attribute_optional(thread, this, "peek")?;
        let mut line: Vec<u8> = Vec::new();
        while line.len() < limit {
            let mut wanted = 1;
            if let Some(peek) = peek {
                let ahead = protocol::call(thread, peek, &[Value::small_int(1)])?;
                let ahead = byte_view::readable(thread, ahead)?;
                let data = byte_view::data(&ahead);
                wanted = memchr::memchr(b'\n', data).map_or(data.len(), |at| at + 1).max(1);
                wanted = wanted.min(limit - line.len());
            }
            let read = invoke::method(thread, this, "read", &[Value::small_int(wanted as i64)])?;
            let Some(bytes) = read.downcast::<BytesObject>() else {
                let class = class_of(read).name_for_message();
                return Err(thread.os_error_plain(format_args!(
                    "read() should have returned a bytes object, not '{class}'"
                )));
            };
            line.extend_from_slice(bytes.data());
            if bytes.is_empty() || line.last() == Some(&b'\n') {
                break;
            }
        }
        Ok(BytesObject::new(thread, &line)?.value())
    }

    /// Return a list of lines from the stream.
    #[method]
    fn readlines(thread: &mut Thread, this: Value, hint: OptionalNone<i64>) -> PyResult<Value> {
        read_lines(thread, this, hint.0)
    }

    /// Write a list of lines to stream.
    #[method]
    fn writelines(thread: &mut Thread, this: Value, lines: Value) -> PyResult<()> {
        check_open(thread, this)?;
        let write = invoke::attribute(thread, this, "write")?;
        protocol::for_each(thread, lines, |thread, line| {
            protocol::call(thread, write, &[line]).map(|_| ())
        })
    }
}

/// The base class of raw streams.
pub struct RawIoBaseMethods;

/// Base class for raw binary I/O.
#[pymethods]
impl RawIoBaseMethods {
    #[method]
    fn read(thread: &mut Thread, this: Value, size: OptionalNone<i64>) -> PyResult<Value> {
        let size = size.0.unwrap_or(-1);
        if size < 0 {
            return invoke::method(thread, this, "readall", &[]);
        }
        let buffer = ByteArrayObject::new(thread, &vec![0; size as usize])?;
        let count = invoke::method(thread, this, "readinto", &[buffer.value()])?;
        if count == none() {
            return Ok(count);
        }
        let count = protocol::index_i64(thread, count)?;
        if count < 0 || count as usize > buffer.len() {
            return Err(thread.value_error(format_args!("readinto returned {count} outside buffer size {size}")));
        }
        let data = buffer.data()[..count as usize].to_vec();
        Ok(BytesObject::new(thread, &data)?.value())
    }

    /// Read until EOF, using multiple read() call.
    #[method]
    fn readall(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let mut all: Vec<u8> = Vec::new();
        loop {
            let read = invoke::method(thread, this, "read", &[Value::small_int(super::BUFFER_SIZE as i64)])?;
            if read == none() {
                if all.is_empty() {
                    return Ok(read);
                }
                break;
            }
            let Some(bytes) = read.downcast::<BytesObject>() else {
                return Err(thread.type_error(format_args!("read() should return bytes")));
            };
            if bytes.is_empty() {
                break;
            }
            all.extend_from_slice(bytes.data());
        }
        Ok(BytesObject::new(thread, &all)?.value())
    }

    #[method]
    fn readinto(thread: &mut Thread, _this: Value, _buffer: Value) -> PyResult<Value> {
        Err(thread.not_implemented_error(format_args!("")))
    }

    #[method]
    fn write(thread: &mut Thread, _this: Value, _data: Value) -> PyResult<Value> {
        Err(thread.not_implemented_error(format_args!("")))
    }
}

/// The base class of buffered streams.
pub struct BufferedIoBaseMethods;

fn read_into(thread: &mut Thread, this: Value, buffer: Value, method: &str) -> PyResult<usize> {
    let name = if method == "read1" { "readinto1" } else { "readinto" };
    let target = byte_view::Target::new(thread, name, buffer)?;
    let read = invoke::method(thread, this, method, &[Value::small_int(target.len() as i64)])?;
    let Some(bytes) = read.downcast::<BytesObject>() else {
        return Err(thread.type_error(format_args!("read() should return bytes")));
    };
    if bytes.len() > target.len() {
        let (got, length) = (bytes.len(), target.len());
        return Err(thread.value_error(format_args!(
            "read() returned too much data: {length} bytes requested, {got} returned"
        )));
    }
    let data = bytes.data().to_vec();
    target.fill(thread, &data)?;
    Ok(data.len())
}

/// Base class for buffered IO objects.
#[pymethods]
impl BufferedIoBaseMethods {
    /// Disconnect this buffer from its underlying raw stream and return it.
    #[method]
    fn detach(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Err(unsupported(thread, "detach"))
    }

    /// Read and return up to n bytes.
    #[method]
    fn read(thread: &mut Thread, _this: Value, _args: Args) -> PyResult<Value> {
        Err(unsupported(thread, "read"))
    }

    /// Read and return up to size bytes, with at most one read() call.
    #[method]
    fn read1(thread: &mut Thread, _this: Value, _args: Args) -> PyResult<Value> {
        Err(unsupported(thread, "read1"))
    }

    #[method]
    fn readinto(thread: &mut Thread, this: Value, buffer: Value) -> PyResult<usize> {
        read_into(thread, this, buffer, "read")
    }

    #[method]
    fn readinto1(thread: &mut Thread, this: Value, buffer: Value) -> PyResult<usize> {
        read_into(thread, this, buffer, "read1")
    }

    /// Write buffer b to the IO stream.
    #[method]
    fn write(thread: &mut Thread, _this: Value, _data: Value) -> PyResult<Value> {
        Err(unsupported(thread, "write"))
    }
}

/// The base class of text streams.
pub struct TextIoBaseMethods;

/// Base class for text I/O.
#[pymethods]
impl TextIoBaseMethods {
    /// Separate the underlying buffer from the TextIOBase and return it.
    #[method]
    fn detach(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Err(unsupported(thread, "detach"))
    }

    /// Read at most size characters from stream.
    #[method]
    fn read(thread: &mut Thread, _this: Value, _args: Args) -> PyResult<Value> {
        Err(unsupported(thread, "read"))
    }

    /// Read until newline or EOF.
    #[method]
    fn readline(thread: &mut Thread, _this: Value, _args: Args) -> PyResult<Value> {
        Err(unsupported(thread, "readline"))
    }

    /// Write string s to stream.
    #[method]
    fn write(thread: &mut Thread, _this: Value, _text: Value) -> PyResult<Value> {
        Err(unsupported(thread, "write"))
    }

    /// Encoding of the text stream.
    #[getter]
    fn encoding(_thread: &mut Thread, _this: Value) -> Value {
        none()
    }

    /// Line endings translated so far.
    #[getter]
    fn newlines(_thread: &mut Thread, _this: Value) -> Value {
        none()
    }

    /// The error setting of the decoder or encoder.
    #[getter]
    fn errors(_thread: &mut Thread, _this: Value) -> Value {
        none()
    }
}

//! `BytesIO`: a bytearray with a position.

use super::base::{self, BUFFERED_IO_BASE, closed_error};
use crate::byte_view::{self, Target};
use crate::invoke::{self, slot_signature};
use pyrs_macros::pymethods;
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::convert::{OptionalNone, Signature};
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, class_of, heap_object, protocol};
use std::cell::Cell;

/// A stream in memory.
#[repr(C)]
pub struct BytesIoObject {
    header: Header,
    /// Empty once closed.
    array: Field<Option<Ref<ByteArrayObject>>>,
    position: Cell<usize>,
}
heap_object!(BytesIoObject, "_io.BytesIO", BYTES_IO_LAYOUT, [array]);

/// `_io.BytesIO`.
pub static BYTES_IO: NativeClass = NativeClass::new("_io", "BytesIO", &BYTES_IO_LAYOUT)
    .base(|| BUFFERED_IO_BASE.get())
    .flags(base::STREAM_FLAGS)
    .methods(BytesIoMethods::TYPE_METHODS);

static INIT: Signature = slot_signature("BytesIO", &["initial_bytes"], 0, 0);

impl BytesIoObject {
    fn open(&self, thread: &mut Thread) -> PyResult<Ref<ByteArrayObject>> {
        match self.array.get() {
            Some(array) => Ok(array),
            None => Err(closed_error(thread)),
        }
    }

    fn resizable(&self, thread: &mut Thread) -> PyResult<Ref<ByteArrayObject>> {
        let array = self.open(thread)?;
        if array.exports.get() > 0 {
            return Err(thread.buffer_error(format_args!("Existing exports of data: object cannot be re-sized")));
        }
        Ok(array)
    }

    fn write_bytes(&self, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
        if data.is_empty() {
            return Ok(());
        }
        let array = self.resizable(thread)?;
        let (position, length) = (self.position.get(), array.len());
        if position > length {
            array.splice(thread, length, 0, &vec![0; position - length])?;
        }
        let replaced = data.len().min(array.len() - position);
        array.splice(thread, position, replaced, data)?;
        self.position.set(position + data.len());
        Ok(())
    }

    fn take(&self, thread: &mut Thread, count: usize) -> PyResult<Ref<BytesObject>> {
        let array = self.open(thread)?;
        let start = self.position.get().min(array.len());
        let end = start + count.min(array.len() - start);
        let bytes = BytesObject::new(thread, &array.data()[start..end])?;
        self.position.set(self.position.get() + (end - start));
        Ok(bytes)
    }

    fn take_line(&self, thread: &mut Thread, limit: usize) -> PyResult<Ref<BytesObject>> {
        let array = self.open(thread)?;
        let rest = &array.data()[self.position.get().min(array.len())..];
        let rest = &rest[..rest.len().min(limit)];
        let count = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        self.take(thread, count)
    }
}

fn limit_of(size: Option<i64>) -> usize {
    size.filter(|size| *size >= 0).map_or(usize::MAX, |size| size as usize)
}

/// Holds the methods of BytesIO.
pub struct BytesIoMethods;

/// Buffered I/O implementation using an in-memory bytes buffer.
#[pymethods]
impl BytesIoMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        let array = ByteArrayObject::new(thread, &[])?;
        let stream: Ref<BytesIoObject> = class.allocate_instance(thread)?;
        stream.array.set(stream, Some(array));
        Ok(stream.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let [initial] = invoke::bind::<1>(thread, &INIT, args)?;
        let Some(stream) = this.downcast::<BytesIoObject>() else {
            return Ok(());
        };
        let array = match invoke::given(initial) {
            Some(initial) => {
                let source = byte_view::readable(thread, initial)?;
                ByteArrayObject::new(thread, byte_view::data(&source))?
            }
            None => ByteArrayObject::new(thread, &[])?,
        };
        stream.array.set(stream, Some(array));
        stream.position.set(0);
        Ok(())
    }

    /// True if the file is closed.
    #[getter]
    fn closed(_thread: &mut Thread, this: Ref<BytesIoObject>) -> bool {
        this.array.get().is_none()
    }

    #[method]
    fn readable(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<bool> {
        this.open(thread).map(|_| true)
    }
    #[method]
    fn writable(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<bool> {
        this.open(thread).map(|_| true)
    }
    #[method]
    fn seekable(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<bool> {
        this.open(thread).map(|_| true)
    }
    #[method]
    fn isatty(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<bool> {
        this.open(thread).map(|_| false)
    }
    #[method]
    fn flush(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<()> {
        this.open(thread).map(|_| ())
    }
    #[method]
    fn close(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<()> {
        if this.array.get().is_some() {
            this.resizable(thread)?;
        }
        this.array.set(this, None);
        Ok(())
    }

    /// Retrieve the entire contents of the BytesIO object.
    #[method]
    fn getvalue(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<Ref<BytesObject>> {
        let array = this.open(thread)?;
        BytesObject::new(thread, array.data())
    }

    /// Get a read-write view over the contents of the BytesIO object.
    #[method]
    fn getbuffer(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<Value> {
        let array = this.open(thread)?;
        let memoryview = invoke::builtin(thread, "memoryview")?;
        protocol::call(thread, memoryview, &[array.value()])
    }

    #[method]
    fn read(thread: &mut Thread, this: Ref<BytesIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<BytesObject>> {
        this.take(thread, limit_of(size.0))
    }
    #[method]
    fn read1(thread: &mut Thread, this: Ref<BytesIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<BytesObject>> {
        this.take(thread, limit_of(size.0))
    }
    #[method]
    fn readline(thread: &mut Thread, this: Ref<BytesIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<BytesObject>> {
        this.take_line(thread, limit_of(size.0))
    }

    #[method]
    fn readlines(thread: &mut Thread, this: Ref<BytesIoObject>, hint: OptionalNone<i64>) -> PyResult<Value> {
        let lines = ListObject::with_capacity(thread, 0)?;
        let limit = hint.0.filter(|hint| *hint > 0).map_or(usize::MAX, |hint| hint as usize);
        let mut total = 0;
        loop {
            let line = this.take_line(thread, usize::MAX)?;
            if line.is_empty() {
                break;
            }
            total += line.len();
            lines.push(thread, line.value())?;
            if total >= limit {
                break;
            }
        }
        Ok(lines.value())
    }

    #[method]
    fn readinto(thread: &mut Thread, this: Ref<BytesIoObject>, buffer: Value) -> PyResult<usize> {
        this.open(thread)?;
        let target = Target::new(thread, "readinto", buffer)?;
        let bytes = this.take(thread, target.len())?;
        target.fill(thread, bytes.data())?;
        Ok(bytes.len())
    }

    #[method]
    fn write(thread: &mut Thread, this: Ref<BytesIoObject>, b: Value) -> PyResult<usize> {
        if let Some(bytes) = b.downcast::<BytesObject>() {
            if bytes.is_empty() {
                this.resizable(thread)?;
            }
            this.write_bytes(thread, bytes.data())?;
            return Ok(bytes.len());
        }
        this.resizable(thread)?;
        let source = byte_view::readable(thread, b)?;
        // The argument may be the stream's own buffer: write a copy.
        let data = byte_view::data(&source).to_vec();
        this.write_bytes(thread, &data)?;
        Ok(data.len())
    }

    #[method]
    fn writelines(thread: &mut Thread, this: Ref<BytesIoObject>, lines: Value) -> PyResult<()> {
        this.open(thread)?;
        protocol::for_each(thread, lines, |thread, line| {
            Self::write(thread, this, line).map(|_| ())
        })
    }

    #[method]
    fn tell(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<usize> {
        this.open(thread)?;
        Ok(this.position.get())
    }

    #[method]
    fn seek(thread: &mut Thread, this: Ref<BytesIoObject>, pos: i64, whence: Option<i32>) -> PyResult<usize> {
        let array = this.open(thread)?;
        let base = match whence.unwrap_or(0) {
            0 if pos < 0 => return Err(thread.value_error(format_args!("negative seek value {pos}"))),
            0 => 0,
            1 => this.position.get() as i64,
            2 => array.len() as i64,
            other => {
                return Err(thread.value_error(format_args!("invalid whence ({other}, should be 0, 1 or 2)")));
            }
        };
        let Some(position) = base.checked_add(pos) else {
            return Err(thread.overflow_error(format_args!("new position too large")));
        };
        this.position.set(position.max(0) as usize);
        Ok(this.position.get())
    }

    #[method]
    fn truncate(thread: &mut Thread, this: Ref<BytesIoObject>, size: OptionalNone<i64>) -> PyResult<usize> {
        let array = this.resizable(thread)?;
        let size = size.0.unwrap_or(this.position.get() as i64);
        if size < 0 {
            return Err(thread.value_error(format_args!("negative size value {size}")));
        }
        if (size as usize) < array.len() {
            array.splice(thread, size as usize, array.len() - size as usize, &[])?;
        }
        Ok(size as usize)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(stream) = this.downcast::<BytesIoObject>() else {
            return Ok(None);
        };
        let line = stream.take_line(thread, usize::MAX)?;
        Ok((!line.is_empty()).then_some(line.value()))
    }

    #[method(name = "__getstate__")]
    fn get_state(thread: &mut Thread, this: Ref<BytesIoObject>) -> PyResult<Value> {
        let value = Self::getvalue(thread, this)?.value();
        let position = Value::small_int(this.position.get() as i64);
        let attributes = base::own_attributes(thread, this.value())?;
        Ok(TupleObject::from_slice(thread, &[value, position, attributes])?.value())
    }

    #[method(name = "__setstate__")]
    fn set_state(thread: &mut Thread, this: Ref<BytesIoObject>, state: Value) -> PyResult<()> {
        let Some(state) = state.downcast::<TupleObject>().filter(|state| state.len() >= 3) else {
            let class = class_of(state).name_for_message();
            return Err(thread.type_error(format_args!(
                "_io.BytesIO.__setstate__ argument should be 3-tuple, got {class}"
            )));
        };
        let source = byte_view::readable(thread, state.items()[0])?;
        let array = ByteArrayObject::new(thread, byte_view::data(&source))?;
        let position = state.items()[1];
        if !pyrs_object::int::is_int(position) {
            let class = class_of(position).name_for_message();
            return Err(thread.type_error(format_args!("second item of state must be an integer, not {class}")));
        }
        let position = protocol::index_i64(thread, position)?;
        let Ok(position) = usize::try_from(position) else {
            return Err(thread.value_error(format_args!("position value cannot be negative")));
        };
        this.array.set(this, Some(array));
        this.position.set(position);
        base::set_own_attributes(thread, this.value(), state.items()[2], "third")
    }
}

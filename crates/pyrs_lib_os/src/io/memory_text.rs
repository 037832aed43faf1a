//! `StringIO`: a growable array of code points with a position.

use super::base::{self, TEXT_IO_BASE, closed_error, unsupported};
use super::newline::{self, Newline};
use crate::invoke::heap_ref;
use crate::invoke::{self, slot_signature};
use pyrs_macros::pymethods;
use pyrs_object::array::RawArray;
use pyrs_object::convert::{OptionalNone, Signature};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A text stream in memory.
#[repr(C)]
pub struct StringIoObject {
    header: Header,
    /// Code points of four bytes each; empty before the first write.
    storage: Field<Option<Ref<RawArray>>>,
    length: Cell<usize>,
    position: Cell<usize>,
    seen: Cell<u32>,
    newline: Cell<Newline>,
    closed: Cell<bool>,
    _pad: [u8; 2],
}
heap_object!(StringIoObject, "_io.StringIO", STRING_IO_LAYOUT, [storage]);

/// `_io.StringIO`.
pub static STRING_IO: NativeClass = NativeClass::new("_io", "StringIO", &STRING_IO_LAYOUT)
    .base(|| TEXT_IO_BASE.get())
    .flags(base::STREAM_FLAGS)
    .methods(StringIoMethods::TYPE_METHODS);

static INIT: Signature = slot_signature("StringIO", &["initial_value", "newline"], 0, 0);

impl StringIoObject {
    fn chars(&self) -> &[u32] {
        match self.storage.get() {
            // SAFETY: the storage is aligned to 8 and has at least `length` code points.
            Some(storage) => unsafe { std::slice::from_raw_parts(storage.data_ptr().cast(), self.length.get()) },
            None => &[],
        }
    }
}

impl StringIoObject {
    fn check(&self, thread: &mut Thread) -> PyResult<()> {
        if self.closed.get() {
            return Err(thread.value_error(format_args!("I/O operation on closed file")));
        }
        Ok(())
    }

    fn reserve(&self, thread: &mut Thread, length: usize) -> PyResult<()> {
        let old = self.storage.get();
        if old.is_some_and(|storage| storage.capacity() >= 4 * length) {
            return Ok(());
        }
        let grown = (4 * length).max(8 * self.length.get()).max(64);
        let storage = RawArray::new(thread, grown)?;
        if let Some(old) = old {
            let used = 4 * self.length.get();
            storage.bytes_mut()[..used].copy_from_slice(&old.bytes()[..used]);
        }
        self.storage.set(heap_ref(self), Some(storage));
        Ok(())
    }

    fn put(&self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        let mut text = text;
        if self.newline.get().is_universal() {
            text = newline::translate(thread, text, &self.seen, self.newline.get() == Newline::Universal)?;
        } else if let Some(ending) = self.newline.get().written() {
            text = newline::expand_lf(thread, text, ending)?;
        }
        let (start, count) = (self.position.get(), text.len());
        if count == 0 {
            return Ok(());
        }
        self.reserve(thread, start + count)?;
        let Some(storage) = self.storage.get() else {
            return Ok(());
        };
        let data = storage.data_ptr().cast::<u32>();
        // SAFETY: `reserve` made room for everything up to `start + count`.
        unsafe {
            for gap in self.length.get()..start {
                *data.add(gap) = 0;
            }
            match text.chars() {
                Chars::One(chars) => {
                    for (i, c) in chars.iter().enumerate() {
                        *data.add(start + i) = u32::from(*c);
                    }
                }
                chars => {
                    for (i, c) in chars.iter().enumerate() {
                        *data.add(start + i) = c;
                    }
                }
            }
        }
        self.position.set(start + count);
        self.length.set(self.length.get().max(start + count));
        Ok(())
    }

    fn take(&self, thread: &mut Thread, count: usize) -> PyResult<Ref<StrObject>> {
        let start = self.position.get().min(self.length.get());
        let end = start + count.min(self.length.get() - start);
        let text = StrObject::from_code_points(thread, self.chars()[start..end].iter().copied())?;
        self.position.set(self.position.get() + (end - start));
        Ok(text)
    }

    fn take_line(&self, thread: &mut Thread, limit: usize) -> PyResult<Ref<StrObject>> {
        let start = self.position.get().min(self.length.get());
        let rest = Chars::Four(&self.chars()[start..]);
        let count = self.newline.get().line_end(rest).unwrap_or(rest.len());
        self.take(thread, count.min(limit))
    }
}

fn limit_of(size: Option<i64>) -> usize {
    size.filter(|size| *size >= 0).map_or(usize::MAX, |size| size as usize)
}

/// Holds the methods of StringIO.
pub struct StringIoMethods;

/// Text I/O implementation using an in-memory buffer.
#[pymethods]
impl StringIoMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        let stream: Ref<StringIoObject> = class.allocate_instance(thread)?;
        stream.newline.set(Newline::Lf);
        Ok(stream.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let given = invoke::bind::<2>(thread, &INIT, args)?;
        let Some(stream) = this.downcast::<StringIoObject>() else {
            return Ok(());
        };
        let newline = match given[1] {
            None => Newline::Lf,
            some => Newline::from_argument(thread, some)?,
        };
        stream.storage.set(stream, None);
        stream.length.set(0);
        stream.position.set(0);
        stream.closed.set(false);
        stream.newline.set(newline);
        if let Some(initial) = invoke::given(given[0]) {
            let Some(text) = initial.downcast::<StrObject>() else {
                let class = class_of(initial).name_for_message();
                return Err(thread.type_error(format_args!("initial_value must be str or None, not {class}")));
            };
            stream.put(thread, text)?;
            stream.position.set(0);
        }
        Ok(())
    }

    /// True if the file is closed.
    #[getter]
    fn closed(_thread: &mut Thread, this: Ref<StringIoObject>) -> bool {
        this.closed.get()
    }
    #[getter]
    fn line_buffering(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<bool> {
        this.check(thread).map(|()| false)
    }
    #[getter]
    fn newlines(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<Value> {
        this.check(thread)?;
        newline::seen_value(thread, this.seen.get())
    }

    #[method]
    fn readable(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<bool> {
        this.check(thread).map(|()| true)
    }
    #[method]
    fn writable(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<bool> {
        this.check(thread).map(|()| true)
    }
    #[method]
    fn seekable(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<bool> {
        this.check(thread).map(|()| true)
    }
    #[method]
    fn close(_thread: &mut Thread, this: Ref<StringIoObject>) {
        this.closed.set(true);
        this.storage.set(this, None);
        this.length.set(0);
    }

    #[method(name = "__getstate__")]
    fn get_state(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<Value> {
        let text = Self::getvalue(thread, this)?.value();
        let newline = match this.newline.get() {
            Newline::Universal => none(),
            Newline::Kept => StrObject::from_str(thread, "")?.value(),
            Newline::Lf => StrObject::from_str(thread, "\n")?.value(),
            Newline::Cr => StrObject::from_str(thread, "\r")?.value(),
            Newline::CrLf => StrObject::from_str(thread, "\r\n")?.value(),
        };
        let position = Value::small_int(this.position.get() as i64);
        let attributes = base::own_attributes(thread, this.value())?;
        Ok(TupleObject::from_slice(thread, &[text, newline, position, attributes])?.value())
    }

    /// The text of a state is taken as it is: its line endings were translated before.
    #[method(name = "__setstate__")]
    fn set_state(thread: &mut Thread, this: Ref<StringIoObject>, state: Value) -> PyResult<()> {
        let Some(state) = state.downcast::<TupleObject>().filter(|state| state.len() >= 4) else {
            let class = class_of(state).name_for_message();
            return Err(thread.type_error(format_args!(
                "_io.StringIO.__setstate__ argument should be 4-tuple, got {class}"
            )));
        };
        let [text, newline, position, attributes] = std::array::from_fn(|index| state.items()[index]);
        Self::init(thread, this.value(), Args::positional_only(&[text, newline]))?;
        if !pyrs_object::int::is_int(position) {
            let class = class_of(position).name_for_message();
            return Err(thread.type_error(format_args!("third item of state must be an integer, got {class}")));
        }
        let position = protocol::index_i64(thread, position)?;
        let Ok(position) = usize::try_from(position) else {
            return Err(thread.value_error(format_args!("position value cannot be negative")));
        };
        if let Some(text) = text.downcast::<StrObject>() {
            this.reserve(thread, text.len())?;
            if let Some(storage) = this.storage.get() {
                for (index, c) in text.chars().iter().enumerate() {
                    // SAFETY: `reserve` made room for all of the text.
                    unsafe { *storage.data_ptr().cast::<u32>().add(index) = c };
                }
            }
            this.length.set(text.len());
        }
        this.position.set(position);
        base::set_own_attributes(thread, this.value(), attributes, "fourth")
    }

    /// Retrieve the entire contents of the object.
    #[method]
    fn getvalue(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<Ref<StrObject>> {
        this.check(thread)?;
        StrObject::from_code_points(thread, this.chars().iter().copied())
    }

    #[method]
    fn read(thread: &mut Thread, this: Ref<StringIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<StrObject>> {
        this.check(thread)?;
        this.take(thread, limit_of(size.0))
    }

    #[method]
    fn readline(thread: &mut Thread, this: Ref<StringIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<StrObject>> {
        this.check(thread)?;
        this.take_line(thread, limit_of(size.0))
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(stream) = this.downcast::<StringIoObject>() else {
            return Ok(None);
        };
        stream.check(thread)?;
        let line = stream.take_line(thread, usize::MAX)?;
        Ok((!line.is_empty()).then_some(line.value()))
    }

    /// Write string to file. Returns the number of characters written.
    #[method]
    fn write(thread: &mut Thread, this: Ref<StringIoObject>, s: Value) -> PyResult<usize> {
        let Some(text) = s.downcast::<StrObject>() else {
            let class = class_of(s).name_for_message();
            return Err(thread.type_error(format_args!("string argument expected, got '{class}'")));
        };
        this.check(thread)?;
        this.put(thread, text)?;
        Ok(text.len())
    }

    #[method]
    fn tell(thread: &mut Thread, this: Ref<StringIoObject>) -> PyResult<usize> {
        this.check(thread)?;
        Ok(this.position.get())
    }

    #[method]
    fn seek(thread: &mut Thread, this: Ref<StringIoObject>, pos: i64, whence: Option<i32>) -> PyResult<usize> {
        this.check(thread)?;
        let position = match whence.unwrap_or(0) {
            0 if pos < 0 => return Err(thread.value_error(format_args!("Negative seek position {pos}"))),
            0 => pos as usize,
            1 | 2 if pos != 0 => {
                return Err(thread.os_error_plain(format_args!("Can't do nonzero cur-relative seeks")));
            }
            1 => this.position.get(),
            2 => this.length.get(),
            other => {
                return Err(thread.value_error(format_args!("Invalid whence ({other}, should be 0, 1 or 2)")));
            }
        };
        this.position.set(position);
        Ok(position)
    }

    #[method]
    fn truncate(thread: &mut Thread, this: Ref<StringIoObject>, pos: OptionalNone<i64>) -> PyResult<usize> {
        this.check(thread)?;
        let size = pos.0.unwrap_or(this.position.get() as i64);
        if size < 0 {
            return Err(thread.value_error(format_args!("Negative size value {size}")));
        }
        this.length.set(this.length.get().min(size as usize));
        Ok(size as usize)
    }

    #[method]
    fn detach(thread: &mut Thread, _this: Ref<StringIoObject>) -> PyResult<Value> {
        Err(unsupported(thread, "detach"))
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<StringIoObject>() {
            Some(stream) if stream.closed.get() => Err(closed_error(thread)),
            _ => Ok(this),
        }
    }

    #[getter]
    fn encoding(_thread: &mut Thread, _this: Ref<StringIoObject>) -> Value {
        none()
    }
}

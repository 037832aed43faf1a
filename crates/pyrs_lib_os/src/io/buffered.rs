//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: one object over a raw stream with one buffer.
//!
//! Invariant: the buffer holds either bytes read ahead (`start..end`) or bytes to be written (`0..dirty`), never both.
//! Where the raw stream is exactly a FileIO, no Python-level call lies between the buffer and the system.

use super::base::{self, BUFFERED_IO_BASE, unsupported};
use super::file::{FILE_IO, FileIoObject};
use super::open_writers;
use crate::byte_view::{self, Target};
use crate::invoke::heap_ref;
use crate::invoke::{self, slot_signature};
use crate::os_error::poll;
use pyrs_macros::pymethods;
use pyrs_object::array::RawArray;
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::convert::{OptionalNone, Signature};
use pyrs_object::core::core;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A buffered stream.
#[repr(C)]
pub struct BufferedObject {
    header: Header,
    raw: Field<Option<Value>>,
    buffer: Field<Option<Ref<RawArray>>>,
    start: Cell<usize>,
    end: Cell<usize>,
    dirty: Cell<usize>,
    flags: Cell<u64>,
}
heap_object!(BufferedObject, "_io._Buffered", BUFFERED_LAYOUT, [raw, buffer]);

const READS: u64 = 1;
const WRITES: u64 = 2;
const DETACHED: u64 = 4;
/// A text stream owns this one and closes it.
const OWNED: u64 = 8;
const LISTED: u64 = 16;

const CLASS_FLAGS: TypeFlags = base::STREAM_FLAGS.union(TypeFlags::HAS_FINALIZER);

/// `_io.BufferedReader`.
pub static BUFFERED_READER: NativeClass = NativeClass::new("_io", "BufferedReader", &BUFFERED_LAYOUT)
    .base(|| BUFFERED_IO_BASE.get())
    .flags(CLASS_FLAGS)
    .methods(ReaderMethods::TYPE_METHODS);
/// `_io.BufferedWriter`.
pub static BUFFERED_WRITER: NativeClass = NativeClass::new("_io", "BufferedWriter", &BUFFERED_LAYOUT)
    .base(|| BUFFERED_IO_BASE.get())
    .flags(CLASS_FLAGS)
    .methods(WriterMethods::TYPE_METHODS);
/// `_io.BufferedRandom`.
pub static BUFFERED_RANDOM: NativeClass = NativeClass::new("_io", "BufferedRandom", &BUFFERED_LAYOUT)
    .base(|| BUFFERED_IO_BASE.get())
    .flags(CLASS_FLAGS)
    .methods(RandomMethods::TYPE_METHODS);

/// Makes the classes.
pub fn create(thread: &mut Thread) -> PyResult<()> {
    for class in [&BUFFERED_READER, &BUFFERED_WRITER, &BUFFERED_RANDOM] {
        let made = class.try_get().is_none();
        let class_object = class.create(thread)?;
        if !made {
            continue;
        }
        let mut slots = BufferedMethods::SLOTS;
        BufferedMethods::register(thread, class_object)?;
        if !std::ptr::eq(class, &BUFFERED_WRITER) {
            ReadMethods::register(thread, class_object)?;
            slots.inherit(&ReadMethods::SLOTS);
        }
        if !std::ptr::eq(class, &BUFFERED_READER) {
            WriteMethods::register(thread, class_object)?;
        }
        // The first block has filled empty slots from the base class; those of the later ones go before.
        slots.inherit(&class_object.slots.get());
        class_object.slots.set(slots);
        class_object.modified();
    }
    Ok(())
}

/// Whether an object is exactly one of the native buffered streams, so that Rust may stand in for its methods.
pub fn as_native(stream: Value) -> Option<Ref<BufferedObject>> {
    let object = stream.downcast::<BufferedObject>()?;
    // Only those have the layout, and classes that Python made of them.
    (!object.class().has(TypeFlags::HEAP)).then_some(object)
}

impl BufferedObject {
    fn has(&self, flag: u64) -> bool {
        self.flags.get() & flag != 0
    }

    fn set_flag(&self, flag: u64, on: bool) {
        let flags = self.flags.get() & !flag;
        self.flags.set(if on { flags | flag } else { flags });
    }

    /// Marks the stream as owned by a text stream, or not any more.
    pub fn set_owned(&self, owned: bool) {
        self.set_flag(OWNED, owned);
    }

    fn ahead(&self) -> usize {
        self.end.get() - self.start.get()
    }
}

impl BufferedObject {
    fn raw_stream(&self, thread: &mut Thread) -> PyResult<Value> {
        match self.raw.get() {
            Some(raw) => Ok(raw),
            None if self.has(DETACHED) => Err(thread.value_error(format_args!("raw stream has been detached"))),
            None => Err(thread.value_error(format_args!("I/O operation on uninitialized object"))),
        }
    }

    fn native_raw(&self) -> Option<Ref<FileIoObject>> {
        let file = self.raw.get()?.downcast::<FileIoObject>()?;
        (file.class() == FILE_IO.get()).then_some(file)
    }

    /// Whether the stream is closed.
    pub fn is_closed(&self, thread: &mut Thread) -> PyResult<bool> {
        let raw = self.raw_stream(thread)?;
        match self.native_raw() {
            Some(file) => Ok(file.is_closed()),
            None => base::is_closed(thread, raw),
        }
    }

    fn check_open(&self, thread: &mut Thread, what: &str) -> PyResult<()> {
        if self.is_closed(thread)? {
            return Err(thread.value_error(format_args!("{what} closed file")));
        }
        Ok(())
    }

    fn storage(&self, thread: &mut Thread) -> PyResult<Ref<RawArray>> {
        match self.buffer.get() {
            Some(buffer) => Ok(buffer),
            None => Err(self
                .raw_stream(thread)
                .err()
                .unwrap_or_else(|| base::closed_error(thread))),
        }
    }

    /// One read of the raw stream. `None` if it would block.
    fn raw_read(&self, thread: &mut Thread, target: &mut [u8]) -> PyResult<Option<usize>> {
        if let Some(file) = self.native_raw() {
            return file.read_into(thread, target);
        }
        let raw = self.raw_stream(thread)?;
        let array = ByteArrayObject::new(thread, target)?;
        let count = invoke::method(thread, raw, "readinto", &[array.value()])?;
        if count == none() {
            return Ok(None);
        }
        let number = protocol::index_i64(thread, count)?;
        if number < 0 || number as usize > target.len() || array.len() < number as usize {
            let length = target.len();
            return Err(thread.os_error_plain(format_args!(
                "raw readinto() returned invalid length {number} (should have been between 0 and {length})"
            )));
        }
        target[..number as usize].copy_from_slice(&array.data()[..number as usize]);
        Ok(Some(number as usize))
    }

    /// One read of the raw stream of up to `wanted` bytes, behind those in `out`. `None` if it would block.
    fn raw_read_behind(&self, thread: &mut Thread, wanted: usize, out: &mut Vec<u8>) -> PyResult<Option<usize>> {
        if let Some(file) = self.native_raw() {
            out.reserve(wanted);
            return file.read_behind(thread, wanted, out);
        }
        let filled = out.len();
        out.resize(filled + wanted, 0);
        let count = self.raw_read(thread, &mut out[filled..]);
        out.truncate(filled + count.ok().flatten().unwrap_or(0));
        count
    }

    /// One write to the raw stream. `None` if it would block.
    fn raw_write(&self, thread: &mut Thread, data: &[u8]) -> PyResult<Option<usize>> {
        if let Some(file) = self.native_raw() {
            if !file.is_writable() {
                return Err(unsupported(thread, "File not open for writing"));
            }
            return file.write_from(thread, data);
        }
        let raw = self.raw_stream(thread)?;
        let bytes = BytesObject::new(thread, data)?;
        let count = invoke::method(thread, raw, "write", &[bytes.value()])?;
        if count == none() {
            return Ok(None);
        }
        let number = protocol::index_i64(thread, count)?;
        if number < 0 || number as usize > data.len() {
            let length = data.len();
            return Err(thread.os_error_plain(format_args!(
                "raw write() returned invalid length {number} (should have been between 0 and {length})"
            )));
        }
        Ok(Some(number as usize))
    }

    fn raw_seek(&self, thread: &mut Thread, offset: i64, whence: i32) -> PyResult<i64> {
        if let Some(file) = self.native_raw() {
            return file.seek_to(thread, offset, whence);
        }
        let raw = self.raw_stream(thread)?;
        let offset = pyrs_object::int::from_i64(thread, offset)?;
        let position = invoke::method(thread, raw, "seek", &[offset, Value::small_int(whence.into())])?;
        self.check_position(thread, position)
    }

    fn raw_tell(&self, thread: &mut Thread) -> PyResult<i64> {
        if let Some(file) = self.native_raw() {
            return file.seek_to(thread, 0, libc::SEEK_CUR);
        }
        let raw = self.raw_stream(thread)?;
        let position = invoke::method(thread, raw, "tell", &[])?;
        self.check_position(thread, position)
    }

    fn check_position(&self, thread: &mut Thread, position: Value) -> PyResult<i64> {
        let position = protocol::index_i64(thread, position)?;
        if position < 0 {
            return Err(thread.os_error_plain(format_args!("Raw stream returned invalid position {position}")));
        }
        Ok(position)
    }

    /// Writes all data to the raw stream; what could not be written stays in the buffer as far as it fits.
    fn write_through(&self, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
        let mut written = 0;
        while written < data.len() {
            match self.raw_write(thread, &data[written..])? {
                Some(count) => {
                    written += count;
                    if written < data.len() {
                        poll(thread)?;
                    }
                }
                None => {
                    let storage = self.storage(thread)?;
                    let rest = &data[written..];
                    let kept = rest.len().min(storage.capacity());
                    storage.bytes_mut()[..kept].copy_from_slice(&rest[..kept]);
                    self.dirty.set(kept);
                    return Err(would_block(thread, written + kept));
                }
            }
        }
        Ok(())
    }

    /// Writes the buffer out.
    pub fn flush_dirty(&self, thread: &mut Thread) -> PyResult<()> {
        let dirty = self.dirty.get();
        if dirty == 0 {
            return Ok(());
        }
        let storage = self.storage(thread)?;
        let mut written = 0;
        while written < dirty {
            let result = self.raw_write(thread, &storage.bytes()[written..dirty]);
            written += result.unwrap_or(None).unwrap_or(0);
            // A signal may have cut it short: what is written is written.
            let result = match result {
                Ok(Some(_)) if written < dirty => poll(thread).map(|()| Some(0)),
                result => result,
            };
            match result {
                Ok(Some(_)) => {}
                failed => {
                    storage.bytes_mut().copy_within(written..dirty, 0);
                    self.dirty.set(dirty - written);
                    return match failed {
                        Err(raised) => Err(raised),
                        Ok(_) => Err(would_block(thread, 0)),
                    };
                }
            }
        }
        self.dirty.set(0);
        Ok(())
    }

    /// Forgets what was read ahead, putting the raw position back.
    fn drop_ahead(&self, thread: &mut Thread) -> PyResult<()> {
        let ahead = self.ahead();
        self.start.set(0);
        self.end.set(0);
        if ahead > 0 {
            self.raw_seek(thread, -(ahead as i64), libc::SEEK_CUR)?;
        }
        Ok(())
    }

    /// `write`.
    pub fn write_bytes(&self, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
        self.check_open(thread, "write to")?;
        self.drop_ahead(thread)?;
        let storage = self.storage(thread)?;
        let dirty = self.dirty.get();
        if data.len() > storage.capacity() - dirty {
            self.flush_dirty(thread)?;
            if data.len() >= storage.capacity() {
                return self.write_through(thread, data);
            }
        }
        let dirty = self.dirty.get();
        storage.bytes_mut()[dirty..dirty + data.len()].copy_from_slice(data);
        self.dirty.set(dirty + data.len());
        if !self.has(LISTED) {
            self.set_flag(LISTED, true);
            open_writers::add(thread, heap_ref(self).value());
        }
        Ok(())
    }

    /// `flush`.
    pub fn flush_all(&self, thread: &mut Thread) -> PyResult<()> {
        self.check_open(thread, "flush of")?;
        self.flush_dirty(thread)?;
        if self.has(READS) && self.has(WRITES) {
            self.drop_ahead(thread)?;
        }
        Ok(())
    }

    /// Reads the next block into the empty buffer. `None` if it would block.
    fn fill(&self, thread: &mut Thread) -> PyResult<Option<usize>> {
        let storage = self.storage(thread)?;
        self.start.set(0);
        self.end.set(0);
        let count = self.raw_read(thread, storage.bytes_mut())?;
        self.end.set(count.unwrap_or(0));
        Ok(count)
    }

    fn take(&self, thread: &mut Thread, count: usize, out: &mut Vec<u8>) -> PyResult<()> {
        let storage = self.storage(thread)?;
        let start = self.start.get();
        out.extend_from_slice(&storage.bytes()[start..start + count]);
        self.start.set(start + count);
        Ok(())
    }

    /// `read(size)` with a definite size. `None` if nothing is there and the stream would block.
    fn read_exactly(&self, thread: &mut Thread, size: usize) -> PyResult<Option<Vec<u8>>> {
        self.flush_dirty(thread)?;
        let mut out = Vec::with_capacity(size.min(1 << 20));
        let capacity = self.storage(thread)?.capacity();
        while out.len() < size {
            let wanted = size - out.len();
            if self.ahead() > 0 {
                self.take(thread, wanted.min(self.ahead()), &mut out)?;
                continue;
            }
            let count = if wanted >= capacity {
                self.raw_read_behind(thread, wanted.min(1 << 24), &mut out)?
            } else {
                self.fill(thread)?
            };
            match count {
                Some(0) => break,
                Some(_) => {}
                None if out.is_empty() => return Ok(None),
                None => break,
            }
        }
        Ok(Some(out))
    }

    /// `read()`. `None` if nothing is there and the stream would block.
    fn read_to_end(&self, thread: &mut Thread) -> PyResult<Option<Vec<u8>>> {
        self.flush_dirty(thread)?;
        let mut out = Vec::new();
        self.take(thread, self.ahead(), &mut out)?;
        if let Some(file) = self.native_raw() {
            if !file.is_readable() {
                return Err(unsupported(thread, "File not open for reading"));
            }
            let any = file.read_all(thread, &mut out)?;
            return Ok((any || !out.is_empty()).then_some(out));
        }
        let raw = self.raw_stream(thread)?;
        let Some(read_all) = invoke::attribute_optional(thread, raw, "readall")? else {
            while let Some(mut block) = self.read_exactly(thread, 1 << 16)?.filter(|block| !block.is_empty()) {
                out.append(&mut block);
            }
            return Ok(Some(out));
        };
        let rest = protocol::call(thread, read_all, &[])?;
        if rest == none() {
            return Ok((!out.is_empty()).then_some(out));
        }
        match rest.downcast::<BytesObject>() {
            Some(bytes) => out.extend_from_slice(bytes.data()),
            None => return Err(thread.type_error(format_args!("readall() should return bytes"))),
        }
        Ok(Some(out))
    }

    /// `read1(size)`.
    pub fn read_some(&self, thread: &mut Thread, size: usize) -> PyResult<Ref<BytesObject>> {
        self.check_open(thread, "read of")?;
        self.flush_dirty(thread)?;
        if size == 0 {
            return BytesObject::new(thread, &[]);
        }
        if self.ahead() == 0 {
            let capacity = self.storage(thread)?.capacity();
            if size > capacity {
                let mut block = vec![0; size];
                let count = self.raw_read(thread, &mut block)?.unwrap_or(0);
                return BytesObject::new(thread, &block[..count]);
            }
            self.fill(thread)?;
        }
        let storage = self.storage(thread)?;
        let (start, count) = (self.start.get(), size.min(self.ahead()));
        let bytes = BytesObject::new(thread, &storage.bytes()[start..start + count])?;
        self.start.set(start + count);
        Ok(bytes)
    }

    /// Everything that is left, for a text stream.
    pub fn read_rest(&self, thread: &mut Thread) -> PyResult<Vec<u8>> {
        self.check_open(thread, "read of")?;
        Ok(self.read_to_end(thread)?.unwrap_or_default())
    }

    fn read_line(&self, thread: &mut Thread, limit: usize) -> PyResult<Ref<BytesObject>> {
        self.check_open(thread, "readline of")?;
        self.flush_dirty(thread)?;
        let mut line: Vec<u8> = Vec::new();
        loop {
            let storage = self.storage(thread)?;
            let start = self.start.get();
            let count = self.ahead().min(limit - line.len());
            let ahead = &storage.bytes()[start..start + count];
            if let Some(at) = memchr::memchr(b'\n', ahead) {
                self.start.set(start + at + 1);
                if line.is_empty() {
                    return BytesObject::new(thread, &ahead[..=at]);
                }
                line.extend_from_slice(&ahead[..=at]);
                break;
            }
            line.extend_from_slice(ahead);
            self.start.set(start + count);
            if line.len() >= limit || self.fill(thread)?.unwrap_or(0) == 0 {
                break;
            }
        }
        BytesObject::new(thread, &line)
    }
}

#[cold]
fn would_block(thread: &mut Thread, written: usize) -> Raised {
    let text = match StrObject::from_str(thread, "write could not complete without blocking") {
        Ok(text) => text.value(),
        Err(raised) => return raised,
    };
    let args = [
        Value::small_int(libc::EAGAIN.into()),
        text,
        Value::small_int(written as i64),
    ];
    let class = core().types.blocking_io_error.get().value();
    let made = protocol::call(thread, class, &args);
    crate::codec::raise(thread, made)
}

static READER_INIT: Signature = slot_signature("BufferedReader", &["raw", "buffer_size"], 1, 0);
static WRITER_INIT: Signature = slot_signature("BufferedWriter", &["raw", "buffer_size"], 1, 0);
static RANDOM_INIT: Signature = slot_signature("BufferedRandom", &["raw", "buffer_size"], 1, 0);

fn initialise(thread: &mut Thread, this: Value, args: Args, signature: &'static Signature, flags: u64) -> PyResult<()> {
    let Some(stream) = this.downcast::<BufferedObject>() else {
        return Ok(());
    };
    let [raw, size] = invoke::bind::<2>(thread, signature, args)?;
    let raw = raw.unwrap_or_else(none);
    let size = match size {
        Some(size) => protocol::index_i64(thread, size)?,
        None => super::BUFFER_SIZE as i64,
    };
    if flags & READS != 0 && flags & WRITES != 0 {
        base::check_ability(thread, raw, "seekable", "File or stream is not seekable.")?;
    }
    if flags & READS != 0 {
        base::check_ability(thread, raw, "readable", "File or stream is not readable.")?;
    }
    if flags & WRITES != 0 {
        base::check_ability(thread, raw, "writable", "File or stream is not writable.")?;
    }
    if size <= 0 {
        return Err(thread.value_error(format_args!("buffer size must be strictly positive")));
    }
    attach(thread, stream, raw, size as usize, flags)
}

fn attach(thread: &mut Thread, stream: Ref<BufferedObject>, raw: Value, size: usize, flags: u64) -> PyResult<()> {
    let buffer = RawArray::new(thread, size)?;
    stream.raw.set(stream, Some(raw));
    stream.buffer.set(stream, Some(buffer));
    stream.start.set(0);
    stream.end.set(0);
    stream.dirty.set(0);
    stream.flags.set(flags);
    if let Some(file) = stream.native_raw() {
        file.set_owned(true);
    }
    Ok(())
}

/// A buffered stream over a FileIO, for the standard streams.
pub fn over_file(thread: &mut Thread, file: Ref<FileIoObject>, writable: bool) -> PyResult<Ref<BufferedObject>> {
    let (class, flags) = if writable {
        (&BUFFERED_WRITER, WRITES)
    } else {
        (&BUFFERED_READER, READS)
    };
    let stream: Ref<BufferedObject> = class.get().allocate_instance(thread)?;
    attach(thread, stream, file.value(), super::BUFFER_SIZE, flags)?;
    Ok(stream)
}

fn allocate(thread: &mut Thread, class: Value) -> PyResult<Value> {
    match class.downcast::<TypeObject>() {
        Some(class) => Ok(class.allocate_instance::<BufferedObject>(thread)?.value()),
        None => Err(thread.type_error(format_args!("__new__() needs a class"))),
    }
}

/// Construction of BufferedReader.
pub struct ReaderMethods;

/// Create a new buffered reader using the given readable raw IO object.
#[pymethods]
impl ReaderMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        allocate(thread, class)
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        initialise(thread, this, args, &READER_INIT, READS)
    }
}

/// Construction of BufferedWriter.
pub struct WriterMethods;

/// A buffer for a writeable sequential RawIO object.
#[pymethods]
impl WriterMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        allocate(thread, class)
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        initialise(thread, this, args, &WRITER_INIT, WRITES)
    }
}

/// Construction of BufferedRandom.
pub struct RandomMethods;

/// A buffered interface to random access streams.
#[pymethods]
impl RandomMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        allocate(thread, class)
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        initialise(thread, this, args, &RANDOM_INIT, READS | WRITES)
    }
}

/// What all buffered streams have.
pub struct BufferedMethods;

#[pymethods]
impl BufferedMethods {
    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        if let Some(stream) = this.downcast::<BufferedObject>()
            && !stream.has(OWNED | DETACHED)
            && stream.raw.get().is_some()
        {
            base::close_quietly(thread, this);
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let class = class_of(this);
        let class = match class.has(TypeFlags::HEAP) {
            true => class.name_for_message(),
            false => format!("_io.{}", class.short_name()),
        };
        let name = match invoke::attribute_optional(thread, this, "name") {
            Ok(name) => name,
            Err(raised) if !thread.clear_if(core().types.value_error.get()) => return Err(raised),
            Err(_) => None,
        };
        let text = match name {
            Some(name) => {
                let name = protocol::repr(thread, name)?.to_string_lossy();
                format!("<{class} name={name}>")
            }
            None => format!("<{class}>"),
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[method]
    fn flush(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<()> {
        this.raw_stream(thread)?;
        this.flush_all(thread)
    }

    #[method]
    fn close(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<()> {
        let raw = this.raw_stream(thread)?;
        if this.is_closed(thread)? {
            return Ok(());
        }
        let flushed = invoke::method(thread, this.value(), "flush", &[]);
        let pending = if flushed.is_err() { thread.take_raised() } else { None };
        let closed = invoke::method(thread, raw, "close", &[]);
        this.dirty.set(0);
        match (pending, closed) {
            (None, closed) => closed.map(|_| ()),
            (Some(exception), Ok(_)) => Err(thread.reraise(exception)),
            (Some(exception), Err(_)) => {
                if let Some(second) = thread.take_raised() {
                    second.chain_context(exception);
                    return Err(thread.reraise(second));
                }
                Err(thread.reraise(exception))
            }
        }
    }

    #[method]
    fn detach(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::method(thread, this.value(), "flush", &[])?;
        if let Some(file) = this.native_raw() {
            file.set_owned(false);
        }
        this.raw.set(this, None);
        this.buffer.set(this, None);
        this.set_flag(DETACHED, true);
        Ok(raw)
    }

    #[method]
    fn seekable(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::method(thread, raw, "seekable", &[])
    }

    #[method]
    fn fileno(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::method(thread, raw, "fileno", &[])
    }

    #[method]
    fn isatty(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::method(thread, raw, "isatty", &[])
    }

    #[getter]
    fn closed(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<bool> {
        this.is_closed(thread)
    }

    #[getter]
    fn name(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::attribute(thread, raw, "name")
    }

    #[getter]
    fn mode(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::attribute(thread, raw, "mode")
    }

    #[getter]
    fn raw(_thread: &mut Thread, this: Ref<BufferedObject>) -> Option<Value> {
        this.raw.get()
    }

    #[method]
    fn tell(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<i64> {
        let position = this.raw_tell(thread)?;
        let logical = position - this.ahead() as i64 + this.dirty.get() as i64;
        Ok(logical.max(0))
    }

    #[method]
    fn seek(thread: &mut Thread, this: Ref<BufferedObject>, target: Value, whence: Option<i32>) -> PyResult<i64> {
        let whence = whence.unwrap_or(0);
        if !(0..=2).contains(&whence) && ![libc::SEEK_DATA, libc::SEEK_HOLE].contains(&whence) {
            return Err(thread.value_error(format_args!("whence value {whence} unsupported")));
        }
        this.check_open(thread, "seek of")?;
        let raw = this.raw_stream(thread)?;
        if let Some(file) = this.native_raw() {
            if !file.is_seekable() {
                return Err(unsupported(thread, "File or stream is not seekable."));
            }
        } else {
            base::check_ability(thread, raw, "seekable", "File or stream is not seekable.")?;
        }
        let mut target = protocol::index_i64(thread, target)?;
        this.flush_dirty(thread)?;
        if whence == 1 {
            target -= this.ahead() as i64;
        }
        this.start.set(0);
        this.end.set(0);
        this.raw_seek(thread, target, whence)
    }

    #[method]
    fn truncate(thread: &mut Thread, this: Ref<BufferedObject>, pos: OptionalNone<Value>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        if !this.has(WRITES) {
            return Err(unsupported(thread, "truncate"));
        }
        this.check_open(thread, "truncate of")?;
        this.flush_dirty(thread)?;
        this.drop_ahead(thread)?;
        let size = match pos.0 {
            Some(size) => size,
            None => {
                let position = this.raw_tell(thread)?;
                pyrs_object::int::from_i64(thread, position)?
            }
        };
        invoke::method(thread, raw, "truncate", &[size])
    }
}

/// Reading.
pub struct ReadMethods;

fn bytes_or_none(thread: &mut Thread, data: Option<Vec<u8>>) -> PyResult<Value> {
    match data {
        Some(data) => Ok(BytesObject::new(thread, &data)?.value()),
        None => Ok(none()),
    }
}

fn read_into(thread: &mut Thread, this: Ref<BufferedObject>, buffer: Value, once: bool) -> PyResult<Option<Value>> {
    this.check_open(thread, "readinto of")?;
    let name = if once { "readinto1" } else { "readinto" };
    let target = Target::new(thread, name, buffer)?;
    let data = if once {
        let bytes = this.read_some(thread, target.len())?;
        Some(bytes.data().to_vec())
    } else {
        this.read_exactly(thread, target.len())?
    };
    let Some(data) = data else { return Ok(None) };
    target.fill(thread, &data)?;
    Ok(Some(Value::small_int(data.len() as i64)))
}

#[pymethods]
impl ReadMethods {
    #[method]
    fn readable(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::method(thread, raw, "readable", &[])
    }

    #[method]
    fn read(thread: &mut Thread, this: Ref<BufferedObject>, size: OptionalNone<i64>) -> PyResult<Value> {
        let size = size.0.unwrap_or(-1);
        if size < -1 {
            return Err(thread.value_error(format_args!("read length must be non-negative or -1")));
        }
        this.check_open(thread, "read of")?;
        let data = if size < 0 {
            this.read_to_end(thread)?
        } else {
            this.read_exactly(thread, size as usize)?
        };
        bytes_or_none(thread, data)
    }

    #[method]
    fn read1(thread: &mut Thread, this: Ref<BufferedObject>, size: Option<i64>) -> PyResult<Ref<BytesObject>> {
        let size = size.unwrap_or(-1);
        let size = if size < 0 { super::BUFFER_SIZE } else { size as usize };
        this.read_some(thread, size)
    }

    #[method]
    fn readinto(thread: &mut Thread, this: Ref<BufferedObject>, buffer: Value) -> PyResult<Option<Value>> {
        read_into(thread, this, buffer, false)
    }

    #[method]
    fn readinto1(thread: &mut Thread, this: Ref<BufferedObject>, buffer: Value) -> PyResult<Option<Value>> {
        read_into(thread, this, buffer, true)
    }

    #[method]
    fn peek(thread: &mut Thread, this: Ref<BufferedObject>, _size: Option<i64>) -> PyResult<Ref<BytesObject>> {
        this.check_open(thread, "peek of")?;
        this.flush_dirty(thread)?;
        if this.ahead() == 0 {
            this.fill(thread)?;
        }
        let storage = this.storage(thread)?;
        BytesObject::new(thread, &storage.bytes()[this.start.get()..this.end.get()])
    }

    #[method]
    fn readline(thread: &mut Thread, this: Ref<BufferedObject>, size: OptionalNone<i64>) -> PyResult<Ref<BytesObject>> {
        let limit = size
            .0
            .filter(|size| *size >= 0)
            .map_or(usize::MAX, |size| size as usize);
        this.read_line(thread, limit)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        if let Some(stream) = as_native(this) {
            let line = stream.read_line(thread, usize::MAX)?;
            return Ok((!line.is_empty()).then_some(line.value()));
        }
        let line = invoke::method(thread, this, "readline", &[])?;
        Ok((protocol::len(thread, line)? > 0).then_some(line))
    }
}

/// Writing.
pub struct WriteMethods;

#[pymethods]
impl WriteMethods {
    #[method]
    fn writable(thread: &mut Thread, this: Ref<BufferedObject>) -> PyResult<Value> {
        let raw = this.raw_stream(thread)?;
        invoke::method(thread, raw, "writable", &[])
    }

    #[method]
    fn write(thread: &mut Thread, this: Ref<BufferedObject>, buffer: Value) -> PyResult<usize> {
        this.raw_stream(thread)?;
        let source = byte_view::readable(thread, buffer)?;
        let data = byte_view::data(&source);
        this.write_bytes(thread, data)?;
        Ok(data.len())
    }
}

/// Two raw streams as one.
#[repr(C)]
pub struct PairObject {
    header: Header,
    reader: Field<Option<Value>>,
    writer: Field<Option<Value>>,
}
heap_object!(PairObject, "_io.BufferedRWPair", PAIR_LAYOUT, [reader, writer]);

/// `_io.BufferedRWPair`.
pub static BUFFERED_RW_PAIR: NativeClass = NativeClass::new("_io", "BufferedRWPair", &PAIR_LAYOUT)
    .base(|| BUFFERED_IO_BASE.get())
    .flags(base::STREAM_FLAGS)
    .methods(PairMethods::TYPE_METHODS);

static PAIR_INIT: Signature = slot_signature("BufferedRWPair", &["reader", "writer", "buffer_size"], 2, 3);

/// Holds the methods of BufferedRWPair.
pub struct PairMethods;

fn half(thread: &mut Thread, side: Option<Value>, method: &str, args: Args) -> PyResult<Value> {
    let Some(stream) = side else {
        return Err(thread.value_error(format_args!("I/O operation on uninitialized object")));
    };
    let method = invoke::attribute(thread, stream, method)?;
    protocol::call_args(thread, method, args)
}

/// A buffered reader and writer object together.
#[pymethods]
impl PairMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        match class.downcast::<TypeObject>() {
            Some(class) => Ok(class.allocate_instance::<PairObject>(thread)?.value()),
            None => Err(thread.type_error(format_args!("__new__() needs a class"))),
        }
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let Some(pair) = this.downcast::<PairObject>() else {
            return Ok(());
        };
        let [reader, writer, size] = invoke::bind::<3>(thread, &PAIR_INIT, args)?;
        let (reader, writer) = (reader.unwrap_or_else(none), writer.unwrap_or_else(none));
        base::check_ability(thread, reader, "readable", "File or stream is not readable.")?;
        base::check_ability(thread, writer, "writable", "File or stream is not writable.")?;
        let size = size.unwrap_or(Value::small_int(super::BUFFER_SIZE as i64));
        let reader = protocol::call(thread, BUFFERED_READER.get().value(), &[reader, size])?;
        let writer = protocol::call(thread, BUFFERED_WRITER.get().value(), &[writer, size])?;
        pair.reader.set(pair, Some(reader));
        pair.writer.set(pair, Some(writer));
        Ok(())
    }

    #[method]
    fn read(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.reader.get(), "read", args)
    }
    #[method]
    fn peek(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.reader.get(), "peek", args)
    }
    #[method]
    fn read1(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.reader.get(), "read1", args)
    }
    #[method]
    fn readinto(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.reader.get(), "readinto", args)
    }
    #[method]
    fn readinto1(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.reader.get(), "readinto1", args)
    }
    #[method]
    fn write(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.writer.get(), "write", args)
    }
    #[method]
    fn flush(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.writer.get(), "flush", args)
    }
    #[method]
    fn readable(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.reader.get(), "readable", args)
    }
    #[method]
    fn writable(thread: &mut Thread, this: Ref<PairObject>, args: Args) -> PyResult<Value> {
        half(thread, this.writer.get(), "writable", args)
    }

    #[method]
    fn close(thread: &mut Thread, this: Ref<PairObject>) -> PyResult<()> {
        let args = Args::positional_only(&[]);
        let written = half(thread, this.writer.get(), "close", args);
        let pending = if written.is_err() { thread.take_raised() } else { None };
        let read = half(thread, this.reader.get(), "close", args);
        match pending {
            Some(exception) => Err(thread.reraise(exception)),
            None => read.map(|_| ()),
        }
    }

    #[method]
    fn isatty(thread: &mut Thread, this: Ref<PairObject>) -> PyResult<Value> {
        let args = Args::positional_only(&[]);
        let written = half(thread, this.writer.get(), "isatty", args)?;
        if protocol::truth(thread, written)? {
            return Ok(written);
        }
        half(thread, this.reader.get(), "isatty", args)
    }

    #[getter]
    fn closed(thread: &mut Thread, this: Ref<PairObject>) -> PyResult<Value> {
        match this.writer.get() {
            Some(writer) => invoke::attribute(thread, writer, "closed"),
            None => Err(thread.runtime_error(format_args!("the BufferedRWPair object is being garbage-collected"))),
        }
    }
}

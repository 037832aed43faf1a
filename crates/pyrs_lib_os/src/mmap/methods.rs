//! Methods and slots of `mmap.mmap`.

use super::{Access, ITERATOR, MmapIterator, MmapObject, Request, mapping_of};
use crate::byte_view;
use crate::invoke;
use crate::os_error::{last_os_error, os_error};
use memchr::{memchr, memmem};
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::{OptionalNone, Signature};
use pyrs_object::range::{SliceObject, resolve};
use pyrs_object::slots::UnaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, int, none, protocol};

/// Holds the methods of mappings.
pub struct MmapMethods;

static SIGNATURE: Signature = Signature {
    keyword_only_from: 6,
    ..invoke::slot_signature(
        "mmap",
        &["fileno", "length", "flags", "prot", "access", "offset", "trackfd"],
        2,
        0,
    )
};

/// The position that an index names.
fn position(thread: &mut Thread, mapping: Ref<MmapObject>, key: Value) -> PyResult<usize> {
    if !int::is_int(key) && protocol::convert(thread, UnaryOp::Index, key)?.is_none() {
        return Err(thread.type_error(format_args!("mmap indices must be integers")));
    }
    let index = protocol::index_i64(thread, key)?;
    mapping.check_open(thread)?;
    let length = mapping.length.get() as i64;
    let index = if index < 0 { index + length } else { index };
    if index < 0 || index >= length {
        return Err(thread.index_error(format_args!("mmap index out of range")));
    }
    Ok(index as usize)
}

/// Where in the mapping something is, between two bounds.
fn find(
    thread: &mut Thread,
    mapping: Ref<MmapObject>,
    view: Value,
    bounds: (Option<i64>, Option<i64>),
    search: impl Fn(&[u8], &[u8]) -> Option<usize>,
) -> PyResult<i64> {
    mapping.check_open(thread)?;
    let wanted = byte_view::readable(thread, view)?;
    let wanted = byte_view::data(&wanted).to_vec();
    mapping.check_open(thread)?;
    let data = mapping.bytes();
    let length = data.len() as i64;
    let clamp = |bound: i64| {
        if bound < 0 {
            (bound + length).max(0)
        } else {
            bound.min(length)
        }
    };
    let start = clamp(bounds.0.unwrap_or(mapping.position.get() as i64)) as usize;
    let end = clamp(bounds.1.unwrap_or(length)) as usize;
    let part = data.get(start..end).filter(|_| start <= end);
    let found = part.and_then(|part| search(part, &wanted));
    Ok(found.map_or(-1, |at| (start + at) as i64))
}

/// Takes up to so many bytes from the position on.
fn take(thread: &mut Thread, mapping: Ref<MmapObject>, count: usize) -> PyResult<Ref<BytesObject>> {
    let data = mapping.bytes();
    let start = mapping.position.get().min(data.len());
    let end = start.saturating_add(count).min(data.len());
    let part = data[start..end].to_vec();
    mapping.position.set(end);
    BytesObject::new(thread, &part)
}

fn set_slice(thread: &mut Thread, mapping: Ref<MmapObject>, slice: Ref<SliceObject>, value: Value) -> PyResult<()> {
    let source = byte_view::readable(thread, value)?;
    let source = byte_view::data(&source).to_vec();
    let part = resolve(thread, slice, || mapping.length.get())?;
    mapping.check_open(thread)?;
    if part.count != source.len() {
        return Err(thread.index_error(format_args!("mmap slice assignment is wrong size")));
    }
    let data = mapping.bytes_mut();
    for (index, byte) in part.positions().zip(source) {
        if let Some(place) = data.get_mut(index) {
            *place = byte;
        }
    }
    Ok(())
}

#[pymethods]
impl MmapMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let values: [Option<Value>; 7] = invoke::bind(thread, &SIGNATURE, args)?;
        let mut number = |index: usize, default: i32| match values[index] {
            Some(value) => match i32::try_from(protocol::index_clamped(thread, value)?) {
                Ok(number) => Ok(number),
                Err(_) => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
            },
            None => Ok(default),
        };
        let (both, shared) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED);
        let (fd, flags) = (number(0, -1)?, number(2, shared)?);
        let (protection, access) = (number(3, both)?, number(4, Access::Default as i32)?);
        let mut request = Request {
            fd,
            length: protocol::index_i64(thread, values[1].unwrap_or_else(none))?,
            flags,
            protection,
            access,
            offset: match values[5] {
                Some(value) => protocol::index_i64(thread, value)?,
                None => 0,
            },
            keeps_fd: match values[6] {
                Some(value) => protocol::truth(thread, value)?,
                None => true,
            },
        };
        request.settle(thread, flags != shared || protection != both)?;
        request.map(thread, class)
    }

    /// Unmap the memory. Other methods then raise ValueError.
    #[method]
    fn close(thread: &mut Thread, this: Ref<MmapObject>) -> PyResult<()> {
        if pyrs_object::memory_view::is_lent(thread, &this.exports) {
            return Err(thread.buffer_error(format_args!("cannot close exported pointers exist")));
        }
        this.unmap();
        Ok(())
    }

    /// Whether the memory is unmapped.
    #[getter]
    fn closed(_thread: &mut Thread, this: Ref<MmapObject>) -> bool {
        this.data.get().is_null()
    }

    /// The lowest place of some bytes, or -1.
    #[method]
    fn find(
        thread: &mut Thread,
        this: Ref<MmapObject>,
        view: Value,
        start: OptionalNone<i64>,
        end: OptionalNone<i64>,
    ) -> PyResult<i64> {
        find(thread, this, view, (start.0, end.0), memmem::find)
    }

    /// The highest place of some bytes, or -1.
    #[method]
    fn rfind(
        thread: &mut Thread,
        this: Ref<MmapObject>,
        view: Value,
        start: OptionalNone<i64>,
        end: OptionalNone<i64>,
    ) -> PyResult<i64> {
        find(thread, this, view, (start.0, end.0), memmem::rfind)
    }

    /// Write what was changed back to the file, from `offset` on.
    #[method]
    fn flush(thread: &mut Thread, this: Ref<MmapObject>, offset: Option<i64>, size: OptionalNone<i64>) -> PyResult<()> {
        this.check_open(thread)?;
        let (offset, length) = (offset.unwrap_or(0), this.length.get() as i64);
        let size = size.0.unwrap_or(length.saturating_sub(offset));
        if offset < 0 || size < 0 || offset > length || length - offset < size {
            return Err(thread.value_error(format_args!("flush values out of range")));
        }
        if this.access.get() == Access::Read as i32 || this.access.get() == Access::Copy as i32 {
            return Ok(());
        }
        let (start, size) = (this.data.get() as usize + offset as usize, size as usize);
        // SAFETY: the range is inside the mapping; views would keep it from being unmapped by another thread, and
        // without them the worst is an error of the call.
        let (status, errno) = thread.blocking(|| unsafe {
            let status = libc::msync(start as *mut libc::c_void, size, libc::MS_SYNC);
            (status, crate::os_error::last_errno())
        });
        if status != 0 {
            return Err(os_error(thread, errno, None));
        }
        Ok(())
    }

    /// Tell the system how a part of the mapping will be used.
    #[method]
    fn madvise(
        thread: &mut Thread,
        this: Ref<MmapObject>,
        option: i32,
        start: Option<i64>,
        length: OptionalNone<i64>,
    ) -> PyResult<()> {
        this.check_open(thread)?;
        let (start, whole) = (start.unwrap_or(0), this.length.get() as i64);
        if start < 0 || start >= whole {
            return Err(thread.value_error(format_args!("madvise start out of bounds")));
        }
        let length = length.0.unwrap_or(whole);
        if length < 0 {
            return Err(thread.value_error(format_args!("madvise length invalid")));
        }
        if i64::MAX - start < length {
            return Err(thread.overflow_error(format_args!("madvise length too large")));
        }
        let length = length.min(whole - start) as usize;
        // SAFETY: the range is inside the mapping.
        let status = unsafe { libc::madvise(this.data.get().add(start as usize).cast(), length, option) };
        if status != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Copy bytes within the mapping.
    #[method(name = "move")]
    fn move_bytes(thread: &mut Thread, this: Ref<MmapObject>, dest: i64, src: i64, count: i64) -> PyResult<()> {
        this.check_open(thread)?;
        this.check_writable(thread)?;
        let length = this.length.get() as i64;
        if dest < 0 || src < 0 || count < 0 || length - dest < count || length - src < count {
            return Err(thread.value_error(format_args!("source, destination, or count out of range")));
        }
        let (from, count) = (src as usize, count as usize);
        this.bytes_mut().copy_within(from..from + count, dest as usize);
        Ok(())
    }

    /// The bytes from the position on, at most `n`.
    #[method]
    fn read(thread: &mut Thread, this: Ref<MmapObject>, n: Option<Value>) -> PyResult<Ref<BytesObject>> {
        this.check_open(thread)?;
        let count = match n.filter(|n| *n != none()) {
            None => usize::MAX,
            Some(n) if int::is_int(n) || protocol::convert(thread, UnaryOp::Index, n)?.is_some() => {
                usize::try_from(protocol::index_i64(thread, n)?).unwrap_or(usize::MAX)
            }
            Some(n) => {
                let class = class_of(n).name_for_message();
                return Err(thread.type_error(format_args!("argument should be integer or None, not '{class}'")));
            }
        };
        this.check_open(thread)?;
        take(thread, this, count)
    }

    /// The byte at the position, as a number.
    #[method]
    fn read_byte(thread: &mut Thread, this: Ref<MmapObject>) -> PyResult<i64> {
        this.check_open(thread)?;
        match this.bytes().get(this.position.get()) {
            Some(byte) => {
                this.position.set(this.position.get() + 1);
                Ok((*byte).into())
            }
            None => Err(thread.value_error(format_args!("read byte out of range"))),
        }
    }

    /// The bytes from the position to the end of the line.
    #[method]
    fn readline(thread: &mut Thread, this: Ref<MmapObject>) -> PyResult<Ref<BytesObject>> {
        this.check_open(thread)?;
        let rest = this.bytes().get(this.position.get()..).unwrap_or_default();
        let count = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        take(thread, this, count)
    }

    /// Change the length of the mapping, and of the file behind it.
    #[method]
    fn resize(thread: &mut Thread, this: Ref<MmapObject>, newsize: i64) -> PyResult<()> {
        this.check_open(thread)?;
        this.check_resizable(thread)?;
        if newsize < 0 || i64::MAX - newsize < this.offset.get() {
            return Err(thread.value_error(format_args!("new size out of range")));
        }
        let (old, new) = (this.length.get(), newsize as usize);
        if this.fd.get() == -1 && this.flags.get() & libc::MAP_PRIVATE == 0 && new > old {
            return Err(thread.value_error(format_args!("mmap: can't expand a shared anonymous mapping")));
        }
        if new == 0 {
            // The system would refuse it after the file has been cut.
            return Err(os_error(thread, libc::EINVAL, None));
        }
        // SAFETY: the mapping is this object's, and nothing points into it, as there are no views.
        let moved = unsafe {
            if this.fd.get() != -1 && libc::ftruncate(this.fd.get(), this.offset.get() + newsize) != 0 {
                return Err(last_os_error(thread, None));
            }
            libc::mremap(this.data.get().cast(), old, new, libc::MREMAP_MAYMOVE)
        };
        if moved == libc::MAP_FAILED {
            return Err(last_os_error(thread, None));
        }
        this.data.set(moved.cast());
        this.length.set(new);
        Ok(())
    }

    /// Set the position.
    #[method]
    fn seek(thread: &mut Thread, this: Ref<MmapObject>, pos: i64, whence: Option<i32>) -> PyResult<i64> {
        this.check_open(thread)?;
        let base = match whence.unwrap_or(0) {
            0 => 0,
            1 => this.position.get() as i64,
            2 => this.length.get() as i64,
            _ => return Err(thread.value_error(format_args!("unknown seek type"))),
        };
        match base.checked_add(pos) {
            Some(position) if position >= 0 && position <= this.length.get() as i64 => {
                this.position.set(position as usize);
                Ok(position)
            }
            _ => Err(thread.value_error(format_args!("seek out of range"))),
        }
    }

    /// Whether the position can be set: always.
    #[method]
    fn seekable(_thread: &mut Thread, this: Ref<MmapObject>) -> bool {
        let _ = this;
        true
    }

    /// The length of the file behind the mapping.
    #[method]
    fn size(thread: &mut Thread, this: Ref<MmapObject>) -> PyResult<i64> {
        this.check_open(thread)?;
        // SAFETY: the structure is the call's to fill.
        let (status, state) = unsafe {
            let mut state: libc::stat = std::mem::zeroed();
            (libc::fstat(this.fd.get(), &mut state), state)
        };
        if status != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(state.st_size)
    }

    /// The position.
    #[method]
    fn tell(thread: &mut Thread, this: Ref<MmapObject>) -> PyResult<usize> {
        this.check_open(thread)?;
        Ok(this.position.get())
    }

    /// Write bytes at the position. How many there were.
    #[method]
    fn write(thread: &mut Thread, this: Ref<MmapObject>, bytes: Value) -> PyResult<usize> {
        this.check_open(thread)?;
        let source = byte_view::readable(thread, bytes)?;
        this.check_open(thread)?;
        this.check_writable(thread)?;
        let source = byte_view::data(&source);
        let start = this.position.get();
        let place = this.bytes_mut().get_mut(start..start.saturating_add(source.len()));
        match place {
            Some(place) => place.copy_from_slice(source),
            None => return Err(thread.value_error(format_args!("data out of range"))),
        }
        this.position.set(start + source.len());
        Ok(source.len())
    }

    /// Write a byte, given as a number, at the position.
    #[method]
    fn write_byte(thread: &mut Thread, this: Ref<MmapObject>, byte: i64) -> PyResult<()> {
        let byte = match u8::try_from(byte) {
            Ok(byte) => byte,
            Err(_) if byte < 0 => {
                return Err(thread.overflow_error(format_args!("unsigned byte integer is less than minimum")));
            }
            Err(_) => {
                return Err(thread.overflow_error(format_args!("unsigned byte integer is greater than maximum")));
            }
        };
        this.check_open(thread)?;
        this.check_writable(thread)?;
        let at = this.position.get();
        match this.bytes_mut().get_mut(at) {
            Some(place) => *place = byte,
            None => return Err(thread.value_error(format_args!("write byte out of range"))),
        }
        this.position.set(at + 1);
        Ok(())
    }

    #[method(name = "__enter__")]
    fn enter(thread: &mut Thread, this: Ref<MmapObject>) -> PyResult<Value> {
        this.check_open(thread)?;
        Ok(this.value())
    }

    #[method(name = "__exit__")]
    fn exit(
        thread: &mut Thread,
        this: Ref<MmapObject>,
        exc_type: Value,
        exc_value: Value,
        traceback: Value,
    ) -> PyResult<()> {
        let _ = (exc_type, exc_value, traceback);
        MmapMethods::close(thread, this)
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let mapping = mapping_of(thread, this)?;
        mapping.check_open(thread)?;
        Ok(mapping.length.get())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let mapping = mapping_of(thread, this)?;
        mapping.check_open(thread)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let part = resolve(thread, slice, || mapping.length.get())?;
            let data = mapping.bytes();
            let bytes: Vec<u8> = match part.range() {
                Some(range) => data.get(range).unwrap_or_default().to_vec(),
                None => part.positions().filter_map(|index| data.get(index).copied()).collect(),
            };
            return Ok(BytesObject::new(thread, &bytes)?.value());
        }
        let index = position(thread, mapping, key)?;
        Ok(Value::small_int(mapping.bytes()[index].into()))
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let mapping = mapping_of(thread, this)?;
        mapping.check_open(thread)?;
        mapping.check_writable(thread)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            return match value {
                Some(value) => set_slice(thread, mapping, slice, value),
                None => Err(thread.type_error(format_args!("mmap object doesn't support slice deletion"))),
            };
        }
        let index = position(thread, mapping, key)?;
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("mmap doesn't support item deletion")));
        };
        if !int::is_int(value) && protocol::convert(thread, UnaryOp::Index, value)?.is_none() {
            return Err(thread.type_error(format_args!("mmap item value must be an int")));
        }
        let Ok(byte) = u8::try_from(protocol::index_clamped(thread, value)?) else {
            return Err(thread.value_error(format_args!("mmap item value must be in range(0, 256)")));
        };
        mapping.check_open(thread)?;
        if let Some(place) = mapping.bytes_mut().get_mut(index) {
            *place = byte;
        }
        Ok(())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let mapping = mapping_of(thread, this)?;
        let iterator: Ref<MmapIterator> = ITERATOR.get().allocate_instance(thread)?;
        iterator.mapping.set(iterator, Some(mapping));
        Ok(iterator.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let mapping = mapping_of(thread, this)?;
        let class = class_of(this);
        let name = if class == super::MMAP.get() {
            "mmap.mmap".to_owned()
        } else {
            class.short_name()
        };
        let text = if mapping.data.get().is_null() {
            format!("<{name} closed=True>")
        } else {
            let access = Access::of(mapping.access.get());
            let access = Access::ALL.iter().find(|(other, _)| Some(*other) == access);
            format!(
                "<{name} closed=False, access={}, length={}, pos={}, offset={}>",
                access.map_or("", |(_, name)| *name),
                mapping.length.get(),
                mapping.position.get(),
                mapping.offset.get()
            )
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }
}

/// Holds the methods of the iterator.
pub(super) struct IteratorMethods;

#[pymethods]
impl IteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(iterator) = this.downcast::<MmapIterator>() else {
            return Err(thread.type_error(format_args!("an iterator of a mapping is required")));
        };
        let Some(mapping) = iterator.mapping.get() else {
            return Ok(None);
        };
        mapping.check_open(thread)?;
        let at = iterator.position.get();
        match mapping.bytes().get(at).copied() {
            Some(byte) => {
                iterator.position.set(at + 1);
                Ok(Some(BytesObject::new(thread, &[byte])?.value()))
            }
            None => {
                iterator.mapping.set(iterator, None);
                Ok(None)
            }
        }
    }
}

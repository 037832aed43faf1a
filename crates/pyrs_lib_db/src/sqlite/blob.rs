//! `sqlite3.Blob`: a window on a blob of the database.
//!
//! Invariant: a blob is used only while its connection is open; its handle is null once it is closed.

use super::connection::{self, ConnectionObject};
use super::errors;
use super::handles::{Database, Handle, Kind, Using};
use super::values;
use libsqlite3_sys as ffi;
use pyrs_lib_core::buffer;
use pyrs_lib_core::foreign::released;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::range::{self, SliceObject};
use pyrs_object::slots::UnaryOp;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{PyResult, Raised, Thread, Value, bool_value, heap_object, int, protocol};
use std::cell::Cell;
use std::ffi::CString;
use std::sync::Arc;

/// An open blob.
#[repr(C)]
pub struct BlobObject {
    header: Header,
    connection: Field<Ref<ConnectionObject>>,
    /// An `Arc`, given up when the object dies.
    handle: Cell<*const Handle>,
    offset: Cell<i64>,
}
heap_object!(BlobObject, "sqlite3.Blob", BLOB_LAYOUT, [connection], drop = release);

/// `sqlite3.Blob`.
pub static BLOB: NativeClass = NativeClass::new("sqlite3", "Blob", &BLOB_LAYOUT)
    .flags(TypeFlags::MAPPING)
    .methods(BlobMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead blobs only, once; the pointer is null or an `Arc`'s.
    unsafe {
        let handle = (*(object as *const BlobObject)).handle.replace(std::ptr::null());
        if !handle.is_null() {
            Arc::from_raw(handle).abandon();
        }
    }
}

/// Where a blob is.
pub struct Place {
    /// Table.
    pub table: CString,
    /// Column.
    pub column: CString,
    /// Database of the connection.
    pub schema: CString,
}

/// `blobopen`.
pub fn open(
    thread: &mut Thread,
    connection: Ref<ConnectionObject>,
    place: Place,
    row: Value,
    readonly: bool,
) -> PyResult<Value> {
    let row = protocol::index(thread, row)?;
    let Some(row) = int::as_i64(row) else {
        return Err(values::too_large_int(thread));
    };
    let database = connection::usable(thread, connection)?;
    let mut pointer = std::ptr::null_mut();
    // SAFETY: the database is open, and the texts live.
    let code = released(thread, || unsafe {
        database.reap();
        ffi::sqlite3_blob_open(
            database.pointer,
            place.schema.as_ptr(),
            place.table.as_ptr(),
            place.column.as_ptr(),
            row,
            (!readonly).into(),
            &mut pointer,
        )
    });
    if code != ffi::SQLITE_OK {
        return Err(errors::of_database(thread, database.pointer));
    }
    let handle = database.adopt(Kind::Blob, pointer.cast());
    let this: Ref<BlobObject> = match BLOB.get().allocate_instance(thread) {
        Ok(this) => this,
        Err(raised) => {
            handle.abandon();
            return Err(raised);
        }
    };
    this.connection.set(this, connection);
    this.handle.set(Arc::into_raw(handle));
    // SAFETY: the layout has a drop function, and the object is registered once.
    unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
    Ok(this.value())
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<BlobObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(pyrs_object::native_class::wrong_receiver(thread, "sqlite3.Blob", this)),
    }
}

impl BlobObject {
    fn pointer(&self) -> *mut ffi::sqlite3_blob {
        // SAFETY: the `Arc` is the object's own as long as it lives.
        unsafe { self.handle.get().as_ref() }.map_or(std::ptr::null_mut(), Handle::blob)
    }

    fn len(&self) -> i64 {
        // SAFETY: the blob is open, or null.
        unsafe { ffi::sqlite3_blob_bytes(self.pointer()) }.into()
    }
}

/// The database of a blob that may be used.
fn usable(thread: &mut Thread, this: Ref<BlobObject>) -> PyResult<Using> {
    let database = connection::usable(thread, this.connection.get())?;
    if this.pointer().is_null() {
        return Err(errors::programming(
            thread,
            format_args!("Cannot operate on a closed blob."),
        ));
    }
    Ok(database)
}

#[cold]
fn failed(thread: &mut Thread, database: &Database, code: i32) -> Raised {
    if code == ffi::SQLITE_ABORT {
        return errors::of_plain_code(thread, code);
    }
    errors::of_database(thread, database.pointer)
}

fn read_at(
    thread: &mut Thread,
    this: Ref<BlobObject>,
    database: &Arc<Database>,
    offset: i64,
    length: usize,
) -> PyResult<Vec<u8>> {
    let mut data = vec![0u8; length];
    let pointer = this.pointer();
    // SAFETY: there is room for so many bytes; the blob is open.
    let code = released(thread, || unsafe {
        ffi::sqlite3_blob_read(pointer, data.as_mut_ptr().cast(), length as i32, offset as i32)
    });
    match code {
        ffi::SQLITE_OK => Ok(data),
        code => Err(failed(thread, database, code)),
    }
}

fn write_at(
    thread: &mut Thread,
    this: Ref<BlobObject>,
    database: &Arc<Database>,
    offset: i64,
    data: &[u8],
) -> PyResult<()> {
    if data.len() as i64 > this.len() - offset {
        return Err(thread.value_error(format_args!("data longer than blob length")));
    }
    let pointer = this.pointer();
    // SAFETY: the data have the length given; the blob is open.
    let code = released(thread, || unsafe {
        ffi::sqlite3_blob_write(pointer, data.as_ptr().cast(), data.len() as i32, offset as i32)
    });
    match code {
        ffi::SQLITE_OK => Ok(()),
        code => Err(failed(thread, database, code)),
    }
}

fn index(thread: &mut Thread, this: Ref<BlobObject>, key: Value) -> PyResult<i64> {
    let Some(number) = protocol::convert(thread, UnaryOp::Index, key)? else {
        return Err(thread.type_error(format_args!("Blob indices must be integers")));
    };
    let Some(mut number) = int::as_i64(number) else {
        return Err(thread.index_error(format_args!("cannot fit 'int' into an index-sized integer")));
    };
    let length = this.len();
    if number < 0 {
        number += length;
    }
    if !(0..length).contains(&number) {
        return Err(thread.index_error(format_args!("Blob index out of range")));
    }
    Ok(number)
}

/// The first position of a slice, how many there are, and how far apart; positions are in the blob.
fn positions(thread: &mut Thread, this: Ref<BlobObject>, slice: Ref<SliceObject>) -> PyResult<Vec<usize>> {
    let length = this.len().max(0) as usize;
    let part = range::resolve(thread, slice, || length)?;
    let positions: Vec<usize> = part.positions().collect();
    if positions.windows(2).any(|pair| pair[0] > pair[1]) || positions.len() == 1 && part.step < 0 {
        return Err(thread.value_error(format_args!("Blob doesn't support slices with a negative step")));
    }
    Ok(positions)
}

/// The smallest range with all positions.
fn span(positions: &[usize]) -> (usize, usize) {
    let first = positions.iter().copied().min().unwrap_or(0);
    let last = positions.iter().copied().max().unwrap_or(0);
    (first, last + 1 - first)
}

fn assign_slice(
    thread: &mut Thread,
    this: Ref<BlobObject>,
    database: &Arc<Database>,
    slice: Ref<SliceObject>,
    value: Value,
) -> PyResult<()> {
    let positions = positions(thread, this, slice)?;
    let data = buffer::readable(thread, value)?.to_vec();
    if data.len() != positions.len() {
        return Err(thread.index_error(format_args!("Blob slice assignment is wrong size")));
    }
    if positions.is_empty() {
        return Ok(());
    }
    let (start, length) = span(&positions);
    let mut content = if length == positions.len() {
        vec![0; length]
    } else {
        read_at(thread, this, database, start as i64, length)?
    };
    for (position, byte) in positions.iter().zip(&data) {
        content[position - start] = *byte;
    }
    write_at(thread, this, database, start as i64, &content)
}

/// Holds the methods of blobs.
pub struct BlobMethods;

#[pymethods]
impl BlobMethods {
    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let this = receiver(thread, this)?;
        usable(thread, this)?;
        Ok(this.len().max(0) as usize)
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let database = usable(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let positions = positions(thread, this, slice)?;
            if positions.is_empty() {
                return Ok(BytesObject::new(thread, &[])?.value());
            }
            let (start, length) = span(&positions);
            let content = read_at(thread, this, &database, start as i64, length)?;
            let picked: Vec<u8> = positions.iter().map(|position| content[position - start]).collect();
            return Ok(BytesObject::new(thread, &picked)?.value());
        }
        let position = index(thread, this, key)?;
        let content = read_at(thread, this, &database, position, 1)?;
        Ok(Value::small_int(content[0].into()))
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let this = receiver(thread, this)?;
        let database = usable(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            return match value {
                Some(value) => assign_slice(thread, this, &database, slice, value),
                None => Err(thread.type_error(format_args!("Blob doesn't support slice deletion"))),
            };
        }
        let position = index(thread, this, key)?;
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("Blob doesn't support item deletion")));
        };
        let number = protocol::index(thread, value)?;
        match int::as_i64(number).map(u8::try_from) {
            Some(Ok(byte)) => write_at(thread, this, &database, position, &[byte]),
            _ => Err(thread.value_error(format_args!("byte must be in range(0, 256)"))),
        }
    }

    /// Closes the blob.
    #[method]
    fn close(thread: &mut Thread, this: Ref<BlobObject>) -> PyResult<()> {
        let database = connection::usable(thread, this.connection.get())?;
        // SAFETY: the `Arc` is the object's own as long as it lives.
        if let Some(handle) = unsafe { this.handle.get().as_ref() } {
            released(thread, || handle.close());
        }
        database.reap();
        Ok(())
    }

    /// Reads so many bytes, or all that are left.
    #[method(signature = "($self, length=-1, /)")]
    fn read(thread: &mut Thread, this: Ref<BlobObject>, length: Option<i32>) -> PyResult<Value> {
        let database = usable(thread, this)?;
        let left = (this.len() - this.offset.get()).max(0);
        let length = match length.unwrap_or(-1) {
            negative if negative < 0 => left,
            length => left.min(length.into()),
        };
        if length == 0 {
            return Ok(BytesObject::new(thread, &[])?.value());
        }
        let data = read_at(thread, this, &database, this.offset.get(), length as usize)?;
        this.offset.set(this.offset.get() + length);
        Ok(BytesObject::new(thread, &data)?.value())
    }

    /// Writes data at the position, which moves on.
    #[method(signature = "($self, data, /)")]
    fn write(thread: &mut Thread, this: Ref<BlobObject>, data: Value) -> PyResult<()> {
        let data = buffer::readable(thread, data)?.to_vec();
        let database = usable(thread, this)?;
        write_at(thread, this, &database, this.offset.get(), &data)?;
        this.offset.set(this.offset.get() + data.len() as i64);
        Ok(())
    }

    /// Moves the position.
    #[method(signature = "($self, offset, origin=0, /)")]
    fn seek(thread: &mut Thread, this: Ref<BlobObject>, offset: i32, origin: Option<i32>) -> PyResult<()> {
        usable(thread, this)?;
        let length = this.len();
        let base = match origin.unwrap_or(0) {
            libc::SEEK_SET => 0,
            libc::SEEK_CUR => this.offset.get(),
            libc::SEEK_END => length,
            _ => {
                return Err(thread.value_error(format_args!(
                    "'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END"
                )));
            }
        };
        let position = base + i64::from(offset);
        if position > i64::from(i32::MAX) {
            return Err(thread.overflow_error(format_args!("seek offset results in offset out of range")));
        }
        if !(0..=length).contains(&position) {
            return Err(thread.value_error(format_args!("offset out of blob range")));
        }
        this.offset.set(position);
        Ok(())
    }

    /// The position.
    #[method]
    fn tell(thread: &mut Thread, this: Ref<BlobObject>) -> PyResult<i64> {
        usable(thread, this)?;
        Ok(this.offset.get())
    }

    #[method(name = "__enter__")]
    fn enter(thread: &mut Thread, this: Ref<BlobObject>) -> PyResult<Value> {
        usable(thread, this)?;
        Ok(this.value())
    }

    /// Closes the blob.
    #[method(name = "__exit__", signature = "($self, type, val, tb, /)")]
    fn exit(
        thread: &mut Thread,
        this: Ref<BlobObject>,
        _kind: Value,
        _value: Value,
        _traceback: Value,
    ) -> PyResult<Value> {
        usable(thread, this)?;
        Self::close(thread, this)?;
        Ok(bool_value(false))
    }
}

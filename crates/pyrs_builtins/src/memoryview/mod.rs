//! `memoryview`: views of the memory of bytes, bytearrays and other types that lend theirs.
//!
//! Invariant: every access checks first that the view is not released. A class made in Python lends memory by
//! `__buffer__`; its `__release_buffer__` is called by `release()`, not when a view is collected. Absent: formats other
//! than native single characters (their items cannot be read), suboffsets.

pub mod cast;
pub mod item;
pub mod iterator;
pub mod methods;
pub mod subscript;
pub mod walk;

use pyrs_object::bytes::{BYTEARRAY_LAYOUT, BYTES_LAYOUT, ByteArrayObject, BytesObject};
use pyrs_object::memory_view::{
    self, Buffer, Exporter, Geometry, MEMORY_VIEW_LAYOUT, MemoryViewObject, exporter_of, released,
};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, class_of, core, protocol};

/// The class.
pub static MEMORY_VIEW: NativeClass = NativeClass::new("builtins", "memoryview", &MEMORY_VIEW_LAYOUT)
    .flags(TypeFlags::SEQUENCE)
    .methods(methods::MemoryViewMethods::TYPE_METHODS);

static BYTES_EXPORTER: Exporter = Exporter {
    layout: &BYTES_LAYOUT,
    describe: |thread, object| match object.downcast::<BytesObject>() {
        Some(bytes) => Ok(byte_buffer(bytes.data_ptr(), bytes.len(), true)),
        None => Err(not_bytes_like(thread, object)),
    },
    count: None,
};

static BYTEARRAY_EXPORTER: Exporter = Exporter {
    layout: &BYTEARRAY_LAYOUT,
    describe: |thread, object| match object.downcast::<ByteArrayObject>() {
        Some(array) => Ok(byte_buffer(array.data_mut().as_mut_ptr(), array.len(), false)),
        None => Err(not_bytes_like(thread, object)),
    },
    count: Some(|object, by| {
        if let Some(array) = object.downcast::<ByteArrayObject>() {
            array.exports.set(array.exports.get().saturating_add_signed(by));
        }
    }),
};

fn byte_buffer(data: *mut u8, length: usize, readonly: bool) -> Buffer {
    Buffer {
        data,
        length,
        readonly,
        item_size: 1,
        format: "B",
    }
}

#[cold]
fn not_bytes_like(thread: &mut Thread, object: Value) -> Raised {
    let class = class_of(object).name_for_message();
    thread.type_error(format_args!(
        "memoryview: a bytes-like object is required, not '{class}'"
    ))
}

/// A copy of the memory of an object that lends it, as bytes.
pub fn bytes_of(thread: &mut Thread, object: Value) -> PyResult<Option<Ref<BytesObject>>> {
    let Some(view) = view_of(thread, object)? else {
        return Ok(None);
    };
    let data = walk::copy_data(view, walk::Order::C);
    view.release();
    BytesObject::new(thread, &data).map(Some)
}

/// A new view of an object's memory; `None` if the object lends none.
pub fn view_of(thread: &mut Thread, object: Value) -> PyResult<Option<Ref<MemoryViewObject>>> {
    if let Some(view) = object.downcast::<MemoryViewObject>() {
        return copy_of_view(thread, view, view.is_readonly()).map(Some);
    }
    if let Some(exporter) = exporter_of(object) {
        let buffer = (exporter.describe)(thread, object)?;
        return MemoryViewObject::of_buffer(thread, MEMORY_VIEW.get(), object, buffer).map(Some);
    }
    let class = class_of(object);
    if !class.has(TypeFlags::HEAP) {
        return Ok(None);
    }
    let name = StrObject::intern(thread, "__buffer__")?;
    const FULL_READ_ONLY: i64 = 0x11c;
    let Some(lender) = protocol::call_special(thread, object, name, &[Value::small_int(FULL_READ_ONLY)])? else {
        return Ok(None);
    };
    let Some(inner) = lender.downcast::<MemoryViewObject>() else {
        return Err(thread.type_error(format_args!("__buffer__ returned non-memoryview object")));
    };
    let view = copy_of_view(thread, inner, inner.is_readonly())?;
    view.object.set(view, Some(object));
    view.lender.set(view, Some(lender));
    Ok(Some(view))
}

/// Another view of the same items.
pub fn copy_of_view(
    thread: &mut Thread,
    view: Ref<MemoryViewObject>,
    readonly: bool,
) -> PyResult<Ref<MemoryViewObject>> {
    let format = format_of(thread, view)?;
    let dimensions = view.all_dimensions();
    let geometry = Geometry {
        data: view.data(),
        dimensions: &dimensions,
        item_size: view.item_size(),
    };
    MemoryViewObject::derived(thread, view, format, geometry, readonly)
}

/// The format of a view; an error if it is released.
pub fn format_of(thread: &mut Thread, view: Ref<MemoryViewObject>) -> PyResult<Ref<StrObject>> {
    match view.format.get() {
        Some(format) if !view.is_released() => Ok(format),
        _ => Err(released(thread)),
    }
}

/// The format's character; an error if the view is released or its items cannot be read.
pub fn code_of(thread: &mut Thread, view: Ref<MemoryViewObject>) -> PyResult<u8> {
    let format = format_of(thread, view)?;
    match item::code_of(&format) {
        Some(code) => Ok(code),
        None => {
            let format = format.to_string_lossy();
            Err(thread.not_implemented_error(format_args!("memoryview: format {format} not supported")))
        }
    }
}

/// Gives a view's memory back, and tells a lender written in Python.
pub fn release(thread: &mut Thread, view: Ref<MemoryViewObject>) -> PyResult<()> {
    if !view.release() {
        return Ok(());
    }
    if let (Some(lender), Some(object)) = (view.lender.get(), view.object.get()) {
        view.lender.set(view, None);
        let name = StrObject::intern(thread, "__release_buffer__")?;
        protocol::call_special(thread, object, name, &[lender])?;
        if let Some(inner) = lender.downcast::<MemoryViewObject>() {
            inner.release();
        }
    }
    Ok(())
}

/// A copy of the data of anything that lends memory, contiguous or not; `None` if the object lends none.
pub fn copied_data(thread: &mut Thread, object: Value) -> PyResult<Option<Vec<u8>>> {
    let Some(view) = view_of(thread, object)? else {
        return Ok(None);
    };
    let data = walk::copy_data(view, walk::Order::C);
    release(thread, view)?;
    Ok(Some(data))
}

/// Whether a bytearray has views.
#[cold]
pub fn has_views(thread: &mut Thread, array: Ref<ByteArrayObject>) -> bool {
    memory_view::is_lent(thread, &array.exports)
}

/// Makes the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    memory_view::register_exporter(&BYTES_EXPORTER);
    memory_view::register_exporter(&BYTEARRAY_EXPORTER);
    // SAFETY: the hook uses no context and does not use the heap.
    unsafe {
        thread
            .heap()
            .add_weak_hook(memory_view::forget_dead, std::ptr::null_mut())
    };
    iterator::MEMORY_ITERATOR.create(thread)?;
    let class = MEMORY_VIEW.create(thread)?;
    core().builtins.get().set_str(thread, "memoryview", class.value())
}

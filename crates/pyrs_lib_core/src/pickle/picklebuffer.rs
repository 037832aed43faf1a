//! `PickleBuffer`: a buffer that may be pickled out of band (PEP 574).

use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::memory_view::{Buffer, Exporter, MemoryViewObject};
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// A wrapped buffer; without view after its release.
#[repr(C)]
pub struct PickleBufferObject {
    header: Header,
    view: Field<Option<Ref<MemoryViewObject>>>,
}
heap_object!(PickleBufferObject, "pickle.PickleBuffer", PICKLE_BUFFER_LAYOUT, [view]);

/// `pickle.PickleBuffer`.
pub static PICKLE_BUFFER: NativeClass = NativeClass::new("pickle", "PickleBuffer", &PICKLE_BUFFER_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(PickleBufferMethods::TYPE_METHODS);

pub fn memoryview(thread: &mut Thread, object: Value) -> PyResult<Ref<MemoryViewObject>> {
    let class = crate::invoke::builtin(thread, "memoryview")?;
    let view = protocol::call(thread, class, &[object])?;
    match view.downcast() {
        Some(view) => Ok(view),
        None => Err(thread.type_error(format_args!("a memoryview is required"))),
    }
}

impl PickleBufferObject {
    /// The view of the memory.
    pub fn view(&self, thread: &mut Thread) -> PyResult<Ref<MemoryViewObject>> {
        match self.view.get() {
            Some(view) => Ok(view),
            None => Err(thread.value_error(format_args!("operation forbidden on released PickleBuffer object"))),
        }
    }
}

/// How it lends the memory: as its view does.
pub static EXPORTER: Exporter = Exporter {
    layout: &PICKLE_BUFFER_LAYOUT,
    describe: |thread, object| {
        let Some(buffer) = object.downcast::<PickleBufferObject>() else {
            return Err(thread.type_error(format_args!("a PickleBuffer is required")));
        };
        let view = buffer.view(thread)?;
        if !view.is_c_contiguous() {
            return Err(thread.buffer_error(format_args!("PickleBuffer: underlying buffer is not C-contiguous")));
        }
        let known = FORMATS
            .iter()
            .find(|known| view.format.get().is_some_and(|format| format.equals_str(known)));
        Ok(Buffer {
            data: view.data(),
            length: view.byte_count(),
            readonly: view.is_readonly(),
            item_size: if known.is_some() { view.item_size() } else { 1 },
            format: known.copied().unwrap_or("B"),
        })
    },
    count: None,
};

/// Formats of one item that views have; others are lent as bytes.
const FORMATS: [&str; 16] = [
    "B", "b", "c", "?", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "f", "d",
];

/// Holds the methods of PickleBuffer.
pub struct PickleBufferMethods;

/// A wrapper of an object with a buffer, which may be pickled out of band.
#[pymethods]
impl PickleBufferMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("PickleBuffer() takes no keyword arguments")));
        }
        let &[object] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("PickleBuffer expected 1 argument, got {given}")));
        };
        let view = match memoryview(thread, object) {
            Ok(view) => view,
            Err(raised) => {
                if !thread.clear_if(core().types.type_error.get()) {
                    return Err(raised);
                }
                let class = pyrs_object::class_of(object).name_for_message();
                return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
            }
        };
        let buffer: Ref<PickleBufferObject> = allocate(thread, class)?;
        buffer.view.set(buffer, Some(view));
        Ok(buffer.value())
    }

    /// The memory as a memoryview of bytes, whatever the items are. It must be contiguous.
    #[method]
    fn raw(thread: &mut Thread, this: Ref<PickleBufferObject>) -> PyResult<Value> {
        let view = this.view(thread)?;
        if !view.is_c_contiguous() && !view.is_fortran_contiguous() {
            return Err(thread.buffer_error(format_args!("cannot extract raw buffer from non-contiguous buffer")));
        }
        let (cast, bytes) = (StrObject::intern(thread, "cast")?, StrObject::intern(thread, "B")?);
        protocol::call_method(thread, view.value(), cast, &[bytes.value()])
    }

    /// Give the buffer back. The object cannot be used then.
    #[method]
    fn release(thread: &mut Thread, this: Ref<PickleBufferObject>) -> PyResult<()> {
        if let Some(view) = this.view.get() {
            let release = StrObject::intern(thread, "release")?;
            protocol::call_method(thread, view.value(), release, &[])?;
            this.view.set(this, None);
        }
        Ok(())
    }

    /// A memoryview of the buffer.
    #[method(name = "__buffer__")]
    fn buffer(thread: &mut Thread, this: Ref<PickleBufferObject>, _flags: Value) -> PyResult<Value> {
        let view = this.view(thread)?;
        Ok(memoryview(thread, view.value())?.value())
    }

    /// Release a memoryview that __buffer__() gave.
    #[method(name = "__release_buffer__")]
    fn release_buffer(thread: &mut Thread, _this: Ref<PickleBufferObject>, buffer: Value) -> PyResult<Value> {
        let release = StrObject::intern(thread, "release")?;
        protocol::call_method(thread, buffer, release, &[])?;
        Ok(none())
    }
}

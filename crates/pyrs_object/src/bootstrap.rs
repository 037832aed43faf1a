//! Start-up: makes the heap's first objects, in an order that closes the circles between shapes, classes and dicts.
//!
//! First the shape of shapes and bare class objects for all of [`BUILTIN_TYPES`], then singletons and names, then the
//! classes' names, bases, MROs and namespaces. Methods and slots are filled in afterwards by `pyrs_builtins`.

use crate::array::{RAW_ARRAY_LAYOUT, VALUE_ARRAY_LAYOUT};
use crate::core::{BUILTIN_TYPES, NAMES, core};
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::exception::ExceptionObject;
use crate::feedback::CACHE_ARRAY_LAYOUT;
use crate::float::FloatObject;
use crate::header::Ref;
use crate::layout::Layout;
use crate::shape::{SHAPE_LAYOUT, Shape, ShapeFlags};
use crate::singleton::SingletonObject;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::type_object::{TypeFlags, TypeObject};
use crate::value::Value;

/// The collector's view of objects.
pub static OBJECT_MODEL: pyrs_gc::ObjectModel = pyrs_gc::ObjectModel {
    trace: crate::layout::trace,
    size: crate::layout::size,
    trace_range: Some(crate::layout::trace_range),
    finalize_dead: Some(crate::layout::drop_native),
    wants_finalizer: Some(crate::layout::wants_finalizer),
};

/// Makes all built-in classes (bare), singletons and names. Collections must be off.
pub fn run(thread: &mut Thread) -> PyResult<()> {
    let shape_shape = raw_shape(thread, None)?;
    let types = &core().types;
    // Bare class objects, with the shape of shapes as a stand-in for their own.
    for row in BUILTIN_TYPES {
        let size = std::mem::size_of::<TypeObject>();
        let class = thread.allocate::<TypeObject>(shape_shape, size)?;
        class.initialise_empty();
        class.layout.set(row.layout);
        (row.root)(types).set(class);
    }
    let object = types.object.get();
    shape_shape.initialise(&SHAPE_LAYOUT, object, ShapeFlags::empty(), 0);
    let internal = |thread: &mut Thread, layout: &'static Layout| -> PyResult<Ref<Shape>> {
        let shape = raw_shape(thread, Some(shape_shape))?;
        shape.initialise(layout, object, ShapeFlags::empty(), 0);
        Ok(shape)
    };
    let value_array = internal(thread, &VALUE_ARRAY_LAYOUT)?;
    let raw_array = internal(thread, &RAW_ARRAY_LAYOUT)?;
    let cache_array = internal(thread, &CACHE_ARRAY_LAYOUT)?;
    core().set_internal_shapes(shape_shape, value_array, raw_array, cache_array);
    for row in BUILTIN_TYPES {
        let class = (row.root)(types).get();
        if row.has_dict {
            class.set_flag(TypeFlags::HAS_DICT, true);
        }
        class.make_root_shape(thread)?;
    }
    let type_shape = types.type_.get().root_shape();
    for row in BUILTIN_TYPES {
        (row.root)(types).get().header().set_shape(type_shape);
    }
    make_singletons(thread)?;
    for (root, text) in NAMES {
        let name = StrObject::intern(thread, text)?;
        root(&core().names).set(name);
    }
    for row in BUILTIN_TYPES {
        let class = (row.root)(types).get();
        let base = (row.base)(types).get();
        fill_class(thread, class, (class != base).then_some(base), row.name, row.module)?;
        class.set_flag(TypeFlags::SUBCLASSABLE, row.subclassable);
        class.set_flag(TypeFlags::IMMUTABLE, true);
    }
    make_late_singletons(thread)
}

/// A heap and the main thread, with everything that [`run`] makes; collections are off until `heap.enable()`, which the
/// caller does when it has registered methods. The native stack from `stack_base` down becomes a root.
///
/// # Errors
/// The register stack cannot be mapped, or memory is out.
///
/// # Safety
/// `stack_base` is an address in a frame of the current native stack that outlives all use of the heap; the thread is
/// dropped before the heap; and the process has no other heap.
pub unsafe fn start(
    config: pyrs_gc::HeapConfig,
    stack_base: *const u8,
) -> std::io::Result<(Box<pyrs_gc::Heap>, Box<Thread>)> {
    let mut heap = pyrs_gc::Heap::new(&OBJECT_MODEL, config);
    let heap_address: *mut pyrs_gc::Heap = &mut *heap;
    // SAFETY: both boxes go to the caller, which drops the thread before the heap; the process has one root source.
    let mut thread = unsafe { Thread::new(heap_address, native_stack_end())? };
    // SAFETY: as above; the base is that of the stack this runs on.
    unsafe {
        heap.set_root_source(visit_roots, std::ptr::null_mut());
        thread.stack = Some(heap.attach_stack(stack_base));
        thread.is_main = true;
        crate::gil::take(&raw mut *thread);
    }
    heap.disable();
    match run(&mut thread) {
        Ok(()) => Ok((heap, thread)),
        Err(_) => Err(std::io::Error::from(std::io::ErrorKind::OutOfMemory)),
    }
}

unsafe fn visit_roots(_context: *mut (), visitor: &mut pyrs_gc::RootVisitor) {
    core().visit_roots(visitor);
    crate::gil::visit_threads(visitor);
}

/// Lowest address that the current native stack may grow to.
pub(crate) fn native_stack_end() -> usize {
    // SAFETY: plain queries of the current thread; the attributes are initialised by the first call.
    unsafe {
        let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) == 0 {
            let mut attributes = attributes.assume_init();
            let (mut address, mut size) = (std::ptr::null_mut(), 0);
            let found = libc::pthread_attr_getstack(&attributes, &mut address, &mut size) == 0;
            libc::pthread_attr_destroy(&mut attributes);
            if found {
                return address as usize;
            }
        }
    }
    const SMALLEST_STACK: usize = 1 << 20;
    crate::thread::approximate_stack_pointer().saturating_sub(SMALLEST_STACK)
}

fn raw_shape(thread: &mut Thread, shape_shape: Option<Ref<Shape>>) -> PyResult<Ref<Shape>> {
    let size = std::mem::size_of::<Shape>();
    // SAFETY: the very first shape is its own shape: its header is set right after; nothing collects in between.
    let placeholder = shape_shape.unwrap_or_else(|| unsafe { Ref::from_address(8) });
    let shape = thread.allocate::<Shape>(placeholder, size)?;
    if shape_shape.is_none() {
        shape.header().set_shape(shape);
    }
    Ok(shape)
}

fn make_singletons(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    let rows = [
        (&core().none, &types.none_type, 0),
        (&core().true_, &types.bool_, 1),
        (&core().false_, &types.bool_, 0),
        (&core().not_implemented, &types.not_implemented_type, 0),
        (&core().ellipsis, &types.ellipsis_type, 0),
    ];
    for (root, class, number) in rows {
        let shape = class.get().root_shape();
        let object = thread.allocate::<SingletonObject>(shape, std::mem::size_of::<SingletonObject>())?;
        object.number.set(number);
        root.set(object);
    }
    let empty = TupleObject::with_class(thread, types.tuple.get(), 0)?;
    core().empty_tuple.set(empty);
    let empty = StrObject::with_length(thread, types.str_.get(), 0, 0)?;
    core().empty_str.set(empty);
    Ok(())
}

fn make_late_singletons(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    let zero = FloatObject::with_class(thread, types.float.get(), 0.0)?;
    core().zero.set(zero);
    let zero = FloatObject::with_class(thread, types.float.get(), -0.0)?;
    core().minus_zero.set(zero);
    let strings = TupleObject::with_length(thread, 256)?;
    for byte in 0..=255u8 {
        let maximum = byte as u32;
        let string = StrObject::with_length(thread, types.str_.get(), 1, maximum)?;
        string.fill(0, std::iter::once(maximum));
        let string = if byte < 0x80 { string.interned(thread)? } else { string };
        strings.initialise_item(byte as usize, string.value());
    }
    core().latin1_strings.set(strings);
    let builtins = DictObject::new(thread)?;
    core().builtins.set(builtins);
    let modules = DictObject::new(thread)?;
    core().modules.set(modules);
    let args = core().empty_tuple.get();
    let error = ExceptionObject::new(thread, types.memory_error.get(), args)?;
    core().memory_error.set(error);
    Ok(())
}

/// Fills a bare native class: names, bases, MRO, namespace.
pub fn fill_class(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    base: Option<Ref<TypeObject>>,
    name: &str,
    module: &str,
) -> PyResult<()> {
    let name = StrObject::intern(thread, name)?;
    class.name.set(class, name);
    class.qualname.set(class, name);
    class.base.set(class, base);
    let base_values: &[Value] = match &base {
        Some(base) => &[base.value()],
        None => &[],
    };
    let bases = TupleObject::from_slice(thread, base_values)?;
    class.bases.set(class, bases);
    let mro = match base {
        Some(base) => {
            let inherited = base.mro.get();
            let mro = TupleObject::with_length(thread, inherited.len() + 1)?;
            mro.initialise_item(0, class.value());
            for (i, item) in inherited.items().iter().enumerate() {
                mro.initialise_item(i + 1, *item);
            }
            mro
        }
        None => TupleObject::from_slice(thread, &[class.value()])?,
    };
    class.mro.set(class, mro);
    let dict = DictObject::new(thread)?;
    class.dict.set(class, dict);
    // The classes of the language have no entry: their instances have no attribute `__module__`.
    if module != "builtins" {
        let module = StrObject::intern(thread, module)?;
        dict.set(thread, core().names.module.get().value(), module.value())?;
    }
    if let Some(base) = base {
        add_subclass(thread, base, class)?;
    }
    Ok(())
}

/// Enters a class in its base's list of subclasses.
pub fn add_subclass(thread: &mut Thread, base: Ref<TypeObject>, class: Ref<TypeObject>) -> PyResult<()> {
    let list = match base.subclasses.get() {
        Some(list) => list,
        None => {
            let list = crate::list::ListObject::with_capacity(thread, 4)?;
            base.subclasses.set(base, Some(list));
            list
        }
    };
    list.push(thread, class.value())
}

//! Memory views: windows on memory that another object lends, and the table of the types that lend memory.
//!
//! A view holds the address of its first item, so the memory must stay where it is while there are views. A type whose
//! memory can move counts its views ([`Exporter::count`]) and refuses to move it meanwhile. A view that dies without
//! being released is taken off by the collector's weak hook ([`forget_dead`]).

use crate::array::RawArray;
use crate::errors::PyResult;
use crate::gc::{Kind, Liveness};
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::layout::Layout;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most dimensions a view can have.
pub const MAX_DIMENSIONS: usize = 64;

/// Memory that an object lends.
#[derive(Clone, Copy)]
pub struct Buffer {
    /// First byte. The memory must be valid as long as the object lives and the view count is not zero.
    pub data: *mut u8,
    /// Bytes in all.
    pub length: usize,
    /// Whether it must not be written.
    pub readonly: bool,
    /// Bytes of an item.
    pub item_size: usize,
    /// What an item is, as in the `struct` module.
    pub format: &'static str,
}

/// How objects of a layout lend their memory.
pub struct Exporter {
    /// The layout.
    pub layout: &'static Layout,
    /// Describes the memory.
    pub describe: fn(&mut Thread, Value) -> PyResult<Buffer>,
    /// Adds to the number of views; absent where the memory never moves. It must not use the heap: the collector calls
    /// it.
    pub count: Option<fn(Value, isize)>,
}

static EXPORTERS: Mutex<Vec<&'static Exporter>> = Mutex::new(Vec::new());

/// Owner by view, of views that their owner counts. Addresses only: the weak hook drops dead ones.
static COUNTED_VIEWS: Mutex<Option<HashMap<u64, u64>>> = Mutex::new(None);

fn locked<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Objects of another layout lend their memory from now on.
pub fn register_exporter(exporter: &'static Exporter) {
    let mut exporters = locked(&EXPORTERS);
    if !exporters.iter().any(|e| std::ptr::eq(*e, exporter)) {
        exporters.push(exporter);
    }
}

/// How an object lends its memory, if it does.
pub fn exporter_of(object: Value) -> Option<&'static Exporter> {
    let layout = object.as_object()?.shape().layout();
    locked(&EXPORTERS).iter().copied().find(|e| e.layout == layout)
}

/// Whether there are views of an object that counts them. Views that were dropped count until the collector finds them,
/// so that it is asked before a program is told that it may not change the object.
#[cold]
pub fn is_lent(thread: &mut Thread, exports: &Cell<usize>) -> bool {
    if exports.get() > 0 {
        thread.forget_temporaries();
        thread.heap().collect_young();
    }
    if exports.get() > 0 {
        thread.heap().collect_kind(Kind::Full);
    }
    exports.get() > 0
}

fn count(owner: Value, by: isize) {
    if let Some(count) = exporter_of(owner).and_then(|e| e.count) {
        count(owner, by);
    }
}

/// Weak hook: views that died without being released are no views any more.
///
/// # Safety
/// To be called by the collector only.
pub unsafe fn forget_dead(_context: *mut (), liveness: &Liveness) {
    let mut views = locked(&COUNTED_VIEWS);
    let Some(views) = views.as_mut() else { return };
    views.retain(|view, owner| {
        // SAFETY: both were live when the collection started, as the last one dropped the dead.
        let (view_lives, owner_lives) = unsafe {
            (
                liveness.is_live(*view as *const u8),
                liveness.is_live(*owner as *const u8),
            )
        };
        if !view_lives
            && owner_lives
            // SAFETY: the address of a live object.
            && let Some(owner) = unsafe { Value::from_bits(*owner) }
        {
            count(owner, -1);
        }
        view_lives
    });
}

/// A memory view.
#[repr(C)]
pub struct MemoryViewObject {
    header: Header,
    /// The object whose memory it is; empty once the view is released.
    owner: Field<Option<Value>>,
    /// `obj`.
    pub object: Field<Option<Value>>,
    /// What `__buffer__` of `object` returned, if it is a Python method.
    pub lender: Field<Option<Value>>,
    /// `format`.
    pub format: Field<Option<Ref<StrObject>>>,
    /// Lengths and then strides of the dimensions, where there are more than one.
    dimensions: Field<Option<Ref<RawArray>>>,
    data: Cell<*mut u8>,
    dimension_count: Cell<usize>,
    length: Cell<usize>,
    stride: Cell<isize>,
    item_size: Cell<usize>,
    readonly: Cell<u64>,
    /// The hash, 0 if not computed.
    pub hash: Cell<i64>,
}
heap_object!(
    MemoryViewObject,
    "memoryview",
    MEMORY_VIEW_LAYOUT,
    [owner, object, lender, format, dimensions]
);

/// Where a view's items are.
#[derive(Clone, Copy)]
pub struct Geometry<'a> {
    /// First item.
    pub data: *mut u8,
    /// Length and stride of each dimension.
    pub dimensions: &'a [(usize, isize)],
    /// Bytes of an item.
    pub item_size: usize,
}

impl MemoryViewObject {
    /// A view of all of `owner`'s memory, in one dimension.
    pub fn of_buffer(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        owner: Value,
        buffer: Buffer,
    ) -> PyResult<Ref<MemoryViewObject>> {
        let format = StrObject::intern(thread, buffer.format)?;
        let items = buffer.length / buffer.item_size.max(1);
        let geometry = Geometry {
            data: buffer.data,
            dimensions: &[(items, buffer.item_size as isize)],
            item_size: buffer.item_size,
        };
        Self::new(thread, class, owner, owner, format, geometry, buffer.readonly)
    }

    /// A view that differs from another one of the same memory.
    pub fn derived(
        thread: &mut Thread,
        from: Ref<MemoryViewObject>,
        format: Ref<StrObject>,
        geometry: Geometry,
        readonly: bool,
    ) -> PyResult<Ref<MemoryViewObject>> {
        let Some(owner) = from.owner.get() else {
            return Err(released(thread));
        };
        let object = from.object.get().unwrap_or(owner);
        Self::new(thread, from.class(), owner, object, format, geometry, readonly)
    }

    fn new(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        owner: Value,
        object: Value,
        format: Ref<StrObject>,
        geometry: Geometry,
        readonly: bool,
    ) -> PyResult<Ref<MemoryViewObject>> {
        let dimensions = geometry.dimensions;
        let storage = if dimensions.len() > 1 {
            let storage = RawArray::new(thread, dimensions.len() * 16)?;
            for (i, (length, stride)) in dimensions.iter().enumerate() {
                storage.bytes_mut()[16 * i..16 * i + 8].copy_from_slice(&length.to_ne_bytes());
                storage.bytes_mut()[16 * i + 8..16 * i + 16].copy_from_slice(&stride.to_ne_bytes());
            }
            Some(storage)
        } else {
            None
        };
        let view: Ref<MemoryViewObject> = class.allocate_instance(thread)?;
        let (length, stride) = dimensions.first().copied().unwrap_or((1, 0));
        view.dimensions.set(view, storage);
        view.dimension_count.set(dimensions.len());
        view.length.set(length);
        view.stride.set(stride);
        view.data.set(geometry.data);
        view.item_size.set(geometry.item_size);
        view.readonly.set(readonly.into());
        view.format.set(view, Some(format));
        view.object.set(view, Some(object));
        view.owner.set(view, Some(owner));
        if exporter_of(owner).is_some_and(|e| e.count.is_some()) {
            locked(&COUNTED_VIEWS)
                .get_or_insert_default()
                .insert(view.address(), owner.bits());
            count(owner, 1);
        }
        Ok(view)
    }

    /// Whether it has been released.
    pub fn is_released(&self) -> bool {
        self.owner.get().is_none()
    }

    /// Number of dimensions.
    pub fn dimension_count(&self) -> usize {
        self.dimension_count.get()
    }

    /// Length and stride of a dimension, which must exist.
    pub fn dimension(&self, index: usize) -> (usize, isize) {
        match self.dimensions.get() {
            None => (self.length.get(), self.stride.get()),
            Some(storage) => {
                let word = |at: usize| {
                    let mut word = [0; 8];
                    word.copy_from_slice(&storage.bytes()[at..at + 8]);
                    word
                };
                (
                    usize::from_ne_bytes(word(16 * index)),
                    isize::from_ne_bytes(word(16 * index + 8)),
                )
            }
        }
    }

    /// Length and stride of all dimensions.
    pub fn all_dimensions(&self) -> Vec<(usize, isize)> {
        (0..self.dimension_count()).map(|i| self.dimension(i)).collect()
    }

    /// First item.
    pub fn data(&self) -> *mut u8 {
        self.data.get()
    }

    /// Bytes of an item.
    pub fn item_size(&self) -> usize {
        self.item_size.get()
    }

    /// Whether it must not be written.
    pub fn is_readonly(&self) -> bool {
        self.readonly.get() != 0
    }

    /// Number of items.
    pub fn item_count(&self) -> usize {
        (0..self.dimension_count()).map(|i| self.dimension(i).0).product()
    }

    /// Bytes of all items.
    pub fn byte_count(&self) -> usize {
        self.item_count() * self.item_size()
    }

    /// Whether the items follow each other without gaps, the last index running fastest.
    pub fn is_c_contiguous(&self) -> bool {
        self.is_contiguous_in((0..self.dimension_count()).rev())
    }

    /// Whether the items follow each other without gaps, the first index running fastest.
    pub fn is_fortran_contiguous(&self) -> bool {
        self.is_contiguous_in(0..self.dimension_count())
    }

    fn is_contiguous_in(&self, order: impl Iterator<Item = usize>) -> bool {
        if self.item_count() == 0 {
            return true;
        }
        let mut expected = self.item_size() as isize;
        for index in order {
            let (length, stride) = self.dimension(index);
            if length > 1 && stride != expected {
                return false;
            }
            expected *= length as isize;
        }
        true
    }

    /// The data of a contiguous view that has not been released. Not to be held across anything that may run Python
    /// code.
    pub fn contiguous_bytes(&self) -> Option<&[u8]> {
        if self.is_released() || !self.is_c_contiguous() {
            return None;
        }
        match self.byte_count() {
            0 => Some(&[]),
            // SAFETY: the owner keeps the memory where it is, and is kept by the view.
            count => Some(unsafe { std::slice::from_raw_parts(self.data(), count) }),
        }
    }
}

impl Ref<MemoryViewObject> {
    /// Gives the memory back; false if that was done before.
    pub fn release(self) -> bool {
        let Some(owner) = self.owner.get() else {
            return false;
        };
        self.owner.set(self, None);
        let counted = match locked(&COUNTED_VIEWS).as_mut() {
            Some(views) => views.remove(&self.address()).is_some(),
            None => false,
        };
        if counted {
            count(owner, -1);
        }
        true
    }
}

/// Raises the error of operations on a released view.
#[cold]
pub fn released(thread: &mut Thread) -> crate::errors::Raised {
    thread.value_error(format_args!("operation forbidden on released memoryview object"))
}

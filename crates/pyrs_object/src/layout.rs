//! Layouts: how the collector walks and measures an object of a native type.
//!
//! Each heap type declares one static [`Layout`] with [`heap_object!`](crate::heap_object); a type test compares its
//! address. Instances of classes that allow attributes carry an *extension* behind the native part: the overflow word
//! and the inline attribute slots that their shape describes.

use crate::header::Header;
use crate::type_object::TypeFlags;
use pyrs_gc::Visitor;

/// How the native part of an object is walked and measured.
pub struct Layout {
    /// Name for diagnostics.
    pub name: &'static str,
    /// Visits every value of the native part.
    pub trace: unsafe fn(*mut u8, &mut Visitor),
    /// Bytes of the native part, a multiple of 8.
    pub size: unsafe fn(*const u8) -> usize,
    /// Bytes of the native part if all objects have the same, else 0.
    pub fixed_size: usize,
    /// Releases what the object owns outside of the heap.
    pub drop: Option<unsafe fn(*mut u8)>,
    /// Whether a dead object that is registered for its finalizer still wants it run; always, if there is no function.
    /// It must not touch the heap.
    pub wants_finalizer: Option<unsafe fn(*const u8) -> bool>,
}

impl PartialEq for &'static Layout {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(*self, *other)
    }
}

/// Visits the class and all fields of an object, and returns its bytes.
///
/// # Safety
/// `object` is the start of a live heap object.
pub unsafe fn trace(object: *mut u8, visitor: &mut Visitor) -> usize {
    // SAFETY: every heap object starts with a header, and its layout describes the rest.
    unsafe {
        let shape = (*(object as *const Header)).shape();
        visitor.visit(shape.address());
        let layout = shape.layout();
        (layout.trace)(object, visitor);
        let native = match layout.fixed_size {
            0 => (layout.size)(object),
            size => size,
        };
        if shape.has_extension() {
            visitor.visit_slice(object.add(native) as *const u64, 1 + shape.inline_capacity());
        }
        native + shape.extension_size()
    }
}

/// Visits the references in a part of an object, which may begin with its head.
///
/// # Safety
/// `lo..hi` lies inside the live heap object at `object`.
pub unsafe fn trace_range(object: *mut u8, lo: *const u64, hi: *const u64, visitor: &mut Visitor) {
    // SAFETY: as in `trace`; of large objects only value arrays and tuples hold values, all of them words.
    unsafe {
        let layout = (*(object as *const Header)).shape().layout();
        let head = if layout == &crate::array::VALUE_ARRAY_LAYOUT {
            Some(crate::array::ValueArray::ITEMS_OFFSET)
        } else if layout == &crate::tuple::TUPLE_LAYOUT {
            Some(crate::tuple::TupleObject::ITEMS_OFFSET)
        } else {
            None
        };
        if let Some(head) = head {
            // The head is no item: a length in it may look like a reference.
            let first = object.add(head) as *const u64;
            let lo = lo.max(first);
            if lo < hi {
                visitor.visit_slice(lo, hi.offset_from(lo) as usize);
            }
        } else {
            trace(object, visitor);
        }
    }
}

/// Bytes of an object.
///
/// # Safety
/// `object` is the start of a live heap object.
pub unsafe fn size(object: *const u8) -> usize {
    // SAFETY: as in `trace`.
    unsafe {
        let shape = (*(object as *const Header)).shape();
        (shape.layout().size)(object) + shape.extension_size()
    }
}

/// Releases what a dead object owns outside of the heap.
///
/// # Safety
/// `object` is the start of a heap object that is about to be reclaimed.
pub unsafe fn drop_native(object: *mut u8) {
    // SAFETY: as in `trace`; shapes outlive their objects within a collection.
    unsafe {
        let shape = (*(object as *const Header)).shape();
        if let Some(drop) = shape.layout().drop {
            drop(object);
        }
    }
}

/// Whether a dead object still wants its finalizer run. A `__del__` written in Python is always run.
///
/// # Safety
/// `object` is the start of a heap object, the memory of whose shape and class is intact.
pub unsafe fn wants_finalizer(object: *mut u8) -> bool {
    // SAFETY: as promised by the caller.
    unsafe {
        let shape = (*(object as *const Header)).shape();
        match shape.layout().wants_finalizer {
            Some(wants) => shape.instance_class().has(TypeFlags::HAS_FINALIZER) || wants(object),
            None => true,
        }
    }
}

/// Declares the static layout of a fixed-size heap type and the traced fields it has.
///
/// `heap_object!(ListObject, "list", LIST_LAYOUT, [items]);`
#[macro_export]
macro_rules! heap_object {
    ($type:ty, $name:literal, $layout:ident, [$($field:ident),* $(,)?] $(, drop = $drop:expr)?) => {
        #[doc = concat!("Layout of `", $name, "` objects.")]
        pub static $layout: $crate::layout::Layout = $crate::layout::Layout {
            name: $name,
            trace: {
                unsafe fn trace(object: *mut u8, visitor: &mut $crate::gc::Visitor) {
                    // SAFETY: called for objects of this layout only; traced fields hold heap words.
                    unsafe {
                        let this = &*(object as *const $type);
                        let _ = (this, &visitor);
                        $(visitor.visit(this.$field.bits());)*
                    }
                }
                trace
            },
            size: {
                unsafe fn size(_: *const u8) -> usize {
                    std::mem::size_of::<$type>()
                }
                size
            },
            fixed_size: std::mem::size_of::<$type>(),
            drop: $crate::heap_object!(@drop $($drop)?),
            wants_finalizer: None,
        };
        $crate::heap_object!(@impl $type, $layout);
    };
    (@drop) => { None };
    (@drop $drop:expr) => { Some($drop) };
    (@impl $type:ty, $layout:ident) => {
        const _: () = assert!(std::mem::size_of::<$type>() % 8 == 0);
        // SAFETY: the type is repr(C) with a header first, and only its own layout is accepted.
        unsafe impl $crate::header::HeapObject for $type {
            #[inline(always)]
            fn is_layout(layout: &'static $crate::layout::Layout) -> bool {
                std::ptr::eq(layout, &$layout)
            }
            fn layout_name() -> &'static str {
                $layout.name
            }
        }
    };
}

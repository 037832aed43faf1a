//! The head of every heap object, typed references, and fields that the collector must hear about.
//!
//! Invariant: a [`Ref`] exists only on native stacks, in registers, in heap objects and in roots, never in a Rust
//! container on the heap. That is why dereferencing one is safe: whoever holds it keeps the object alive.

use crate::layout::Layout;
use crate::shape::Shape;
use crate::value::Value;
use std::cell::Cell;
use std::marker::PhantomData;
use std::num::NonZeroU64;
use std::ops::Deref;

/// First word of every heap object.
#[repr(C)]
pub struct Header {
    shape: Cell<Ref<Shape>>,
}

impl Header {
    /// The shape: layout, class and attribute slots.
    #[inline(always)]
    pub fn shape(&self) -> Ref<Shape> {
        self.shape.get()
    }

    /// Changes the shape (an attribute was added, `__class__` was assigned).
    #[inline(always)]
    pub fn set_shape(&self, shape: Ref<Shape>) {
        self.shape.set(shape);
        // SAFETY: `self` is the head of a heap object.
        unsafe { pyrs_gc::write_barrier(self as *const Header as *mut u8) };
    }
}

/// A type that lies in the heap and starts with a [`Header`].
///
/// # Safety
/// The type is `#[repr(C)]` and its first field is a `Header`; every object whose layout satisfies `is_layout` has it.
pub unsafe trait HeapObject {
    /// Whether objects of this layout can be seen as `Self`.
    fn is_layout(layout: &'static Layout) -> bool;
    /// Name of the layout, for messages.
    fn layout_name() -> &'static str {
        "object"
    }
}

// SAFETY: every object starts with a header.
unsafe impl HeapObject for Header {
    #[inline(always)]
    fn is_layout(_: &'static Layout) -> bool {
        true
    }
}

/// A reference to a heap object that is known to be a `T`.
#[repr(transparent)]
pub struct Ref<T>(NonZeroU64, PhantomData<*const T>);

impl<T> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ref<T> {}

impl<T> PartialEq for Ref<T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ref<T> {}

impl<T> Deref for Ref<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the object is live (module invariant) and is a `T` (checked when the reference was made).
        unsafe { &*(self.0.get() as *const T) }
    }
}

impl<T> Ref<T> {
    /// A reference from an address.
    ///
    /// # Safety
    /// `address` is that of a live heap object which is a `T`.
    #[inline(always)]
    pub const unsafe fn from_address(address: u64) -> Ref<T> {
        // SAFETY: addresses of objects are not zero.
        Ref(unsafe { NonZeroU64::new_unchecked(address) }, PhantomData)
    }

    /// The same object seen as another type.
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline(always)]
    pub const unsafe fn cast<U>(self) -> Ref<U> {
        Ref(self.0, PhantomData)
    }

    /// The object's address.
    #[inline(always)]
    pub const fn address(self) -> u64 {
        self.0.get()
    }

    /// The object as a pointer.
    #[inline(always)]
    pub const fn as_ptr(self) -> *mut T {
        self.0.get() as *mut T
    }

    /// The object as a value.
    #[inline(always)]
    pub fn value(self) -> Value {
        // SAFETY: it is the address of a live object.
        unsafe { Value::from_bits(self.0.get()).unwrap_unchecked() }
    }

    /// The object's head.
    #[inline(always)]
    pub fn header(self) -> Ref<Header> {
        Ref(self.0, PhantomData)
    }

    /// The object's class.
    #[inline(always)]
    pub fn class(self) -> Ref<crate::type_object::TypeObject> {
        self.header().shape().instance_class()
    }
}

impl<T> std::fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// What a [`Field`] can hold: one word that is a value, a reference or, if optional, zero.
///
/// # Safety
/// The type is one word in size, and its bits are zero, an immediate or the address of a live heap object.
pub unsafe trait Word: Copy {}
// SAFETY: a value is one such word.
unsafe impl Word for Value {}
// SAFETY: the niche of `Value` is zero.
unsafe impl Word for Option<Value> {}
// SAFETY: a reference is an address.
unsafe impl<T> Word for Ref<T> {}
// SAFETY: the niche of `Ref` is zero.
unsafe impl<T> Word for Option<Ref<T>> {}

/// A traced field of a heap object. Stores go through the write barrier, so they name the owner.
#[repr(transparent)]
pub struct Field<T: Word>(Cell<T>);

impl<T: Word> Field<T> {
    /// A field of an object under construction.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        Field(Cell::new(value))
    }

    /// Reads the field.
    #[inline(always)]
    pub fn get(&self) -> T {
        self.0.get()
    }

    /// Writes the field of `owner`.
    #[inline(always)]
    pub fn set<O>(&self, owner: Ref<O>, value: T) {
        debug_assert!((self as *const Self as u64) >= owner.address());
        self.0.set(value);
        // SAFETY: `owner` is a live heap object.
        unsafe { pyrs_gc::write_barrier(owner.as_ptr().cast()) };
    }

    /// The bits, for tracing.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        // SAFETY: `Word` types are one word.
        unsafe { std::mem::transmute_copy(&self.0) }
    }
}

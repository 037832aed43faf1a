//! Shapes (hidden classes): layout, class and the attribute slots of an object, in one word of its header.
//!
//! A shape tree grows from each class's root shape; adding an attribute follows or makes a transition. Shapes on one
//! line share a property table, of which each uses the first `property_count` names. Attribute names are interned, so
//! names compare by address. Inline slots lie behind the native part; further ones in the array that the overflow word
//! holds. A shape in *dict mode* has no properties: the overflow word holds a real dict.
//!
//! Invariant: a shape never changes what it says about its objects; only `transitions` and the table's tail grow.

use crate::array::ValueArray;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::layout::Layout;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// Objects with more attributes than this go to dict mode.
pub const MAX_PROPERTIES: u32 = 64;

bitflags::bitflags! {
    /// Properties of a shape.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(transparent)]
    pub struct ShapeFlags: u16 {
        /// Objects have an overflow word and inline slots.
        const EXTENSION = 1;
        /// The overflow word holds a dict with the attributes.
        const DICT_MODE = 2;
        /// No attributes may be added (`__slots__` without `__dict__`).
        const FIXED = 4;
    }
}

/// A hidden class.
#[repr(C)]
pub struct Shape {
    header: Header,
    layout: Cell<&'static Layout>,
    class: Field<Ref<TypeObject>>,
    flags: Cell<ShapeFlags>,
    inline_capacity: Cell<u16>,
    property_count: Cell<u32>,
    /// Names of the properties, shared along the line of transitions.
    table: Field<Option<Ref<ValueArray>>>,
    /// Pairs of name and shape.
    transitions: Field<Option<Ref<ValueArray>>>,
    transition_count: Cell<u64>,
    /// The dict-mode shape of the same class and capacity, once needed.
    dict_shape: Field<Option<Ref<Shape>>>,
}
heap_object!(Shape, "shape", SHAPE_LAYOUT, [class, table, transitions, dict_shape]);

impl Shape {
    /// The native layout.
    #[inline(always)]
    pub fn layout(&self) -> &'static Layout {
        self.layout.get()
    }

    /// The class of the objects.
    #[inline(always)]
    pub fn instance_class(&self) -> Ref<TypeObject> {
        self.class.get()
    }

    /// Whether objects have an overflow word and inline slots.
    #[inline(always)]
    pub fn has_extension(&self) -> bool {
        self.flags.get().contains(ShapeFlags::EXTENSION)
    }

    /// Whether attributes are in a dict.
    #[inline(always)]
    pub fn is_dict_mode(&self) -> bool {
        self.flags.get().contains(ShapeFlags::DICT_MODE)
    }

    /// Whether attributes may be added.
    pub fn is_extensible(&self) -> bool {
        self.has_extension() && !self.flags.get().contains(ShapeFlags::FIXED)
    }

    /// Inline slots of the objects.
    #[inline(always)]
    pub fn inline_capacity(&self) -> usize {
        self.inline_capacity.get() as usize
    }

    /// Bytes of overflow word and inline slots.
    #[inline(always)]
    pub fn extension_size(&self) -> usize {
        if self.has_extension() {
            8 * (1 + self.inline_capacity())
        } else {
            0
        }
    }

    /// Properties so far.
    #[inline(always)]
    pub fn property_count(&self) -> u32 {
        self.property_count.get()
    }

    /// Index of the property of an interned name.
    pub fn find(&self, name: Ref<StrObject>) -> Option<u32> {
        let table = self.table.get()?;
        let count = (self.property_count() as usize).min(table.capacity());
        let wanted = Some(name.value());
        // SAFETY: the array has so many words, which nothing changes meanwhile.
        let names = unsafe { std::slice::from_raw_parts(table.as_words(), count) };
        names.iter().rposition(|word| *word == wanted).map(|i| i as u32)
    }

    /// Name of a property. `None` beyond the last, and for a reserved slot (`__slots__`).
    pub fn property_name(&self, index: u32) -> Option<Value> {
        if index >= self.property_count() {
            return None;
        }
        self.table.get().and_then(|table| table.get(index as usize))
    }

    /// Byte offset in the object of inline slot `index` for layouts of fixed size; `None` if it is in the overflow
    /// array or the native part varies in size.
    pub fn inline_offset(&self, index: u32) -> Option<u32> {
        let fixed = self.layout().fixed_size;
        if fixed == 0 || index as usize >= self.inline_capacity() {
            return None;
        }
        Some(fixed as u32 + 8 + 8 * index)
    }
}

impl Ref<Shape> {
    /// A new root shape. `reserved` slots at the front are for `__slots__` and have no name.
    pub fn new_root(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        layout: &'static Layout,
        flags: ShapeFlags,
        inline_capacity: u16,
        reserved: u32,
    ) -> PyResult<Ref<Shape>> {
        let shape_of_shapes = crate::core::core().shape_shape();
        let shape = thread.allocate::<Shape>(shape_of_shapes, std::mem::size_of::<Shape>())?;
        shape.initialise(layout, class, flags, inline_capacity);
        shape.property_count.set(reserved);
        if reserved > 0 {
            let table = ValueArray::new(thread, (reserved as usize).max(4))?;
            shape.table.set(shape, Some(table));
        }
        Ok(shape)
    }

    /// Fills a fresh shape. Also for the shape of shapes, which is made by hand.
    pub(crate) fn initialise(
        self,
        layout: &'static Layout,
        class: Ref<TypeObject>,
        flags: ShapeFlags,
        inline_capacity: u16,
    ) {
        self.layout.set(layout);
        self.class.set(self, class);
        self.flags.set(flags);
        self.inline_capacity.set(inline_capacity);
    }

    /// The shape with one more property, which gets index `self.property_count()`.
    pub fn with_property(self, thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Ref<Shape>> {
        if let Some(next) = self.find_transition(name) {
            return Ok(next);
        }
        name.mark_property();
        let count = self.property_count();
        let table = self.table_for_append(thread, count as usize)?;
        let next = Self::new_root(
            thread,
            self.instance_class(),
            self.layout(),
            self.flags.get(),
            self.inline_capacity.get(),
            0,
        )?;
        table.set(count as usize, Some(name.value()));
        next.table.set(next, Some(table));
        next.property_count.set(count + 1);
        self.add_transition(thread, name, next)?;
        self.instance_class().note_slots_needed(count + 1);
        Ok(next)
    }

    /// The dict-mode shape that objects of this shape change to.
    pub fn dict_mode(self, thread: &mut Thread) -> PyResult<Ref<Shape>> {
        if let Some(shape) = self.dict_shape.get() {
            return Ok(shape);
        }
        let flags = self.flags.get() | ShapeFlags::DICT_MODE;
        let shape = Self::new_root(
            thread,
            self.instance_class(),
            self.layout(),
            flags,
            self.inline_capacity.get(),
            0,
        )?;
        // Reserved slots (`__slots__`) stay where they are: only their count is kept.
        shape.property_count.set(0);
        self.dict_shape.set(self, Some(shape));
        Ok(shape)
    }

    fn find_transition(self, name: Ref<StrObject>) -> Option<Ref<Shape>> {
        let transitions = self.transitions.get()?;
        let wanted = Some(name.value());
        let count = self.transition_count.get() as usize;
        let index = (0..count).find(|&i| transitions.get(2 * i) == wanted)?;
        // SAFETY: odd entries of a transition array are shapes.
        transitions
            .get(2 * index + 1)
            .map(|shape| unsafe { shape.cast_unchecked::<Shape>() })
    }

    fn add_transition(self, thread: &mut Thread, name: Ref<StrObject>, next: Ref<Shape>) -> PyResult<()> {
        let count = self.transition_count.get() as usize;
        let array = match self.transitions.get() {
            Some(array) if array.capacity() >= 2 * count + 2 => array,
            old => {
                let bigger = ValueArray::new(thread, (4 * count).max(4))?;
                if let Some(old) = old {
                    bigger.copy_from(old, 2 * count);
                }
                self.transitions.set(self, Some(bigger));
                bigger
            }
        };
        array.set(2 * count, Some(name.value()));
        array.set(2 * count + 1, Some(next.value()));
        self.transition_count.set(count as u64 + 1);
        Ok(())
    }

    /// A table whose entry `count` is free for this line: the shared one if nobody took it, else a copy.
    fn table_for_append(self, thread: &mut Thread, count: usize) -> PyResult<Ref<ValueArray>> {
        if let Some(table) = self.table.get()
            && count < table.capacity()
            && table.get(count).is_none()
        {
            return Ok(table);
        }
        let copy = ValueArray::new(thread, (2 * count).max(4))?;
        if let Some(table) = self.table.get() {
            copy.copy_from(table, count);
        }
        Ok(copy)
    }
}

//! The module `array`: sequences of numbers or characters kept as machine words.
//!
//! Invariant: an array's length is a whole number of items, and it does not change while the memory is lent
//! ([`ArrayObject::exports`]). Absent: big-endian machines.

mod items;
mod methods;

use items::{ITEM_TYPES, ItemType};
use pyrs_macros::pymodule;
use pyrs_object::array::RawArray;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::memory_view::{Buffer as Memory, Exporter, register_exporter};
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, core, heap_object, protocol};
use std::cell::Cell;

/// An array or an instance of a subclass.
#[repr(C)]
pub struct ArrayObject {
    header: Header,
    /// Bytes in use.
    length: Cell<usize>,
    storage: Field<Option<Ref<RawArray>>>,
    /// Views of the memory; while there are any, the length is fixed.
    exports: Cell<usize>,
    /// Position of the item type in [`ITEM_TYPES`].
    item_type: Cell<usize>,
}
heap_object!(ArrayObject, "array.array", ARRAY_LAYOUT, [storage]);

/// `array.array`.
pub static ARRAY: NativeClass = NativeClass::new("array", "array", &ARRAY_LAYOUT)
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::SEQUENCE)
            .union(TypeFlags::HAS_WEAKREF),
    )
    .methods(methods::ArrayMethods::TYPE_METHODS);

static EXPORTER: Exporter = Exporter {
    layout: &ARRAY_LAYOUT,
    describe: |thread, object| match object.downcast::<ArrayObject>() {
        Some(array) => Ok(Memory {
            data: array.bytes_mut().as_mut_ptr(),
            length: array.length.get(),
            readonly: false,
            item_size: array.item().size,
            format: array.item().format,
        }),
        None => Err(thread.type_error(format_args!("an array is required"))),
    },
    count: Some(|object, by| {
        if let Some(array) = object.downcast::<ArrayObject>() {
            array.exports.set(array.exports.get().saturating_add_signed(by));
        }
    }),
};

impl ArrayObject {
    fn item(&self) -> &'static ItemType {
        &ITEM_TYPES[self.item_type.get()]
    }

    /// Number of items.
    fn len(&self) -> usize {
        self.length.get() / self.item().size
    }

    /// The memory in use. Not to be held across anything that may run Python code.
    fn bytes(&self) -> &[u8] {
        match self.storage.get() {
            // SAFETY: the storage has at least `length` bytes.
            Some(storage) => unsafe { std::slice::from_raw_parts(RawArray::data_ptr(&storage), self.length.get()) },
            None => &[],
        }
    }

    /// As [`Self::bytes`], for writing.
    #[allow(clippy::mut_from_ref)]
    fn bytes_mut(&self) -> &mut [u8] {
        match self.storage.get() {
            // SAFETY: as above; only one thread runs, and callers keep no second view.
            Some(storage) => unsafe { std::slice::from_raw_parts_mut(RawArray::data_ptr(&storage), self.length.get()) },
            None => &mut [],
        }
    }

    /// The bytes of an item, if there is one.
    fn item_bytes(&self, index: usize) -> Option<&[u8]> {
        let size = self.item().size;
        self.bytes().get(index.checked_mul(size)?..)?.get(..size)
    }

    fn set_item_bytes(&self, index: usize, bytes: [u8; 8]) {
        let size = self.item().size;
        if let Some(place) = self.bytes_mut().get_mut(index * size..(index + 1) * size) {
            place.copy_from_slice(&bytes[..size]);
        }
    }
}

/// An empty array of a class.
fn new_array(thread: &mut Thread, class: Ref<TypeObject>, item_type: usize) -> PyResult<Ref<ArrayObject>> {
    let array: Ref<ArrayObject> = class.allocate_instance(thread)?;
    array.item_type.set(item_type);
    Ok(array)
}

/// A plain array with the same item type.
fn empty_like(thread: &mut Thread, array: Ref<ArrayObject>) -> PyResult<Ref<ArrayObject>> {
    new_array(thread, ARRAY.get(), array.item_type.get())
}

fn array_of(thread: &mut Thread, value: Value) -> PyResult<Ref<ArrayObject>> {
    match value.downcast() {
        Some(array) => Ok(array),
        None => Err(crate::collect::wrong_receiver(thread, "array.array", value)),
    }
}

fn get(thread: &mut Thread, array: Ref<ArrayObject>, index: usize) -> PyResult<Option<Value>> {
    match array.item_bytes(index) {
        Some(bytes) => array.item().read(thread, bytes).map(Some),
        None => Ok(None),
    }
}

/// Replaces `removed` bytes from `start` on by others, which must not be the array's own.
fn splice(thread: &mut Thread, array: Ref<ArrayObject>, start: usize, removed: usize, data: &[u8]) -> PyResult<()> {
    let length = array.length.get();
    if removed != data.len() && array.exports.get() > 0 {
        return Err(thread.buffer_error(format_args!("cannot resize an array that is exporting buffers")));
    }
    let new_length = length - removed + data.len();
    let storage = match array.storage.get() {
        Some(storage) if storage.capacity() >= new_length => storage,
        old => {
            let storage = RawArray::new(thread, new_length.max(length + length / 2))?;
            if let Some(old) = old {
                storage.bytes_mut()[..length].copy_from_slice(&old.bytes()[..length]);
            }
            array.storage.set(array, Some(storage));
            storage
        }
    };
    let bytes = storage.bytes_mut();
    bytes.copy_within(start + removed..length, start + data.len());
    bytes[start..start + data.len()].copy_from_slice(data);
    array.length.set(new_length);
    Ok(())
}

fn push(thread: &mut Thread, array: Ref<ArrayObject>, value: Value) -> PyResult<()> {
    let bytes = array.item().write(thread, value)?;
    splice(thread, array, array.length.get(), 0, &bytes[..array.item().size])
}

/// Appends the items of another array, perhaps of itself.
fn extend_by_array(thread: &mut Thread, array: Ref<ArrayObject>, other: Ref<ArrayObject>) -> PyResult<()> {
    if array.item_type.get() != other.item_type.get() {
        return Err(thread.type_error(format_args!("can only extend with array of same kind")));
    }
    if array == other {
        let copy = other.bytes().to_vec();
        return splice(thread, array, array.length.get(), 0, &copy);
    }
    splice(thread, array, array.length.get(), 0, other.bytes())
}

fn extend(thread: &mut Thread, array: Ref<ArrayObject>, iterable: Value) -> PyResult<()> {
    match iterable.downcast::<ArrayObject>() {
        Some(other) => extend_by_array(thread, array, other),
        None => protocol::for_each(thread, iterable, |thread, item| push(thread, array, item)),
    }
}

/// Appends bytes, which must be a whole number of items.
fn extend_by_bytes(thread: &mut Thread, array: Ref<ArrayObject>, data: &[u8]) -> PyResult<()> {
    if !data.len().is_multiple_of(array.item().size) {
        return Err(thread.value_error(format_args!("bytes length not a multiple of item size")));
    }
    splice(thread, array, array.length.get(), 0, data)
}

/// Appends the characters of a text to an array of characters.
fn extend_by_text(thread: &mut Thread, array: Ref<ArrayObject>, text: Ref<StrObject>) -> PyResult<()> {
    let data: Vec<u8> = (0..text.len())
        .flat_map(|index| text.chars().get(index).to_le_bytes())
        .collect();
    splice(thread, array, array.length.get(), 0, &data)
}

fn to_list(thread: &mut Thread, array: Ref<ArrayObject>) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, array.len())?;
    let mut index = 0;
    while let Some(item) = get(thread, array, index)? {
        list.push(thread, item)?;
        index += 1;
    }
    Ok(list)
}

fn to_text(thread: &mut Thread, array: Ref<ArrayObject>, function: &str) -> PyResult<Ref<StrObject>> {
    if array.item().class != items::Class::Char {
        return Err(thread.value_error(format_args!(
            "{function}() may only be called on unicode type arrays ('u' or 'w')"
        )));
    }
    let codes: Vec<u32> = array
        .bytes()
        .chunks_exact(4)
        .map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
        .collect();
    StrObject::from_code_points(thread, codes.into_iter())
}

#[cold]
fn not_a_type_code(thread: &mut Thread, value: Value) -> Raised {
    match value.downcast::<StrObject>() {
        Some(text) => {
            let length = text.len();
            thread.type_error(format_args!(
                "array() argument 1 must be a unicode character, not a string of length {length}"
            ))
        }
        None => {
            let class = class_of(value).name_for_message();
            thread.type_error(format_args!(
                "array() argument 1 must be a unicode character, not {class}"
            ))
        }
    }
}

/// The item type that an argument names.
fn item_type_of(thread: &mut Thread, code: Value) -> PyResult<usize> {
    let text = code.downcast::<StrObject>().filter(|text| text.len() == 1);
    let Some(letter) = text.and_then(|text| char::from_u32(text.chars().get(0))) else {
        return Err(not_a_type_code(thread, code));
    };
    match items::find(letter) {
        Some(found) => Ok(found),
        None => Err(thread.value_error(format_args!(
            "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"
        ))),
    }
}

#[pymodule(name = "array")]
pub(crate) mod module {
    use super::*;

    /// The type codes.
    #[attr]
    fn typecodes(thread: &mut Thread) -> PyResult<Value> {
        let codes: String = ITEM_TYPES.iter().map(|item| item.code).collect();
        Ok(StrObject::from_str(thread, &codes)?.value())
    }

    /// Internal. Used for pickling support.
    #[function(signature = "($module, arraytype, typecode, mformat_code, items, /)")]
    fn _array_reconstructor(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        code: Value,
        machine_format: i64,
        data: Value,
    ) -> PyResult<Value> {
        if !class.is_subtype(ARRAY.get()) {
            let name = class.name_for_message();
            return Err(thread.type_error(format_args!("{name} is not a subtype of array.array")));
        }
        let item_type = item_type_of(thread, code)?;
        let buffer = crate::buffer::readable(thread, data)?;
        let source = ITEM_TYPES
            .iter()
            .enumerate()
            .find(|(_, item)| item.machine_format == machine_format && item.class == ITEM_TYPES[item_type].class);
        let Some((position, source)) = source else {
            return Err(thread.value_error(format_args!(
                "array data in machine format {machine_format} cannot be read on this machine"
            )));
        };
        // Integers of another size than they had where they were pickled get the type code of their size here.
        let is_number = matches!(source.class, items::Class::Signed | items::Class::Unsigned);
        let item_type = if is_number && source.size != ITEM_TYPES[item_type].size {
            position
        } else {
            item_type
        };
        let array = new_array(thread, class, item_type)?;
        if source.size == array.item().size {
            extend_by_bytes(thread, array, buffer.data())?;
            return Ok(array.value());
        }
        let data = buffer.to_vec();
        for bytes in data.chunks_exact(source.size) {
            let value = source.read(thread, bytes)?;
            push(thread, array, value)?;
        }
        Ok(array.value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let class = ARRAY.create(thread)?;
        register_exporter(&EXPORTER);
        let dict = module.dict.get();
        dict.set_str(thread, "array", class.value())?;
        dict.set_str(thread, "ArrayType", class.value())?;
        // Arrays are mutable sequences: pattern matching and `collections.abc` are told so.
        let abc = StrObject::intern(thread, "collections.abc")?;
        if let Some(abc) = core().modules.get().get_interned(abc) {
            let name = StrObject::intern(thread, "MutableSequence")?;
            let sequence = protocol::getattr(thread, abc, name)?;
            let register = StrObject::intern(thread, "register")?;
            protocol::call_method(thread, sequence, register, &[class.value()])?;
        }
        Ok(())
    }
}

pub use module::MODULE;

/// The arguments that make an equal array again: class, type code and items.
fn pickled(thread: &mut Thread, array: Ref<ArrayObject>, items: Value) -> PyResult<Value> {
    let code = StrObject::from_str(thread, array.item().format)?;
    Ok(TupleObject::from_slice(thread, &[code.value(), items])?.value())
}

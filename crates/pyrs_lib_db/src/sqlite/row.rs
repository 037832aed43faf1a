//! `sqlite3.Row`: a tuple whose items have the names of the cursor's columns.

use super::cursor::CursorObject;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::range::SliceObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Args, PyResult, Thread, Value, class_of, heap_object, int, none, not_implemented, protocol};

/// A row.
#[repr(C)]
pub struct RowObject {
    header: Header,
    data: Field<Ref<TupleObject>>,
    description: Field<Value>,
}
heap_object!(RowObject, "sqlite3.Row", ROW_LAYOUT, [data, description]);

/// `sqlite3.Row`.
pub static ROW: NativeClass = NativeClass::new("sqlite3", "Row", &ROW_LAYOUT)
    .subclassable()
    .flags(TypeFlags::SEQUENCE)
    .methods(RowMethods::TYPE_METHODS);

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<RowObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(pyrs_object::native_class::wrong_receiver(thread, "sqlite3.Row", this)),
    }
}

/// A row of a cursor's columns.
pub fn new(thread: &mut Thread, class: Value, cursor: Ref<CursorObject>, data: Ref<TupleObject>) -> PyResult<Value> {
    let description = cursor.description.get().unwrap_or_else(none);
    let row: Ref<RowObject> = allocate(thread, class)?;
    row.data.set(row, data);
    row.description.set(row, description);
    Ok(row.value())
}

/// Name of a column.
fn column_name(description: Value, index: usize) -> Option<Ref<StrObject>> {
    let columns = description.downcast::<TupleObject>()?;
    let column = columns.items().get(index)?.downcast::<TupleObject>()?;
    column.items().first()?.downcast()
}

/// Whether names are the same but for the case of ASCII letters.
fn same_name(a: Ref<StrObject>, b: Ref<StrObject>) -> bool {
    let fold = |c: u32| match char::from_u32(c) {
        Some(c) => c.to_ascii_lowercase() as u32,
        None => c,
    };
    a.len() == b.len() && a.chars().iter().map(fold).eq(b.chars().iter().map(fold))
}

/// Holds the methods of rows.
pub struct RowMethods;

#[pymethods]
impl RowMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("Row() takes no keyword arguments")));
        }
        let &[cursor, data] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("Row expected 2 arguments, got {given}")));
        };
        let Some(cursor) = cursor.downcast::<CursorObject>() else {
            let name = class_of(cursor).name_for_message();
            return Err(thread.type_error(format_args!("Row() argument 1 must be sqlite3.Cursor, not {name}")));
        };
        let Some(data) = data.downcast::<TupleObject>() else {
            let name = class_of(data).name_for_message();
            return Err(thread.type_error(format_args!("Row() argument 2 must be tuple, not {name}")));
        };
        new(thread, class, cursor, data)
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(receiver(thread, this)?.data.get().len())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let data = receiver(thread, this)?.data.get();
        protocol::iter(thread, data.value())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let data = this.data.get();
        if int::is_int(key) {
            let Some(mut index) = int::as_i64(key) else {
                return Err(thread.index_error(format_args!("cannot fit 'int' into an index-sized integer")));
            };
            if index < 0 {
                index += data.len() as i64;
            }
            return match usize::try_from(index)
                .ok()
                .and_then(|index| data.items().get(index).copied())
            {
                Some(item) => Ok(item),
                None => Err(thread.index_error(format_args!("tuple index out of range"))),
            };
        }
        if let Some(name) = key.downcast::<StrObject>() {
            let description = this.description.get();
            if description == none() {
                let name = protocol::repr(thread, key)?.to_string_lossy();
                return Err(thread.index_error(format_args!("No item with key {name}")));
            }
            let found = (0..data.len())
                .find(|index| column_name(description, *index).is_some_and(|column| same_name(column, name)));
            return match found.and_then(|index| data.items().get(index).copied()) {
                Some(item) => Ok(item),
                None => Err(thread.index_error(format_args!("No item with that key"))),
            };
        }
        if key.downcast::<SliceObject>().is_some() {
            return protocol::getitem(thread, data.value(), key);
        }
        Err(thread.index_error(format_args!("Index must be int or string")))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let this = receiver(thread, this)?;
        let description = protocol::hash(thread, this.description.get())?;
        Ok(description ^ protocol::hash(thread, this.data.get().value())?)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, this: Value, other: Value) -> PyResult<Value> {
        let (Some(this), Some(other)) = (this.downcast::<RowObject>(), other.downcast::<RowObject>()) else {
            return Ok(not_implemented());
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        if !protocol::equals(thread, this.description.get(), other.description.get())? {
            return Ok(pyrs_object::bool_value(op == CompareOp::Ne));
        }
        protocol::compare(thread, op, this.data.get().value(), other.data.get().value())
    }

    /// The names of the columns.
    #[method]
    fn keys(thread: &mut Thread, this: Ref<RowObject>) -> PyResult<Value> {
        let names = ListObject::with_capacity(thread, 0)?;
        let mut index = 0;
        while let Some(name) = column_name(this.description.get(), index) {
            names.push(thread, name.value())?;
            index += 1;
        }
        Ok(names.value())
    }
}

//! `Pickler` objects and their methods.
//!
//! Invariant: `running` is set while an object is pickled: neither the memo nor the settings change then.

use super::memo::MemoObject;
use super::opcode::{DEFAULT_PROTOCOL, HIGHEST_PROTOCOL};
use super::save::Saver;
use super::state::pickling_error;
use pyrs_macros::pymethods;
use pyrs_object::attribute::{generic_getattr, generic_setattr};
use pyrs_object::convert::Signature;
use pyrs_object::dict::DictObject;
use pyrs_object::function::NativeFunctionObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, convert, core, heap_object, int, none, protocol};
use std::cell::Cell;

/// A pickler.
#[repr(C)]
pub struct PicklerObject {
    header: Header,
    /// The memo, once there is something in it.
    pub memo: Field<Option<Ref<MemoObject>>>,
    /// `file.write`; empty for pickles in memory, and before `__init__`.
    pub write: Field<Option<Value>>,
    /// An attribute of the instance that shadows the method.
    pub persistent_id: Field<Option<Value>>,
    pub dispatch_table: Field<Option<Value>>,
    pub buffer_callback: Field<Option<Value>>,
    pub proto: Cell<i64>,
    pub bin: Cell<i64>,
    pub fast: Cell<i64>,
    pub fix_imports: Cell<bool>,
    ready: Cell<bool>,
    running: Cell<bool>,
    _pad: [u8; 5],
}
heap_object!(
    PicklerObject,
    "_pickle.Pickler",
    PICKLER_LAYOUT,
    [memo, write, persistent_id, dispatch_table, buffer_callback]
);

/// `_pickle.Pickler`.
pub static PICKLER: NativeClass = NativeClass::new("_pickle", "Pickler", &PICKLER_LAYOUT)
    .subclassable()
    .methods(PicklerMethods::TYPE_METHODS);

static INIT: Signature = Signature {
    keyword_only_from: 2,
    ..Signature::of_slot("Pickler", &["file", "protocol", "fix_imports", "buffer_callback"], 1)
};

/// The settings of a pickle.
pub struct Settings {
    pub protocol: Option<Value>,
    pub fix_imports: Option<Value>,
    pub buffer_callback: Option<Value>,
}

fn given(value: Option<Value>) -> Option<Value> {
    value.filter(|value| *value != none())
}

/// Applies settings.
pub fn configure(thread: &mut Thread, pickler: Ref<PicklerObject>, settings: Settings) -> PyResult<()> {
    let mut protocol = match given(settings.protocol) {
        None => DEFAULT_PROTOCOL,
        Some(protocol) => {
            let index = protocol::index(thread, protocol)?;
            match int::as_i64(index).filter(|number| i32::try_from(*number).is_ok()) {
                Some(number) => number,
                None => return Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
            }
        }
    };
    if protocol < 0 {
        protocol = HIGHEST_PROTOCOL;
    }
    if protocol > HIGHEST_PROTOCOL {
        return Err(thread.value_error(format_args!("pickle protocol must be <= {HIGHEST_PROTOCOL}")));
    }
    let fix_imports = match settings.fix_imports {
        Some(flag) => protocol::truth(thread, flag)?,
        None => true,
    };
    let callback = given(settings.buffer_callback);
    if callback.is_some() && protocol < 5 {
        return Err(thread.value_error(format_args!("buffer_callback needs protocol >= 5")));
    }
    pickler.proto.set(protocol);
    pickler.bin.set(i64::from(protocol > 0));
    pickler.fix_imports.set(fix_imports && protocol < 3);
    pickler.buffer_callback.set(pickler, callback);
    pickler.ready.set(true);
    Ok(())
}

/// A pickler for one pickle in memory or into a file.
pub fn new(thread: &mut Thread, settings: Settings) -> PyResult<Ref<PicklerObject>> {
    let pickler: Ref<PicklerObject> = PICKLER.get().allocate_instance(thread)?;
    configure(thread, pickler, settings)?;
    Ok(pickler)
}

/// `file.write`
pub fn write_method(thread: &mut Thread, file: Value) -> PyResult<Value> {
    match protocol::getattr_optional(thread, file, core().names.write.get())? {
        Some(write) => Ok(write),
        None => Err(thread.type_error(format_args!("file must have a 'write' attribute"))),
    }
}

/// Pickles one object; the bytes that did not go to a file.
pub fn dump(thread: &mut Thread, pickler: Ref<PicklerObject>, object: Value) -> PyResult<Vec<u8>> {
    if pickler.running.replace(true) {
        return Err(thread.runtime_error(format_args!("Pickler object is already used")));
    }
    let written = match Saver::new(thread, pickler) {
        Ok(mut saver) => saver.dump(thread, object).map(|()| saver.into_bytes()),
        Err(raised) => Err(raised),
    };
    pickler.running.set(false);
    written
}

fn memo_dict(thread: &mut Thread, pickler: Ref<PicklerObject>) -> PyResult<Ref<DictObject>> {
    match pickler.memo.get() {
        Some(memo) => memo.to_dict(thread),
        None => DictObject::new(thread),
    }
}

fn pickler_of(thread: &mut Thread, value: Value) -> PyResult<Ref<PicklerObject>> {
    match value.downcast() {
        Some(pickler) => Ok(pickler),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "_pickle.Pickler",
            value,
        )),
    }
}

fn is_persistent_id(name: Ref<StrObject>) -> bool {
    name.equals_str("persistent_id")
}

/// Holds the methods of Pickler.
pub struct PicklerMethods;

/// A pickler writes objects as a stream of bytes to a binary file.
///
/// protocol is a number from 0 to 5, or negative for the highest. With fix_imports, names of the library are written as
/// Python 2 knew them in protocols below 3. buffer_callback is called with the buffers that are to be out of band.
#[pymethods]
impl PicklerMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let pickler: Ref<PicklerObject> = allocate(thread, class)?;
        Ok(pickler.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let pickler = pickler_of(thread, this)?;
        let [file, protocol, fix_imports, buffer_callback] = convert::bind_slot::<4>(thread, &INIT, args)?;
        if pickler.running.get() {
            return Err(thread.runtime_error(format_args!("Pickler object is already used")));
        }
        pickler.ready.set(false);
        let settings = Settings {
            protocol,
            fix_imports,
            buffer_callback,
        };
        configure(thread, pickler, settings)?;
        pickler.ready.set(false);
        let write = write_method(thread, file.unwrap_or_else(none))?;
        pickler.write.set(pickler, Some(write));
        pickler.memo.set(pickler, None);
        pickler.fast.set(0);
        pickler.dispatch_table.set(pickler, None);
        let name = StrObject::intern(thread, "dispatch_table")?;
        let table = protocol::getattr_optional(thread, this, name)?;
        pickler.dispatch_table.set(pickler, table);
        pickler.ready.set(true);
        Ok(())
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        if is_persistent_id(name)
            && let Some(function) = this.downcast::<PicklerObject>().and_then(|p| p.persistent_id.get())
        {
            return Ok(function);
        }
        generic_getattr(thread, this, name)
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        if is_persistent_id(name)
            && let Some(pickler) = this.downcast::<PicklerObject>()
        {
            if value.is_none() && pickler.persistent_id.get().is_none() {
                return generic_setattr(thread, this, name, value);
            }
            pickler.persistent_id.set(pickler, value);
            return Ok(());
        }
        generic_setattr(thread, this, name, value)
    }

    /// Write an object to the file.
    #[method]
    fn dump(thread: &mut Thread, this: Ref<PicklerObject>, obj: Value) -> PyResult<()> {
        if !this.ready.get() || this.write.get().is_none() {
            let class = class_of(this.value()).name_for_message();
            return Err(pickling_error(
                thread,
                format_args!("Pickler.__init__() was not called by {class}.__init__()"),
            ));
        }
        dump(thread, this, obj).map(|_| ())
    }

    /// Forget the objects that were written: they will be written again, instead of references to them.
    #[method]
    fn clear_memo(_thread: &mut Thread, this: Ref<PicklerObject>) -> PyResult<()> {
        if !this.running.get() {
            this.memo.set(this, None);
        }
        Ok(())
    }

    /// The persistent identity of an object, or None; for subclasses to override.
    #[method]
    fn persistent_id(_thread: &mut Thread, _this: Value, _obj: Value) -> PyResult<Value> {
        Ok(none())
    }

    #[getter(kind = "member")]
    fn bin(_thread: &mut Thread, this: Ref<PicklerObject>) -> PyResult<i64> {
        Ok(this.bin.get())
    }

    #[setter]
    fn set_bin(thread: &mut Thread, this: Ref<PicklerObject>, value: Option<Value>) -> PyResult<()> {
        let number = flag_value(thread, value)?;
        this.bin.set(number);
        Ok(())
    }

    #[getter(kind = "member")]
    fn fast(_thread: &mut Thread, this: Ref<PicklerObject>) -> PyResult<i64> {
        Ok(this.fast.get())
    }

    #[setter]
    fn set_fast(thread: &mut Thread, this: Ref<PicklerObject>, value: Option<Value>) -> PyResult<()> {
        let number = flag_value(thread, value)?;
        this.fast.set(number);
        Ok(())
    }

    #[getter(kind = "member")]
    fn dispatch_table(thread: &mut Thread, this: Ref<PicklerObject>) -> PyResult<Value> {
        match this.dispatch_table.get() {
            Some(table) => Ok(table),
            None => {
                let name = StrObject::intern(thread, "dispatch_table")?;
                Err(pyrs_object::attribute::no_attribute(thread, this.value(), name))
            }
        }
    }

    #[setter]
    fn set_dispatch_table(_thread: &mut Thread, this: Ref<PicklerObject>, value: Option<Value>) -> PyResult<()> {
        this.dispatch_table.set(this, value);
        Ok(())
    }

    #[getter]
    fn memo(thread: &mut Thread, this: Ref<PicklerObject>) -> PyResult<Value> {
        let proxy: Ref<PicklerMemoObject> = PICKLER_MEMO.get().allocate_instance(thread)?;
        proxy.pickler.set(proxy, Some(this));
        Ok(proxy.value())
    }

    #[setter]
    fn set_memo(thread: &mut Thread, this: Ref<PicklerObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("attribute deletion is not supported")));
        };
        if this.running.get() {
            return Err(thread.runtime_error(format_args!("Pickler object is already used")));
        }
        let dict = match value.downcast::<PicklerMemoObject>().map(|proxy| proxy.pickler.get()) {
            Some(Some(other)) => memo_dict(thread, other)?,
            _ => match value.downcast::<DictObject>() {
                Some(dict) => dict,
                None => {
                    let class = class_of(value).name_for_message();
                    return Err(thread.type_error(format_args!(
                        "'memo' attribute must be a PicklerMemoProxy object or dict, not {class}"
                    )));
                }
            },
        };
        let memo = MemoObject::new(thread)?;
        let mut position = 0;
        while let Some((at, _, pair)) = dict.next_entry(position) {
            position = at + 1;
            let pair = pair.downcast::<TupleObject>().filter(|pair| pair.len() == 2);
            let Some(&[number, object]) = pair.as_ref().map(|pair| pair.items_unbound()) else {
                return Err(thread.type_error(format_args!("'memo' values must be 2-item tuples")));
            };
            let number = protocol::index_i64(thread, number)?;
            MemoObject::enter(memo, thread, object, number.max(0) as usize)?;
        }
        this.memo.set(this, Some(memo));
        Ok(())
    }
}

/// The new value of a flag.
fn flag_value(thread: &mut Thread, value: Option<Value>) -> PyResult<i64> {
    match value {
        Some(value) => protocol::index_i64(thread, value),
        None => Err(thread.type_error(format_args!("can't delete numeric/char attribute"))),
    }
}

/// Whether an object has a method that is not the one of [`PicklerMethods`]: the bound method to call.
pub fn own_persistent_id(thread: &mut Thread, pickler: Ref<PicklerObject>) -> PyResult<Option<Value>> {
    if pickler.persistent_id.get().is_none() && pickler.class() == PICKLER.get() {
        return Ok(None);
    }
    let name = StrObject::intern(thread, "persistent_id")?;
    let found = protocol::getattr_optional(thread, pickler.value(), name)?;
    let native = PICKLER.get().dict.get().get_interned(name);
    let definition = |value: Value| {
        let function = value.downcast::<NativeFunctionObject>()?;
        Some(std::ptr::from_ref(function.definition.get()))
    };
    Ok(found.filter(|found| definition(*found).is_none() || definition(*found) != native.and_then(definition)))
}

/// `pickler.memo`.
#[repr(C)]
pub struct PicklerMemoObject {
    header: Header,
    pickler: Field<Option<Ref<PicklerObject>>>,
}
heap_object!(
    PicklerMemoObject,
    "_pickle.PicklerMemoProxy",
    PICKLER_MEMO_LAYOUT,
    [pickler]
);

/// Its class.
pub static PICKLER_MEMO: NativeClass =
    NativeClass::new("_pickle", "PicklerMemoProxy", &PICKLER_MEMO_LAYOUT).methods(PicklerMemoMethods::TYPE_METHODS);

/// Holds the methods of the proxy.
pub struct PicklerMemoMethods;

#[pymethods]
impl PicklerMemoMethods {
    /// Forget all objects.
    #[method]
    fn clear(_thread: &mut Thread, this: Ref<PicklerMemoObject>) -> PyResult<()> {
        if let Some(pickler) = this.pickler.get().filter(|pickler| !pickler.running.get()) {
            pickler.memo.set(pickler, None);
        }
        Ok(())
    }

    /// The memo as a dict from identities to numbers and objects.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<PicklerMemoObject>) -> PyResult<Value> {
        match this.pickler.get() {
            Some(pickler) => Ok(memo_dict(thread, pickler)?.value()),
            None => Ok(DictObject::new(thread)?.value()),
        }
    }

    /// For pickling.
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<PicklerMemoObject>) -> PyResult<Value> {
        let copy = PicklerMemoMethods::copy(thread, this)?;
        let args = TupleObject::from_slice(thread, &[copy])?.value();
        Ok(TupleObject::from_slice(thread, &[core().types.dict.get().value(), args])?.value())
    }
}

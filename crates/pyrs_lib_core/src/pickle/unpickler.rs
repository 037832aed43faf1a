//! `Unpickler` objects and their methods.
//!
//! Invariant: the memo and the stack are lists, where the collector sees them. Empty places of the memo hold a mark of their own.

use super::input::{FileMethods, Input};
use super::load::Loader;
use super::state::{self, Direction, unpickling_error};
use crate::buffer::Buffer;
use crate::invoke::builtin;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::attribute::{generic_getattr, generic_setattr};
use pyrs_object::convert::Signature;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, convert, core, heap_object, none, protocol};
use std::cell::Cell;

/// An unpickler.
#[repr(C)]
pub struct UnpicklerObject {
    header: Header,
    /// Objects by number, with empty places.
    memo: Field<Option<Ref<ValueArray>>>,
    pub read: Field<Option<Value>>,
    pub readline: Field<Option<Value>>,
    pub peek: Field<Option<Value>>,
    /// An attribute of the instance that shadows the method.
    pub persistent_load: Field<Option<Value>>,
    /// The iterator of buffers that are out of band.
    pub buffers: Field<Option<Value>>,
    pub encoding: Field<Option<Value>>,
    pub errors: Field<Option<Value>>,
    pub proto: Cell<i64>,
    pub fix_imports: Cell<bool>,
    running: Cell<bool>,
    _pad: [u8; 6],
}
heap_object!(
    UnpicklerObject,
    "_pickle.Unpickler",
    UNPICKLER_LAYOUT,
    [memo, read, readline, peek, persistent_load, buffers, encoding, errors]
);

/// `_pickle.Unpickler`.
pub static UNPICKLER: NativeClass = NativeClass::new("_pickle", "Unpickler", &UNPICKLER_LAYOUT)
    .subclassable()
    .methods(UnpicklerMethods::TYPE_METHODS);

static INIT: Signature = Signature {
    keyword_only_from: 1,
    ..Signature::of_slot(
        "Unpickler",
        &["file", "fix_imports", "encoding", "errors", "buffers"],
        1,
    )
};

/// The largest number that a pickle may give an object, so that a few bytes cannot ask for all memory at once.
const MEMO_LIMIT: usize = 1 << 32;

/// The settings of an unpickler.
#[derive(Default)]
pub struct Settings {
    pub fix_imports: Option<Value>,
    pub encoding: Option<Value>,
    pub errors: Option<Value>,
    pub buffers: Option<Value>,
}

impl UnpicklerObject {
    /// The object of a number.
    #[inline]
    pub fn recall(&self, number: usize) -> Option<Value> {
        let memo = self.memo.get()?;
        if number >= memo.capacity() {
            return None;
        }
        memo.get(number)
    }
}

/// Gives an object a number.
pub fn remember(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, number: usize, object: Value) -> PyResult<()> {
    let memo = match unpickler.memo.get() {
        Some(memo) if number < memo.capacity() => memo,
        old => {
            if number >= MEMO_LIMIT {
                return Err(thread.memory_error());
            }
            let grown = ValueArray::new(thread, (number + 1).max(16).saturating_mul(2))?;
            if let Some(old) = old {
                grown.copy_from(old, old.capacity());
            }
            unpickler.memo.set(unpickler, Some(grown));
            grown
        }
    };
    memo.set(number, Some(object));
    Ok(())
}

fn text_or(thread: &mut Thread, name: &str, value: Option<Value>, default: &str) -> PyResult<Value> {
    match value {
        None => Ok(StrObject::intern(thread, default)?.value()),
        Some(value) if value.downcast::<StrObject>().is_some() => Ok(value),
        Some(value) => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("argument '{name}' must be str, not {class}")))
        }
    }
}

/// Applies settings.
pub fn configure(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, settings: Settings) -> PyResult<()> {
    let fix_imports = match settings.fix_imports {
        Some(flag) => protocol::truth(thread, flag)?,
        None => true,
    };
    let encoding = text_or(thread, "encoding", settings.encoding, "ASCII")?;
    let errors = text_or(thread, "errors", settings.errors, "strict")?;
    let buffers = match settings.buffers.filter(|buffers| *buffers != none()) {
        Some(buffers) => Some(protocol::iter(thread, buffers)?),
        None => None,
    };
    unpickler.fix_imports.set(fix_imports);
    unpickler.encoding.set(unpickler, Some(encoding));
    unpickler.errors.set(unpickler, Some(errors));
    unpickler.buffers.set(unpickler, buffers);
    unpickler.proto.set(0);
    Ok(())
}

/// An unpickler for one pickle.
pub fn new(thread: &mut Thread, settings: Settings) -> PyResult<Ref<UnpicklerObject>> {
    let unpickler: Ref<UnpicklerObject> = UNPICKLER.get().allocate_instance(thread)?;
    configure(thread, unpickler, settings)?;
    Ok(unpickler)
}

/// Takes the methods of a file.
pub fn attach(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, file: Value) -> PyResult<()> {
    let mut found = [None; 3];
    for (slot, name) in found.iter_mut().zip(["peek", "read", "readline"]) {
        let name = StrObject::intern(thread, name)?;
        *slot = protocol::getattr_optional(thread, file, name)?;
    }
    let [peek, read, readline] = found;
    if read.is_none() || readline.is_none() {
        return Err(thread.type_error(format_args!("file must have 'read' and 'readline' attributes")));
    }
    unpickler.peek.set(unpickler, peek);
    unpickler.read.set(unpickler, read);
    unpickler.readline.set(unpickler, readline);
    Ok(())
}

/// Loads a pickle that is in memory.
pub fn load_memory(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, data: Buffer) -> PyResult<Value> {
    let input = Input::of_memory(thread, data)?;
    run(thread, unpickler, input)
}

/// Loads a pickle from the file.
pub fn load_file(thread: &mut Thread, unpickler: Ref<UnpicklerObject>) -> PyResult<Value> {
    let (Some(read), Some(readline)) = (unpickler.read.get(), unpickler.readline.get()) else {
        let class = class_of(unpickler.value()).name_for_message();
        return Err(unpickling_error(
            thread,
            format_args!("Unpickler.__init__() was not called by {class}.__init__()"),
        ));
    };
    let methods = FileMethods {
        read,
        readline,
        peek: unpickler.peek.get(),
    };
    let input = Input::of_file(thread, methods)?;
    run(thread, unpickler, input)
}

fn run(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, input: Input) -> PyResult<Value> {
    if unpickler.running.replace(true) {
        return Err(thread.runtime_error(format_args!("Unpickler object is already used")));
    }
    let loaded = match Loader::new(thread, unpickler, input) {
        Ok(mut loader) => loader.run(thread),
        Err(raised) => Err(raised),
    };
    unpickler.running.set(false);
    loaded
}

/// `find_class` without what subclasses do.
pub fn find_class(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, module: Value, name: Value) -> PyResult<Value> {
    let proto = unpickler.proto.get();
    let (module, name) = match proto < 3 && unpickler.fix_imports.get() {
        true => state::mapped(thread, module, name, Direction::ToNew)?,
        false => (module, name),
    };
    let found = match core().modules.get().get(thread, module)? {
        Some(module) => module,
        None => {
            let import = builtin(thread, "__import__")?;
            protocol::call(thread, import, &[module])?;
            match core().modules.get().get(thread, module)? {
                Some(module) => module,
                None => return Err(thread.key_error(module)),
            }
        }
    };
    let Some(text) = name.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!("attribute name must be string")));
    };
    if proto < 4 || !text.chars().iter().any(|c| c == u32::from(b'.')) {
        let name = text.interned(thread)?;
        return protocol::getattr(thread, found, name);
    }
    let path = String::from_utf8_lossy(&text.to_generalised_utf8()).into_owned();
    let mut object = found;
    for part in path.split('.') {
        let part = StrObject::intern(thread, part)?;
        object = match protocol::getattr(thread, object, part) {
            Ok(next) => next,
            Err(raised) => return Err(unresolved(thread, raised, module, name)),
        };
    }
    Ok(object)
}

/// The error of a dotted name that cannot be followed.
#[cold]
fn unresolved(thread: &mut Thread, raised: pyrs_object::Raised, module: Value, name: Value) -> pyrs_object::Raised {
    if !thread.raised_is(core().types.attribute_error.get()) {
        return raised;
    }
    let context = thread.take_raised();
    let shown = protocol::repr(thread, name).and_then(|name| Ok((name, protocol::repr(thread, module)?)));
    let raised = match shown {
        Ok((name, module)) => {
            let (name, module) = (name.to_string_lossy(), module.to_string_lossy());
            thread.attribute_error_plain(format_args!("Can't resolve path {name} on module {module}"))
        }
        Err(raised) => raised,
    };
    if let (Some(context), Some(exception)) = (context, thread.raised) {
        exception.chain_context(context);
    }
    raised
}

/// The method of a subclass, or the attribute of the instance, that loads persistent identities.
pub fn own_persistent_load(thread: &mut Thread, unpickler: Ref<UnpicklerObject>) -> PyResult<Option<Value>> {
    if let Some(function) = unpickler.persistent_load.get() {
        return Ok(Some(function));
    }
    let name = StrObject::intern(thread, "persistent_load")?;
    if unpickler.class().lookup(name) == UNPICKLER.get().lookup(name) {
        return Ok(None);
    }
    protocol::getattr_optional(thread, unpickler.value(), name)
}

#[cold]
pub fn no_persistent_load(thread: &mut Thread) -> pyrs_object::Raised {
    unpickling_error(
        thread,
        format_args!(
            "A load persistent id instruction was encountered, but no persistent_load function was specified."
        ),
    )
}

fn unpickler_of(thread: &mut Thread, value: Value) -> PyResult<Ref<UnpicklerObject>> {
    match value.downcast() {
        Some(unpickler) => Ok(unpickler),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "_pickle.Unpickler",
            value,
        )),
    }
}

fn is_persistent_load(name: Ref<StrObject>) -> bool {
    name.equals_str("persistent_load")
}

/// Holds the methods of Unpickler.
pub struct UnpicklerMethods;

/// An unpickler reads objects from a binary file.
///
/// The protocol is found out. With fix_imports, Python 2's names of the library are understood. encoding and errors say
/// how its strings are decoded ('bytes' leaves them bytes). buffers gives the buffers that are out of band.
#[pymethods]
impl UnpicklerMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let unpickler: Ref<UnpicklerObject> = allocate(thread, class)?;
        Ok(unpickler.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let unpickler = unpickler_of(thread, this)?;
        let [file, fix_imports, encoding, errors, buffers] = convert::bind_slot::<5>(thread, &INIT, args)?;
        if unpickler.running.get() {
            return Err(thread.runtime_error(format_args!("Unpickler object is already used")));
        }
        attach(thread, unpickler, file.unwrap_or_else(none))?;
        unpickler.memo.set(unpickler, None);
        let settings = Settings {
            fix_imports,
            encoding,
            errors,
            buffers,
        };
        configure(thread, unpickler, settings)
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        if is_persistent_load(name)
            && let Some(function) = this
                .downcast::<UnpicklerObject>()
                .and_then(|unpickler| unpickler.persistent_load.get())
        {
            return Ok(function);
        }
        generic_getattr(thread, this, name)
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        if is_persistent_load(name)
            && let Some(unpickler) = this.downcast::<UnpicklerObject>()
        {
            if value.is_none() && unpickler.persistent_load.get().is_none() {
                return generic_setattr(thread, this, name, value);
            }
            unpickler.persistent_load.set(unpickler, value);
            return Ok(());
        }
        generic_setattr(thread, this, name, value)
    }

    /// Read an object from the file.
    #[method]
    fn load(thread: &mut Thread, this: Ref<UnpicklerObject>) -> PyResult<Value> {
        load_file(thread, this)
    }

    /// The object of a module's name, which is imported if need be; for subclasses to override.
    #[method(signature = "($self, module_name, global_name, /)")]
    fn find_class(
        thread: &mut Thread,
        this: Ref<UnpicklerObject>,
        module_name: Value,
        global_name: Value,
    ) -> PyResult<Value> {
        find_class(thread, this, module_name, global_name)
    }

    /// The object of a persistent identity; for subclasses to override.
    #[method]
    fn persistent_load(thread: &mut Thread, _this: Value, _pid: Value) -> PyResult<Value> {
        Err(no_persistent_load(thread))
    }

    #[getter]
    fn memo(thread: &mut Thread, this: Ref<UnpicklerObject>) -> PyResult<Value> {
        let proxy: Ref<UnpicklerMemoObject> = UNPICKLER_MEMO.get().allocate_instance(thread)?;
        proxy.unpickler.set(proxy, Some(this));
        Ok(proxy.value())
    }

    #[setter]
    fn set_memo(thread: &mut Thread, this: Ref<UnpicklerObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("attribute deletion is not supported")));
        };
        let dict = match value
            .downcast::<UnpicklerMemoObject>()
            .map(|proxy| proxy.unpickler.get())
        {
            Some(Some(other)) => memo_dict(thread, other)?,
            _ => match value.downcast::<DictObject>() {
                Some(dict) => dict,
                None => {
                    let class = class_of(value).name_for_message();
                    return Err(thread.type_error(format_args!(
                        "'memo' attribute must be an UnpicklerMemoProxy object or dict, not {class}"
                    )));
                }
            },
        };
        this.memo.set(this, None);
        let mut position = 0;
        while let Some((at, key, object)) = dict.next_entry(position) {
            position = at + 1;
            if !pyrs_object::int::is_int(key) {
                return Err(thread.type_error(format_args!("memo key must be integers")));
            }
            let number = protocol::index_i64(thread, key)?;
            if number < 0 {
                return Err(thread.value_error(format_args!("memo key must be positive integers.")));
            }
            remember(thread, this, number as usize, object)?;
        }
        Ok(())
    }
}

fn memo_dict(thread: &mut Thread, unpickler: Ref<UnpicklerObject>) -> PyResult<Ref<DictObject>> {
    let dict = DictObject::new(thread)?;
    let Some(memo) = unpickler.memo.get() else {
        return Ok(dict);
    };
    for number in 0..memo.capacity() {
        if let Some(object) = memo.get(number) {
            dict.set(thread, Value::small_int(number as i64), object)?;
        }
    }
    Ok(dict)
}

/// `unpickler.memo`.
#[repr(C)]
pub struct UnpicklerMemoObject {
    header: Header,
    unpickler: Field<Option<Ref<UnpicklerObject>>>,
}
heap_object!(
    UnpicklerMemoObject,
    "_pickle.UnpicklerMemoProxy",
    UNPICKLER_MEMO_LAYOUT,
    [unpickler]
);

/// Its class.
pub static UNPICKLER_MEMO: NativeClass = NativeClass::new("_pickle", "UnpicklerMemoProxy", &UNPICKLER_MEMO_LAYOUT)
    .methods(UnpicklerMemoMethods::TYPE_METHODS);

/// Holds the methods of the proxy.
pub struct UnpicklerMemoMethods;

#[pymethods]
impl UnpicklerMemoMethods {
    /// Forget all objects.
    #[method]
    fn clear(_thread: &mut Thread, this: Ref<UnpicklerMemoObject>) -> PyResult<()> {
        if let Some(unpickler) = this.unpickler.get() {
            unpickler.memo.set(unpickler, None);
        }
        Ok(())
    }

    /// The memo as a dict from numbers to objects.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<UnpicklerMemoObject>) -> PyResult<Value> {
        match this.unpickler.get() {
            Some(unpickler) => Ok(memo_dict(thread, unpickler)?.value()),
            None => Ok(DictObject::new(thread)?.value()),
        }
    }

    /// For pickling.
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<UnpicklerMemoObject>) -> PyResult<Value> {
        let copy = UnpicklerMemoMethods::copy(thread, this)?;
        let args = TupleObject::from_slice(thread, &[copy])?.value();
        Ok(TupleObject::from_slice(thread, &[core().types.dict.get().value(), args])?.value())
    }
}

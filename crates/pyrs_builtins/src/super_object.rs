//! `super`: attributes of the classes behind a given one in an object's MRO.

use pyrs_macros::pymethods;
use pyrs_object::code::CodeObject;
use pyrs_object::descriptor::SuperObject;
use pyrs_object::function::CellObject;
use pyrs_object::hooks::FrameInfo;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, attribute, core, none, protocol};

/// Looks `name` up behind `this_class` in the MRO of `receiver_class` and binds it to the receiver.
pub fn lookup_after(
    thread: &mut Thread,
    this_class: Ref<TypeObject>,
    receiver_class: Ref<TypeObject>,
    receiver: Option<Value>,
    name: Ref<StrObject>,
) -> PyResult<Option<Value>> {
    let name = name.interned(thread)?;
    let mro = receiver_class.mro.get().items_unbound();
    let behind = mro
        .iter()
        .position(|c| *c == this_class.value())
        .map_or(mro.len(), |i| i + 1);
    for class in &mro[behind..] {
        let Some(class) = class.downcast::<TypeObject>() else {
            continue;
        };
        if let Some(found) = class.dict.get().get_interned(name) {
            return attribute::bind(thread, found, receiver, receiver_class).map(Some);
        }
    }
    Ok(None)
}

/// The class whose MRO `super(class, object)` searches.
fn check_receiver(thread: &mut Thread, class: Ref<TypeObject>, object: Value) -> PyResult<Ref<TypeObject>> {
    if let Some(as_class) = object.downcast::<TypeObject>()
        && as_class.is_subtype(class)
    {
        return Ok(as_class);
    }
    let own = class_of(object);
    if own.is_subtype(class) {
        return Ok(own);
    }
    let claimed = protocol::getattr_optional(thread, object, core().names.class.get())?;
    if let Some(claimed) = claimed.and_then(|c| c.downcast::<TypeObject>())
        && claimed != own
        && claimed.is_subtype(class)
    {
        return Ok(claimed);
    }
    let (what, name) = match object.downcast::<TypeObject>() {
        Some(object) => ("type", object.name_for_message()),
        None => ("instance of", own.name_for_message()),
    };
    let class = class.name_for_message();
    Err(thread.type_error(format_args!(
        "super(type, obj): obj ({what} {name}) is not an instance or subtype of type ({class})."
    )))
}

/// `__class__` and the first argument of the method that calls `super()`.
fn implicit_arguments(thread: &mut Thread) -> PyResult<(Ref<TypeObject>, Value)> {
    let frame = core().hooks.current_frame.get().and_then(|hook| hook(thread));
    let Some(mut frame) = frame else {
        return Err(thread.runtime_error(format_args!("super(): no current frame")));
    };
    // SAFETY: the frame has called this function, and is live until it returns.
    frame.registers = unsafe { pyrs_object::frame_locals::registers(thread, &frame)? };
    let template = frame.code.template();
    if template.argcount == 0 {
        return Err(thread.runtime_error(format_args!("super(): no arguments")));
    }
    let class_cell = template.freevars.iter().position(|name| &**name == "__class__");
    let receiver = first_argument(&frame, frame.code);
    if receiver.is_none() {
        return Err(thread.runtime_error(format_args!("super(): arg[0] deleted")));
    }
    let (Some(index), Some(receiver)) = (class_cell, receiver) else {
        return Err(thread.runtime_error(format_args!("super(): __class__ cell not found")));
    };
    let cell = free_variable(&frame, index).and_then(|v| v.downcast::<CellObject>());
    let Some(cell) = cell else {
        return Err(thread.runtime_error(format_args!("super(): bad __class__ cell")));
    };
    match cell.content.get() {
        None => Err(thread.runtime_error(format_args!("super(): empty __class__ cell"))),
        Some(class) => match class.downcast::<TypeObject>() {
            Some(class) => Ok((class, receiver)),
            None => {
                let found = class_of(class).name_for_message();
                Err(thread.runtime_error(format_args!("super(): __class__ is not a type ({found})")))
            }
        },
    }
}

fn first_argument(frame: &FrameInfo, code: Ref<CodeObject>) -> Option<Value> {
    // SAFETY: a function with parameters has at least one register.
    let first = unsafe { *frame.registers? }?;
    let captured = code.template().cellvars.iter().any(|(_, register)| *register == 0);
    match first.downcast::<CellObject>().filter(|_| captured) {
        Some(cell) => cell.content.get(),
        None => Some(first),
    }
}

fn free_variable(frame: &FrameInfo, index: usize) -> Option<Value> {
    let register = frame.code.template().first_free_register as usize + index;
    // SAFETY: free variables have registers of the frame.
    unsafe { *frame.registers?.add(register) }
}

/// The methods of `super`.
pub struct SuperMethods;

/// super() -> same as super(__class__, <first argument>)
/// super(type) -> unbound super object
/// super(type, obj) -> bound super object; requires isinstance(obj, type)
/// super(type, type2) -> bound super object; requires issubclass(type2, type)
#[pymethods]
impl SuperMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let made: Ref<SuperObject> = crate::object::allocate(thread, class)?;
        Ok(made.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("super() takes no keyword arguments")));
        }
        let (class, receiver) = match args.positional() {
            [] => {
                let (class, receiver) = implicit_arguments(thread)?;
                (class.value(), Some(receiver))
            }
            [class] => (*class, None),
            [class, receiver] => (*class, Some(*receiver).filter(|r| *r != none())),
            more => {
                let given = more.len();
                return Err(thread.type_error(format_args!("super() expected at most 2 arguments, got {given}")));
            }
        };
        let Some(class) = class.downcast::<TypeObject>() else {
            let found = class_of(class).name_for_message();
            return Err(thread.type_error(format_args!("super() argument 1 must be a type, not {found}")));
        };
        let receiver_class = match receiver {
            Some(receiver) => Some(check_receiver(thread, class, receiver)?),
            None => None,
        };
        let Some(this) = this.downcast::<SuperObject>() else {
            return Err(thread.type_error(format_args!("super object expected")));
        };
        this.this_class.set(this, Some(class));
        this.receiver.set(this, receiver);
        this.receiver_class.set(this, receiver_class);
        Ok(())
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        if let Some(own) = this.downcast::<SuperObject>()
            && let (Some(class), Some(receiver_class)) = (own.this_class.get(), own.receiver_class.get())
            && !name.equals_str("__class__")
        {
            let receiver = own.receiver.get().filter(|r| *r != receiver_class.value());
            if let Some(found) = lookup_after(thread, class, receiver_class, receiver, name)? {
                return Ok(found);
            }
        }
        attribute::generic_getattr(thread, this, name)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
        let (Some(own), Some(object)) = (this.downcast::<SuperObject>(), object) else {
            return Ok(this);
        };
        let (Some(class), None) = (own.this_class.get(), own.receiver.get()) else {
            return Ok(this);
        };
        let receiver_class = check_receiver(thread, class, object)?;
        let bound: Ref<SuperObject> = class_of(this).allocate_instance(thread)?;
        bound.this_class.set(bound, Some(class));
        bound.receiver.set(bound, Some(object));
        bound.receiver_class.set(bound, Some(receiver_class));
        Ok(bound.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let own = this.downcast::<SuperObject>();
        let name = |class: Option<Ref<TypeObject>>| class.map_or_else(|| "NULL".to_owned(), |c| c.name_for_message());
        let class = name(own.and_then(|o| o.this_class.get()));
        let text = match own.and_then(|o| o.receiver_class.get()) {
            Some(receiver) => format!("<super: <class '{class}'>, <{} object>>", receiver.name_for_message()),
            None => format!("<super: <class '{class}'>, NULL>"),
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// the class invoking super()
    #[getter(kind = "member")]
    fn __thisclass__(_thread: &mut Thread, this: Ref<SuperObject>) -> Option<Ref<TypeObject>> {
        this.this_class.get()
    }

    /// the instance invoking super(); may be None
    #[getter(kind = "member")]
    fn __self__(_thread: &mut Thread, this: Ref<SuperObject>) -> Option<Value> {
        this.receiver.get()
    }

    /// the type of the instance invoking super(); may be None
    #[getter(kind = "member")]
    fn __self_class__(_thread: &mut Thread, this: Ref<SuperObject>) -> Option<Ref<TypeObject>> {
        this.receiver_class.get()
    }
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    SuperMethods::register(thread, core().types.super_.get())
}

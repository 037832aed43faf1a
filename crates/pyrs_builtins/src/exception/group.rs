//! `BaseExceptionGroup` and `ExceptionGroup`.

use super::base::{args_of, exception_of, init_args, no_keywords};
use super::fields::field;
use pyrs_macros::pymethods;
use pyrs_object::exception::{EXCEPTION_LAYOUT, ExceptionObject};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

/// `ExceptionGroup`, which derives from Exception too.
pub static EXCEPTION_GROUP: NativeClass = NativeClass::new("builtins", "ExceptionGroup", &EXCEPTION_LAYOUT)
    .base(|| core().types.base_exception_group.get())
    .flags(TypeFlags::SUBCLASSABLE)
    .with_dict();

/// The exceptions of a group.
pub fn exceptions_of(group: Ref<ExceptionObject>) -> Ref<TupleObject> {
    let exceptions = field(group, 1, Some(1)).and_then(|v| v.downcast());
    exceptions.unwrap_or_else(|| core().empty_tuple.get())
}

fn check_items(thread: &mut Thread, class: Ref<TypeObject>, items: Ref<TupleObject>) -> PyResult<Ref<TypeObject>> {
    let types = &core().types;
    let mut plain = true;
    for (i, item) in items.items_unbound().iter().enumerate() {
        if item.downcast::<ExceptionObject>().is_none() {
            return Err(thread.value_error(format_args!(
                "Item {i} of second argument (exceptions) is not an exception"
            )));
        }
        plain = plain && class_of(*item).is_subtype(types.exception.get());
    }
    if class == types.base_exception_group.get() {
        return Ok(if plain { EXCEPTION_GROUP.get() } else { class });
    }
    if !plain && class == EXCEPTION_GROUP.get() {
        return Err(thread.type_error(format_args!("Cannot nest BaseExceptions in an ExceptionGroup")));
    }
    if !plain && class.is_subtype(types.exception.get()) {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("Cannot nest BaseExceptions in '{name}'")));
    }
    Ok(class)
}

/// What `subgroup` and `split` select by.
#[derive(Clone, Copy)]
enum Condition {
    /// An exception class or a tuple of them.
    Classes(Value),
    /// A predicate.
    Predicate(Value),
}

fn condition(thread: &mut Thread, value: Value) -> PyResult<Condition> {
    let is_exception_class = |v: Value| {
        let class = v.downcast::<TypeObject>();
        class.is_some_and(|c| c.is_subtype(core().types.base_exception.get()))
    };
    if is_exception_class(value) {
        return Ok(Condition::Classes(value));
    }
    if let Some(classes) = value.downcast::<TupleObject>()
        && classes.items().iter().all(|c| is_exception_class(*c))
    {
        return Ok(Condition::Classes(value));
    }
    if value.downcast::<TypeObject>().is_none() && class_of(value).slot(|s| s.call).is_some() {
        return Ok(Condition::Predicate(value));
    }
    Err(thread.type_error(format_args!(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)"
    )))
}

fn matches(thread: &mut Thread, condition: Condition, exception: Value) -> PyResult<bool> {
    match condition {
        Condition::Classes(classes) => crate::isinstance::is_instance(thread, exception, classes),
        Condition::Predicate(predicate) => {
            let result = protocol::call(thread, predicate, &[exception])?;
            protocol::truth(thread, result)
        }
    }
}

/// `group.derive(exceptions)` with the group's context carried over; `None` for no exceptions.
fn derive(thread: &mut Thread, group: Ref<ExceptionObject>, items: Ref<ListObject>) -> PyResult<Option<Value>> {
    if items.is_empty() {
        return Ok(None);
    }
    let name = StrObject::intern(thread, "derive")?;
    let derived = protocol::call_method(thread, group.value(), name, &[items.value()])?;
    let base = core().types.base_exception_group.get();
    let Some(exception) = derived
        .downcast::<ExceptionObject>()
        .filter(|_| class_of(derived).is_subtype(base))
    else {
        return Err(thread.type_error(format_args!("derive must return an instance of BaseExceptionGroup")));
    };
    exception.traceback.set(exception, group.traceback.get());
    exception.context.set(exception, group.context.get());
    exception.cause.set(exception, group.cause.get());
    exception.suppress_context.set(group.suppress_context.get());
    let notes = core().names.notes.get();
    if let Some(old) = protocol::getattr_optional(thread, group.value(), notes)?
        && let Some(old) = old.downcast::<ListObject>()
    {
        let copy = ListObject::from_slice(thread, old.items())?;
        protocol::setattr(thread, derived, notes, Some(copy.value()))?;
    }
    Ok(Some(derived))
}

fn split_group(
    thread: &mut Thread,
    exception: Value,
    condition: Condition,
) -> PyResult<(Option<Value>, Option<Value>)> {
    if thread.native_stack_exhausted() {
        return Err(protocol::native_stack_overflow(thread));
    }
    if matches(thread, condition, exception)? {
        return Ok((Some(exception), None));
    }
    let group = exception.downcast::<ExceptionObject>();
    let Some(group) = group.filter(|_| class_of(exception).is_subtype(core().types.base_exception_group.get())) else {
        return Ok((None, Some(exception)));
    };
    let (matching, rest) = (
        ListObject::with_capacity(thread, 2)?,
        ListObject::with_capacity(thread, 2)?,
    );
    for inner in exceptions_of(group).items_unbound() {
        let (yes, no) = split_group(thread, *inner, condition)?;
        if let Some(yes) = yes {
            matching.push(thread, yes)?;
        }
        if let Some(no) = no {
            rest.push(thread, no)?;
        }
    }
    let matching = derive(thread, group, matching)?;
    let rest = derive(thread, group, rest)?;
    Ok((matching, rest))
}

/// The parts of an exception (a group or not) that do and don't match classes: what `except*` does.
pub fn split(thread: &mut Thread, exception: Value, classes: Value) -> PyResult<(Option<Value>, Option<Value>)> {
    let condition = condition(thread, classes)?;
    split_group(thread, exception, condition)
}

/// The methods of `BaseExceptionGroup`.
pub struct GroupMethods;

/// A combination of multiple unrelated exceptions.
#[pymethods]
impl GroupMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let &[message, exceptions] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!(
                "BaseExceptionGroup.__new__() takes exactly 2 arguments ({given} given)"
            )));
        };
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("exceptions must derive from BaseException")));
        };
        if message.downcast::<StrObject>().is_none() {
            let found = class_of(message).name_for_message();
            return Err(thread.type_error(format_args!(
                "BaseExceptionGroup.__new__() argument 1 must be str, not {found}"
            )));
        }
        let types = &core().types;
        let is_sequence = [&types.list, &types.tuple]
            .iter()
            .any(|c| class_of(exceptions).is_subtype(c.get()))
            || class_of(exceptions).slot(|s| s.getitem).is_some() && !class_of(exceptions).has(TypeFlags::MAPPING);
        if !is_sequence {
            return Err(thread.type_error(format_args!("second argument (exceptions) must be a sequence")));
        }
        let list = crate::sequence::collect(thread, exceptions)?;
        if list.is_empty() {
            return Err(thread.value_error(format_args!(
                "second argument (exceptions) must be a non-empty sequence"
            )));
        }
        let items = TupleObject::from_slice(thread, list.items())?;
        let class = check_items(thread, class, items)?;
        let args = TupleObject::from_slice(thread, args.positional())?;
        let exception = ExceptionObject::new(thread, class, args)?;
        exception.set_extra(thread, &[Some(message), Some(items.value())]);
        Ok(exception.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        no_keywords(thread, this, &args)?;
        init_args(thread, this, args).map(|_| ())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let group = exception_of(thread, this)?;
        let message = field(group, 0, Some(0)).unwrap_or_else(none);
        let message = protocol::str(thread, message)?.to_string_lossy();
        let count = exceptions_of(group).len();
        let plural = if count == 1 { "" } else { "s" };
        Ok(StrObject::from_str(thread, &format!("{message} ({count} sub-exception{plural})"))?.value())
    }

    /// nested exceptions
    #[getter(kind = "member")]
    fn message(_thread: &mut Thread, this: Ref<ExceptionObject>) -> Value {
        field(this, 0, Some(0)).unwrap_or_else(none)
    }

    #[getter(kind = "member")]
    fn exceptions(_thread: &mut Thread, this: Ref<ExceptionObject>) -> Ref<TupleObject> {
        exceptions_of(this)
    }

    #[method]
    fn derive(thread: &mut Thread, this: Ref<ExceptionObject>, exceptions: Value) -> PyResult<Value> {
        let message = args_of(this).items().first().copied().unwrap_or_else(none);
        let class = core().types.base_exception_group.get().value();
        protocol::call(thread, class, &[message, exceptions])
    }

    #[method]
    fn split(thread: &mut Thread, this: Ref<ExceptionObject>, matcher: Value) -> PyResult<Ref<TupleObject>> {
        let condition = condition(thread, matcher)?;
        let (matching, rest) = split_group(thread, this.value(), condition)?;
        TupleObject::from_slice(thread, &[matching.unwrap_or_else(none), rest.unwrap_or_else(none)])
    }

    #[method]
    fn subgroup(thread: &mut Thread, this: Ref<ExceptionObject>, matcher: Value) -> PyResult<Option<Value>> {
        let condition = condition(thread, matcher)?;
        Ok(split_group(thread, this.value(), condition)?.0)
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }
}

/// Registers both classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let base = core().types.base_exception_group.get();
    GroupMethods::register(thread, base)?;
    let group = EXCEPTION_GROUP.create(thread)?;
    let exception = core().types.exception.get();
    let bases = TupleObject::from_slice(thread, &[base.value(), exception.value()])?;
    group.bases.set(group, bases);
    let mro = crate::class::mro::linearise(thread, group)?;
    group.mro.set(group, mro);
    pyrs_object::bootstrap::add_subclass(thread, exception, group)?;
    group.modified();
    Ok(())
}

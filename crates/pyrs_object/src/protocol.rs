//! The operations of Python on any object: call, compare, hash, iterate, index, compute. They go through the type's
//! slots, and are how native code reaches Python code.

use crate::core::{bool_value, core, none, not_implemented};
use crate::errors::PyResult;
use crate::function::Args;
use crate::generator::{GeneratorObject, GeneratorState, Resumed};
use crate::header::Ref;
use crate::slots::{BinaryOp, CompareOp, UnaryOp};
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::type_object::{TypeFlags, TypeObject, class_of};
use crate::value::Value;

/// `callee(*args)`.
pub fn call(thread: &mut Thread, callee: Value, args: &[Value]) -> PyResult<Value> {
    call_args(thread, callee, Args::positional_only(args))
}

/// `callee(*args, **keywords)`.
pub fn call_args(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
    let class = class_of(callee);
    match class.slot(|s| s.call) {
        Some(call) => {
            if thread.native_stack_exhausted() {
                return Err(native_stack_overflow(thread));
            }
            call(thread, callee, args)
        }
        None => {
            let name = class.name_for_message();
            Err(thread.type_error(format_args!("'{name}' object is not callable")))
        }
    }
}

/// Raises MemoryError if there is no room for `bytes` more: what allocates them would end the process.
pub fn check_room(thread: &mut Thread, bytes: usize) -> PyResult<()> {
    // What is smaller is there, or nothing goes on anyway.
    const SMALL: usize = 1 << 20;
    if bytes > SMALL && Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
        return Err(thread.memory_error());
    }
    Ok(())
}

/// Raises RecursionError for a native stack that is nearly used up.
#[cold]
pub fn native_stack_overflow(thread: &mut Thread) -> crate::errors::Raised {
    thread.recursion_error(format_args!("maximum recursion depth exceeded"))
}

/// `object.name(*args)`.
pub fn call_method(thread: &mut Thread, object: Value, name: Ref<StrObject>, args: &[Value]) -> PyResult<Value> {
    call_method_args(thread, object, name, Args::positional_only(args))
}

/// `object.name(*args, **keywords)`. A method of a plain class is called without making it a bound method.
pub fn call_method_args(thread: &mut Thread, object: Value, name: Ref<StrObject>, args: Args) -> PyResult<Value> {
    let class = class_of(object);
    if class.has(TypeFlags::PLAIN_GETATTR)
        && object.downcast::<TypeObject>().is_none()
        && let Some(attribute) = class.lookup(name)
        && crate::attribute::is_method_descriptor(attribute)
        && crate::attribute::own_attribute(object, name).is_none()
    {
        return args.with_first(thread, object, |thread, args| call_args(thread, attribute, args));
    }
    let method = getattr(thread, object, name)?;
    call_args(thread, method, args)
}

/// `object.name`.
pub fn getattr(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Value> {
    match class_of(object).slot(|s| s.getattr) {
        Some(getattr) => getattr(thread, object, name),
        None => crate::attribute::generic_getattr(thread, object, name),
    }
}

/// `object.name`, or `None` where that raises AttributeError.
pub fn getattr_optional(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Option<Value>> {
    let class = class_of(object);
    // The plain look-ups say that there is nothing without making an exception.
    let found = if class.has(TypeFlags::PLAIN_GETATTR) {
        crate::attribute::generic_getattr_optional(thread, object, name)
    } else if object.downcast::<TypeObject>().is_some() && crate::attribute::is_plain_metaclass(class) {
        crate::attribute::type_getattr_optional(thread, object, name)
    } else {
        getattr(thread, object, name).map(Some)
    };
    match found {
        Ok(value) => Ok(value),
        Err(raised) => {
            if thread.clear_if(core().types.attribute_error.get()) {
                Ok(None)
            } else {
                Err(raised)
            }
        }
    }
}

/// `object.name = value`, or `del object.name` for `None`.
pub fn setattr(thread: &mut Thread, object: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
    match class_of(object).slot(|s| s.setattr) {
        Some(setattr) => setattr(thread, object, name, value),
        None => crate::attribute::generic_setattr(thread, object, name, value),
    }
}

/// A special method, bound, looked up on the class only.
pub fn lookup_special(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Option<Value>> {
    let class = class_of(object);
    match class.lookup(name) {
        None => Ok(None),
        Some(attribute) => crate::attribute::bind(thread, attribute, Some(object), class).map(Some),
    }
}

/// Calls a special method looked up on the class; `None` if there is none.
pub fn call_special(
    thread: &mut Thread,
    object: Value,
    name: Ref<StrObject>,
    args: &[Value],
) -> PyResult<Option<Value>> {
    let Some(attribute) = class_of(object).lookup(name) else {
        return Ok(None);
    };
    crate::attribute::call_with_receiver(thread, attribute, object, args).map(Some)
}

/// `left is right or left == right`.
pub fn equals(thread: &mut Thread, left: Value, right: Value) -> PyResult<bool> {
    if left == right {
        return Ok(true);
    }
    if left.is_small_int() && right.is_small_int() {
        return Ok(false);
    }
    let types = &core().types;
    if let (Some(a), Some(b)) = (left.downcast::<TupleObject>(), right.downcast::<TupleObject>())
        && a.class() == types.tuple.get()
        && b.class() == types.tuple.get()
    {
        return equal_tuples(thread, a, b);
    }
    if let (Some(a), Some(b)) = (left.downcast::<StrObject>(), right.downcast::<StrObject>()) {
        let plain = core().types.str_.get();
        if a.class() == plain && b.class() == plain {
            return Ok(a.equals(&b));
        }
    }
    let result = compare(thread, CompareOp::Eq, left, right)?;
    truth(thread, result)
}

/// Whether two exact tuples are equal. Their lengths are looked at last, as `==` of tuples does.
fn equal_tuples(thread: &mut Thread, a: Ref<TupleObject>, b: Ref<TupleObject>) -> PyResult<bool> {
    if thread.native_stack_exhausted() {
        return Err(thread.recursion_error(format_args!("maximum recursion depth exceeded in comparison")));
    }
    for (x, y) in a.items_unbound().iter().zip(b.items_unbound()) {
        if !equals(thread, *x, *y)? {
            return Ok(false);
        }
    }
    Ok(a.len() == b.len())
}

/// `left op right`, with the reflected attempt and the defaults of `==` and `!=`.
pub fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
    let (left_class, right_class) = (class_of(left), class_of(right));
    let right_first = left_class != right_class && right_class.is_subtype(left_class);
    if thread.native_stack_exhausted() {
        return Err(thread.recursion_error(format_args!("maximum recursion depth exceeded in comparison")));
    }
    if right_first && let Some(result) = try_compare(thread, right_class, op.swapped(), right, left)? {
        return Ok(result);
    }
    if let Some(result) = try_compare(thread, left_class, op, left, right)? {
        return Ok(result);
    }
    if !right_first && let Some(result) = try_compare(thread, right_class, op.swapped(), right, left)? {
        return Ok(result);
    }
    match op {
        CompareOp::Eq => Ok(bool_value(left == right)),
        CompareOp::Ne => Ok(bool_value(left != right)),
        _ => {
            let (left, right) = (left_class.name_for_message(), right_class.name_for_message());
            let symbol = op.symbol();
            Err(thread.type_error(format_args!(
                "'{symbol}' not supported between instances of '{left}' and '{right}'"
            )))
        }
    }
}

fn try_compare(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    op: CompareOp,
    left: Value,
    right: Value,
) -> PyResult<Option<Value>> {
    let Some(compare) = class.slot(|s| s.compare) else {
        return Ok(None);
    };
    let result = compare(thread, op, left, right)?;
    Ok((result != not_implemented()).then_some(result))
}

/// `hash(object)`.
pub fn hash(thread: &mut Thread, object: Value) -> PyResult<i64> {
    if let Some(small) = object.as_small_int() {
        return Ok(crate::hash::hash_i64(small));
    }
    if let Some(string) = object.downcast::<StrObject>()
        && string.class() == core().types.str_.get()
    {
        return Ok(string.hash());
    }
    if thread.native_stack_exhausted() {
        return Err(native_stack_overflow(thread));
    }
    let class = class_of(object);
    match class.slot(|s| s.hash) {
        Some(hash) => hash(thread, object),
        None => {
            let name = class.name_for_message();
            Err(thread.type_error(format_args!("unhashable type: '{name}'")))
        }
    }
}

/// `hash(object)` of a dict key or set element: a TypeError says what the object was to be.
#[inline]
pub fn hash_as(thread: &mut Thread, object: Value, role: &str) -> PyResult<i64> {
    match hash(thread, object) {
        Ok(hash) => Ok(hash),
        Err(raised) => Err(explain_unhashable(thread, object, role, raised)),
    }
}

/// Rewords a plain TypeError of `hash(object)`; other exceptions stay.
#[cold]
fn explain_unhashable(
    thread: &mut Thread,
    object: Value,
    role: &str,
    raised: crate::errors::Raised,
) -> crate::errors::Raised {
    let plain = core().types.type_error.get();
    let Some(exception) = thread.raised.filter(|e| e.class() == plain) else {
        return raised;
    };
    thread.take_raised();
    match str(thread, exception.value()) {
        Ok(text) => {
            let (class, text) = (class_of(object).name_for_message(), text.to_string_lossy());
            thread.type_error(format_args!("cannot use '{class}' as a {role} ({text})"))
        }
        Err(raised) => raised,
    }
}

/// `bool(object)`.
#[inline]
pub fn truth(thread: &mut Thread, object: Value) -> PyResult<bool> {
    if let Some(value) = crate::int::as_bool(object) {
        return Ok(value);
    }
    if let Some(value) = object.as_small_int() {
        return Ok(value != 0);
    }
    if object == none() {
        return Ok(false);
    }
    truth_by_slot(thread, object)
}

fn truth_by_slot(thread: &mut Thread, object: Value) -> PyResult<bool> {
    let class = class_of(object);
    if let Some(truth) = class.slot(|s| s.truth) {
        return truth(thread, object);
    }
    match class.slot(|s| s.len) {
        Some(len) => Ok(len(thread, object)? != 0),
        None => Ok(true),
    }
}

/// `repr(object)`.
pub fn repr(thread: &mut Thread, object: Value) -> PyResult<Ref<StrObject>> {
    if thread.native_stack_exhausted() {
        return Err(thread.recursion_error(format_args!(
            "maximum recursion depth exceeded while getting the repr of an object"
        )));
    }
    repr_named(thread, object, "__repr__")
}

/// The repr; a result that is no string is blamed on `method`.
fn repr_named(thread: &mut Thread, object: Value, method: &str) -> PyResult<Ref<StrObject>> {
    let result = match class_of(object).slot(|s| s.repr) {
        Some(repr) => repr(thread, object)?,
        None => crate::attribute::default_repr(thread, object)?.value(),
    };
    expect_str(thread, result, method)
}

/// `str(object)`.
pub fn str(thread: &mut Thread, object: Value) -> PyResult<Ref<StrObject>> {
    let class = class_of(object);
    if class == core().types.str_.get()
        && let Some(string) = object.downcast()
    {
        return Ok(string);
    }
    match class.slot(|s| s.str) {
        Some(str) => {
            let result = str(thread, object)?;
            expect_str(thread, result, "__str__")
        }
        None => repr(thread, object),
    }
}

/// `str(object)` of a class that has no `__str__` of its own.
pub fn str_by_repr(thread: &mut Thread, object: Value) -> PyResult<Ref<StrObject>> {
    repr_named(thread, object, "__str__")
}

fn expect_str(thread: &mut Thread, value: Value, method: &str) -> PyResult<Ref<StrObject>> {
    match value.downcast::<StrObject>() {
        Some(string) => Ok(string),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("{method} returned non-string (type {name})")))
        }
    }
}

/// `iter(object)`.
pub fn iter(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let class = class_of(object);
    let Some(iter) = class.slot(|s| s.iter) else {
        if class.slot(|s| s.getitem).is_some()
            && !class.has(TypeFlags::MAPPING)
            && class.lookup(core().names.iter.get()).is_none()
            && let Some(make) = core().hooks.sequence_iterator.get()
        {
            return make(thread, object);
        }
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("'{name}' object is not iterable")));
    };
    let iterator = iter(thread, object)?;
    if class_of(iterator).slot(|s| s.next).is_none() {
        let name = class_of(iterator).name_for_message();
        return Err(thread.type_error(format_args!("iter() returned non-iterator of type '{name}'")));
    }
    Ok(iterator)
}

/// The next item of an iterator; `None` at the end, however the iterator says so.
#[inline]
pub fn next(thread: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    match next_or_stop(thread, iterator) {
        Err(raised) => {
            if thread.clear_if(core().types.stop_iteration.get()) {
                Ok(None)
            } else {
                Err(raised)
            }
        }
        item => item,
    }
}

/// The next item of an iterator; at the end `None`, or StopIteration where it was raised (its value may matter).
#[inline]
pub fn next_or_stop(thread: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    if let Some(object) = iterator.as_object()
        && object.shape() == core().types.generator.get().root_shape()
    {
        // SAFETY: the shape says so.
        let generator = unsafe { object.cast::<GeneratorObject>() };
        if generator.state.get() as u64 <= GeneratorState::Suspended as u64
            && let Some(code) = generator.native_code()
        {
            let value = generator.run_native(thread, code, none())?;
            return match generator.state.get() {
                GeneratorState::Suspended => Ok(Some(value)),
                _ if value == none() => Ok(None),
                _ => Err(thread.stop_iteration(Some(value))),
            };
        }
    }
    // Iterators over iterators nest as deep as one likes.
    if thread.native_stack_exhausted() {
        return Err(native_stack_overflow(thread));
    }
    match class_of(iterator).slot(|s| s.next) {
        Some(next) => next(thread, iterator),
        None => {
            let name = class_of(iterator).name_for_message();
            Err(thread.type_error(format_args!("'{name}' object is not an iterator")))
        }
    }
}

/// Sends a value to an iterator, as `yield from` and `await` do.
pub fn send(thread: &mut Thread, iterator: Value, sent: Value) -> PyResult<Resumed> {
    let class = class_of(iterator);
    if let Some(send) = class.slot(|s| s.send) {
        return send(thread, iterator, sent);
    }
    let result = if sent == none() && class.slot(|s| s.next).is_some() {
        match next_or_stop(thread, iterator) {
            Ok(Some(value)) => return Ok(Resumed::Yielded(value)),
            Ok(None) => return Ok(Resumed::Returned(none())),
            Err(raised) => Err(raised),
        }
    } else {
        call_method(thread, iterator, core().names.send.get(), &[sent])
    };
    yielded_or_stopped(thread, result)
}

/// What the result of `iterator.send(...)` or `iterator.throw(...)` means.
pub fn yielded_or_stopped(thread: &mut Thread, result: PyResult<Value>) -> PyResult<Resumed> {
    match result {
        Ok(value) => Ok(Resumed::Yielded(value)),
        Err(raised) => match take_stop_iteration(thread) {
            Some(value) => Ok(Resumed::Returned(value)),
            None => Err(raised),
        },
    }
}

/// If StopIteration is pending, forgets it and gives its value.
pub fn take_stop_iteration(thread: &mut Thread) -> Option<Value> {
    let exception = thread.raised?;
    if !exception.class().is_subtype(core().types.stop_iteration.get()) {
        return None;
    }
    thread.raised = None;
    Some(exception.extra_field(0).unwrap_or_else(none))
}

/// Runs `each` over the items of an iterable.
pub fn for_each(
    thread: &mut Thread,
    iterable: Value,
    mut each: impl FnMut(&mut Thread, Value) -> PyResult<()>,
) -> PyResult<()> {
    let iterator = iter(thread, iterable)?;
    while let Some(item) = next(thread, iterator)? {
        each(thread, item)?;
    }
    Ok(())
}

/// `len(object)`.
pub fn len(thread: &mut Thread, object: Value) -> PyResult<usize> {
    match class_of(object).slot(|s| s.len) {
        Some(len) => len(thread, object),
        None => {
            let name = class_of(object).name_for_message();
            Err(thread.type_error(format_args!("object of type '{name}' has no len()")))
        }
    }
}

/// `object[key]`.
pub fn getitem(thread: &mut Thread, object: Value, key: Value) -> PyResult<Value> {
    if let Some(getitem) = class_of(object).slot(|s| s.getitem) {
        return getitem(thread, object, key);
    }
    if let Some(class) = object.downcast::<TypeObject>() {
        return crate::attribute::class_getitem(thread, class, key);
    }
    let name = class_of(object).name_for_message();
    Err(thread.type_error(format_args!("'{name}' object is not subscriptable")))
}

/// `object[key] = value`, or `del object[key]` for `None`.
pub fn setitem(thread: &mut Thread, object: Value, key: Value, value: Option<Value>) -> PyResult<()> {
    match class_of(object).slot(|s| s.setitem) {
        Some(setitem) => setitem(thread, object, key, value),
        None => {
            let name = class_of(object).name_for_message();
            let class = class_of(object);
            let sequence = class.has(TypeFlags::HEAP) || class.slot(|s| s.len).is_some();
            if value.is_none() && sequence && crate::int::is_int(key) {
                return Err(thread.type_error(format_args!("'{name}' object doesn't support item deletion")));
            }
            let what = if value.is_some() { "assignment" } else { "deletion" };
            Err(thread.type_error(format_args!("'{name}' object does not support item {what}")))
        }
    }
}

/// `operator.length_hint(object)`; `None` where the object has no guess.
pub fn length_hint(thread: &mut Thread, object: Value) -> PyResult<Option<i64>> {
    if class_of(object).slot(|s| s.len).is_some() {
        match len(thread, object) {
            Ok(length) => return Ok(Some(length as i64)),
            Err(raised) => {
                if !thread.clear_if(core().types.type_error.get()) {
                    return Err(raised);
                }
            }
        }
    }
    let name = StrObject::intern(thread, "__length_hint__")?;
    let hint = match call_special(thread, object, name, &[]) {
        Ok(None) => return Ok(None),
        Ok(Some(hint)) if hint == not_implemented() => return Ok(None),
        Ok(Some(hint)) => hint,
        Err(raised) => {
            if !thread.clear_if(core().types.type_error.get()) {
                return Err(raised);
            }
            return Ok(None);
        }
    };
    if !crate::int::is_int(hint) {
        let class = class_of(hint).name_for_message();
        return Err(thread.type_error(format_args!("__length_hint__ must be an integer, not {class}")));
    }
    let hint = index_i64(thread, hint)?;
    if hint < 0 {
        return Err(thread.value_error(format_args!("__length_hint__() should return >= 0")));
    }
    Ok(Some(hint))
}

/// `item in container`.
pub fn contains(thread: &mut Thread, container: Value, item: Value) -> PyResult<bool> {
    if let Some(contains) = class_of(container).slot(|s| s.contains) {
        return contains(thread, container, item);
    }
    let class = class_of(container);
    if class.slot(|s| s.iter).is_none()
        && (class.slot(|s| s.getitem).is_none() || class.lookup(core().names.iter.get()).is_some())
    {
        let name = class_of(container).name_for_message();
        return Err(thread.type_error(format_args!("argument of type '{name}' is not a container or iterable")));
    }
    let iterator = match iter(thread, container) {
        Ok(iterator) => iterator,
        Err(raised) => {
            if !thread.clear_if(core().types.type_error.get()) {
                return Err(raised);
            }
            let name = class_of(container).name_for_message();
            return Err(thread.type_error(format_args!("argument of type '{name}' is not a container or iterable")));
        }
    };
    while let Some(candidate) = next(thread, iterator)? {
        if equals(thread, candidate, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `left op right`.
pub fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    match try_binary(thread, op, left, right)? {
        Some(result) => Ok(result),
        None => Err(unsupported_operands(thread, op.symbol(), left, right)),
    }
}

fn try_binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Option<Value>> {
    let (left_class, right_class) = (class_of(left), class_of(right));
    let left_slot = left_class.slot(|s| s.binary);
    let right_slot = if right_class == left_class {
        None
    } else {
        right_class.slot(|s| s.binary)
    };
    // The same function serves both operands: one call decides, unless Python code has to be asked on both sides.
    let right_slot = match (left_slot, right_slot) {
        (Some(a), Some(b)) if std::ptr::fn_addr_eq(a, b) => None,
        _ => right_slot,
    };
    if thread.native_stack_exhausted() {
        return Err(native_stack_overflow(thread));
    }
    let right_first = right_slot.is_some() && right_class.is_subtype(left_class);
    let order = if right_first {
        [right_slot, left_slot]
    } else {
        [left_slot, right_slot]
    };
    for slot in order.into_iter().flatten() {
        let result = slot(thread, op, left, right)?;
        if result != not_implemented() {
            return Ok(Some(result));
        }
    }
    Ok(None)
}

/// `left op= right`.
pub fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    if let Some(slot) = class_of(left).slot(|s| s.inplace) {
        let result = slot(thread, op, left, right)?;
        if result != not_implemented() {
            return Ok(result);
        }
    }
    match try_binary(thread, op, left, right)? {
        Some(result) => Ok(result),
        None => {
            let symbol = if op == BinaryOp::Pow {
                "**=".to_owned()
            } else {
                format!("{}=", op.symbol())
            };
            Err(unsupported_operands(thread, &symbol, left, right))
        }
    }
}

#[cold]
fn unsupported_operands(thread: &mut Thread, symbol: &str, left: Value, right: Value) -> crate::errors::Raised {
    let types = &core().types;
    let sequences = [&types.str_, &types.bytes, &types.bytearray, &types.list, &types.tuple];
    let concatenates = sequences.iter().find(|class| class_of(left).is_subtype(class.get()));
    let (left, right) = (class_of(left).name_for_message(), class_of(right).name_for_message());
    if let Some(class) = concatenates.filter(|_| symbol == "+" || symbol == "+=") {
        let kind = class.get().name_for_message();
        return match kind.as_str() {
            "bytes" | "bytearray" => thread.type_error(format_args!("can't concat {right} to {kind}")),
            _ => thread.type_error(format_args!("can only concatenate {kind} (not \"{right}\") to {kind}")),
        };
    }
    thread.type_error(format_args!(
        "unsupported operand type(s) for {symbol}: '{left}' and '{right}'"
    ))
}

/// `op object` for `-`, `+`, `~` and `abs()`.
pub fn unary(thread: &mut Thread, op: UnaryOp, object: Value) -> PyResult<Value> {
    if let Some(slot) = class_of(object).slot(|s| s.unary) {
        let result = slot(thread, op, object)?;
        if result != not_implemented() {
            return Ok(result);
        }
    }
    let (name, symbol) = (class_of(object).name_for_message(), op.symbol());
    Err(thread.type_error(format_args!("bad operand type for {symbol}: '{name}'")))
}

/// A conversion (`__index__`, `__int__`, `__float__`), or `None` where the type has none.
pub fn convert(thread: &mut Thread, op: UnaryOp, object: Value) -> PyResult<Option<Value>> {
    let Some(slot) = class_of(object).slot(|s| s.unary) else {
        return Ok(None);
    };
    let result = slot(thread, op, object)?;
    Ok((result != not_implemented()).then_some(result))
}

/// `operator.index(object)`: an int.
pub fn index(thread: &mut Thread, object: Value) -> PyResult<Value> {
    if crate::int::is_int(object) {
        return Ok(object);
    }
    match convert(thread, UnaryOp::Index, object)? {
        Some(result) if crate::int::is_int(result) => {
            warn_of_subclass(thread, "__index__", result)?;
            Ok(result)
        }
        Some(result) => {
            let name = class_of(result).name_for_message();
            Err(thread.type_error(format_args!("__index__ returned non-int (type {name})")))
        }
        None => {
            let name = class_of(object).name_for_message();
            Err(thread.type_error(format_args!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

/// `operator.index(object)` without the class of the result: a plain int.
pub fn exact_index(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let int = index(thread, object)?;
    if class_of(int) == core().types.int.get() {
        return Ok(int);
    }
    match crate::int::as_i64(int) {
        Some(small) => crate::int::from_i64(thread, small),
        None => crate::int::from_big(thread, &crate::int::as_big(int).unwrap_or_default()),
    }
}

/// Warns if `__int__` or `__index__` gave an instance of a subclass of int.
pub fn warn_of_subclass(thread: &mut Thread, method: &str, result: Value) -> PyResult<()> {
    let class = class_of(result);
    if class == core().types.int.get() {
        return Ok(());
    }
    let name = class.name_for_message();
    let text = format!(
        "{method} returned non-int (type {name}).  The ability to return an instance of a strict subclass of int is \
         deprecated, and may be removed in a future version of Python."
    );
    crate::warn::warn(thread, core().types.deprecation_warning.get(), &text)
}

/// `operator.index(object)` as 64 bits; OverflowError beyond them.
pub fn index_i64(thread: &mut Thread, object: Value) -> PyResult<i64> {
    let int = index(thread, object)?;
    match crate::int::as_i64(int) {
        Some(number) => Ok(number),
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C ssize_t"))),
    }
}

/// `operator.index(object)` as 64 bits, clamped to them.
pub fn index_clamped(thread: &mut Thread, object: Value) -> PyResult<i64> {
    let int = index(thread, object)?;
    Ok(crate::int::as_i64(int).unwrap_or_else(|| {
        let negative = int.downcast::<crate::int::IntObject>().is_some_and(|i| i.is_negative());
        if negative { i64::MIN } else { i64::MAX }
    }))
}

/// `isinstance(object, class)` without `__instancecheck__`.
pub fn is_instance_plain(object: Value, class: Ref<TypeObject>) -> bool {
    class_of(object).is_subtype(class)
}

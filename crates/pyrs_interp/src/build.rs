//! Building objects: displays, functions, formatted strings, and the intrinsics.

use pyrs_bytecode::template::{FunctionAttr, Intrinsic, Intrinsic2};
use pyrs_object::code::CodeObject;
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::frame::Frame;
use pyrs_object::function::FunctionObject;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::range::SliceObject;
use pyrs_object::set::SetObject;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;

/// Registers as a slice of values.
///
/// # Safety
/// All of them hold values.
pub unsafe fn values<'a>(registers: *const Option<Value>, count: usize) -> &'a [Value] {
    // SAFETY: as promised by the caller.
    unsafe { std::slice::from_raw_parts(registers as *const Value, count) }
}

/// `BuildTuple`.
///
/// # Safety
/// `registers` holds `count` values (the same for the other builders).
pub unsafe fn tuple(thread: &mut Thread, registers: *const Option<Value>, count: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    Ok(TupleObject::from_slice(thread, unsafe { values(registers, count) })?.value())
}

/// `BuildList`.
///
/// # Safety
/// As for [`tuple`].
pub unsafe fn list(thread: &mut Thread, registers: *const Option<Value>, count: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    Ok(ListObject::from_slice(thread, unsafe { values(registers, count) })?.value())
}

/// `BuildSet`.
///
/// # Safety
/// As for [`tuple`].
pub unsafe fn set(thread: &mut Thread, registers: *const Option<Value>, count: usize) -> PyResult<Value> {
    let set = SetObject::new(thread)?;
    // SAFETY: as promised by the caller.
    for item in unsafe { values(registers, count) } {
        set.add(thread, *item)?;
    }
    Ok(set.value())
}

/// `BuildMap`.
///
/// # Safety
/// As for [`tuple`]; `count` pairs.
pub unsafe fn map(thread: &mut Thread, registers: *const Option<Value>, count: usize) -> PyResult<Value> {
    let dict = DictObject::new(thread)?;
    // SAFETY: as promised by the caller.
    for pair in unsafe { values(registers, 2 * count) }.chunks_exact(2) {
        dict.set(thread, pair[0], pair[1])?;
    }
    Ok(dict.value())
}

/// `BuildString`.
///
/// # Safety
/// As for [`tuple`]; all values are strings.
pub unsafe fn string(thread: &mut Thread, registers: *const Option<Value>, count: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let parts = unsafe { values(registers, count) };
    let strings = || parts.iter().filter_map(|v| v.downcast::<StrObject>());
    let length = strings().map(|s| s.len()).sum();
    let maximum = strings().map(|s| largest(&s)).max().unwrap_or(0);
    if length == 0 {
        return Ok(core().empty_str.get().value());
    }
    let result = StrObject::with_length(thread, core().types.str_.get(), length, maximum)?;
    let mut position = 0;
    for part in strings() {
        if part.width() == 1 && result.width() == 1 {
            // SAFETY: both are byte strings, and the result has room for all parts.
            unsafe {
                std::ptr::copy_nonoverlapping(part.data_ptr(), result.data_ptr().add(position), part.len());
            }
        } else {
            result.fill(position, part.chars().iter());
        }
        position += part.len();
    }
    Ok(result.value())
}

/// A bound for the largest code point: exact in its width class.
fn largest(string: &StrObject) -> u32 {
    match string.chars() {
        Chars::One(_) if string.is_ascii() => 0x7f,
        Chars::One(_) => 0xff,
        Chars::Two(_) => 0xffff,
        Chars::Four(_) => 0x10_ffff,
    }
}

/// `BuildSlice`.
///
/// # Safety
/// As for [`tuple`].
pub unsafe fn slice(thread: &mut Thread, registers: *const Option<Value>, count: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let parts = unsafe { values(registers, count) };
    let step = parts.get(2).copied().unwrap_or_else(none);
    Ok(SliceObject::new(thread, parts[0], parts[1], step)?.value())
}

/// `ListExtend`.
pub fn list_extend(thread: &mut Thread, list: Value, iterable: Value) -> PyResult<()> {
    let Some(list) = list.downcast::<ListObject>() else {
        return Err(thread.system_error(format_args!("ListExtend without a list")));
    };
    if let Some(tuple) = iterable.downcast::<TupleObject>()
        && tuple.class() == core().types.tuple.get()
    {
        let length = list.len();
        return list.splice(thread, length, 0, tuple.items_unbound());
    }
    let class = class_of(iterable);
    if class == core().types.list.get()
        && let Some(other) = iterable.downcast::<ListObject>()
        && other != list
    {
        let length = list.len();
        return list.splice(thread, length, 0, other.items());
    }
    if class.slot(|s| s.iter).is_none() && class.slot(|s| s.getitem).is_none() {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("Value after * must be an iterable, not {name}")));
    }
    protocol::for_each(thread, iterable, |thread, item| list.push(thread, item))
}

/// `SetUpdate`.
pub fn set_update(thread: &mut Thread, set: Value, iterable: Value) -> PyResult<()> {
    let Some(set) = set.downcast::<SetObject>() else {
        return Err(thread.system_error(format_args!("SetUpdate without a set")));
    };
    if let Some(other) = iterable.downcast::<SetObject>() {
        return set.merge(thread, other);
    }
    protocol::for_each(thread, iterable, |thread, item| set.add(thread, item).map(|_| ()))
}

/// `DictUpdate`.
pub fn dict_update(thread: &mut Thread, dict: Value, mapping: Value) -> PyResult<()> {
    update(thread, dict, mapping, None)
}

/// `DictMerge`.
pub fn dict_merge(thread: &mut Thread, dict: Value, mapping: Value, callee: Value) -> PyResult<()> {
    update(thread, dict, mapping, Some(callee))
}

fn update(thread: &mut Thread, dict: Value, mapping: Value, callee: Option<Value>) -> PyResult<()> {
    let Some(dict) = dict.downcast::<DictObject>() else {
        return Err(thread.system_error(format_args!("DictUpdate without a dict")));
    };
    if let Some(source) = walkable(mapping) {
        let mut position = 0;
        while let Some((at, key, value)) = source.next_entry(position) {
            merge_item(thread, dict, key, value, callee)?;
            position = at + 1;
        }
        return Ok(());
    }
    let Some(keys) = protocol::getattr_optional(thread, mapping, core().names.keys.get())? else {
        let name = class_of(mapping).name_for_message();
        return Err(match callee {
            Some(callee) => {
                let function = callee_name(thread, callee)?;
                thread.type_error(format_args!(
                    "{function} argument after ** must be a mapping, not {name}"
                ))
            }
            None => thread.type_error(format_args!("'{name}' object is not a mapping")),
        });
    };
    let keys = protocol::call(thread, keys, &[])?;
    protocol::for_each(thread, keys, |thread, key| {
        let value = protocol::getitem(thread, mapping, key)?;
        merge_item(thread, dict, key, value, callee)
    })
}

/// The dict, if its keys are found by walking its entries: a subclass may iterate otherwise.
fn walkable(value: Value) -> Option<Ref<DictObject>> {
    let dict = value.downcast::<DictObject>()?;
    let plain = core().types.dict.get();
    let iter = |class: Ref<TypeObject>| class.slot(|s| s.iter).map(|f| f as usize);
    (dict.class() == plain || iter(dict.class()) == iter(plain)).then_some(dict)
}

fn merge_item(
    thread: &mut Thread,
    dict: Ref<DictObject>,
    key: Value,
    value: Value,
    callee: Option<Value>,
) -> PyResult<()> {
    if let Some(callee) = callee {
        if pyrs_object::str::as_str(key).is_none() {
            return Err(thread.type_error(format_args!("keywords must be strings")));
        }
        if dict.get(thread, key)?.is_some() {
            let function = callee_name(thread, callee)?;
            let key = protocol::str(thread, key)?.to_string_lossy();
            return Err(thread.type_error(format_args!(
                "{function} got multiple values for keyword argument '{key}'"
            )));
        }
    }
    dict.set(thread, key, value)
}

/// `module.function()` for error messages about a callee.
fn callee_name(thread: &mut Thread, callee: Value) -> PyResult<String> {
    let names = &core().names;
    let Some(qualname) = protocol::getattr_optional(thread, callee, names.qualname.get())? else {
        return Ok(protocol::repr(thread, callee)?.to_string_lossy());
    };
    let qualname = protocol::str(thread, qualname)?.to_string_lossy();
    let module = protocol::getattr_optional(thread, callee, names.module.get())?;
    Ok(
        match module
            .and_then(|m| m.downcast::<StrObject>())
            .map(|m| m.to_string_lossy())
        {
            Some(module) if module != "builtins" => format!("{module}.{qualname}()"),
            _ => format!("{qualname}()"),
        },
    )
}

/// `FormatValue`.
pub fn format_value(thread: &mut Thread, value: Value, conversion: u8, spec: Option<Value>) -> PyResult<Value> {
    let value = match conversion {
        1 => protocol::str(thread, value)?.value(),
        2 => protocol::repr(thread, value)?.value(),
        3 => ascii(thread, value)?,
        _ => value,
    };
    let class = class_of(value);
    if spec.is_none() && class == core().types.str_.get() {
        return Ok(value);
    }
    if spec.is_none() && (class == core().types.int.get() || class == core().types.float.get()) {
        return Ok(protocol::str(thread, value)?.value());
    }
    let spec = spec.unwrap_or_else(|| core().empty_str.get().value());
    match protocol::call_special(thread, value, core().names.format.get(), &[spec])? {
        Some(result) if pyrs_object::str::as_str(result).is_some() => Ok(result),
        Some(result) => {
            let name = class_of(result).name_for_message();
            Err(thread.type_error(format_args!("__format__ must return a str, not {name}")))
        }
        None => {
            let name = class.name_for_message();
            Err(thread.type_error(format_args!("Type {name} doesn't define __format__")))
        }
    }
}

/// `ascii(value)`.
fn ascii(thread: &mut Thread, value: Value) -> PyResult<Value> {
    let text = protocol::repr(thread, value)?;
    if text.is_ascii() {
        return Ok(text.value());
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars().iter() {
        match c {
            0..0x80 => out.push(c as u8 as char),
            0x80..0x100 => out.push_str(&format!("\\x{c:02x}")),
            0x100..0x1_0000 => out.push_str(&format!("\\u{c:04x}")),
            _ => out.push_str(&format!("\\U{c:08x}")),
        }
    }
    Ok(StrObject::from_str(thread, &out)?.value())
}

/// `BuildInterpolation`.
pub fn interpolation(
    thread: &mut Thread,
    value: Value,
    expression: Value,
    conversion: u8,
    spec: Value,
) -> PyResult<Value> {
    let conversion = match conversion {
        1 => StrObject::from_str(thread, "s")?.value(),
        2 => StrObject::from_str(thread, "r")?.value(),
        3 => StrObject::from_str(thread, "a")?.value(),
        _ => none(),
    };
    match core().hooks.interpolation.get() {
        Some(make) => make(thread, &[value, expression, conversion, spec]),
        None => Err(thread.system_error(format_args!("there are no templates"))),
    }
}

/// `BuildTemplate`.
pub fn template(thread: &mut Thread, strings: Value, interpolations: Value) -> PyResult<Value> {
    let (Some(strings), Some(interpolations)) = (
        strings.downcast::<TupleObject>(),
        interpolations.downcast::<TupleObject>(),
    ) else {
        return Err(thread.system_error(format_args!("BuildTemplate without tuples")));
    };
    let parts = ListObject::with_capacity(thread, strings.len() + interpolations.len())?;
    for (i, string) in strings.items_unbound().iter().enumerate() {
        parts.push(thread, *string)?;
        if let Some(interpolation) = interpolations.items().get(i) {
            parts.push(thread, *interpolation)?;
        }
    }
    let parts = TupleObject::from_slice(thread, parts.items())?;
    match core().hooks.template.get() {
        Some(make) => make(thread, parts.items_unbound()),
        None => Err(thread.system_error(format_args!("there are no templates"))),
    }
}

/// `MakeFunction`.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn function(thread: &mut Thread, frame: *mut Frame, constant: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let (code, outer) = unsafe { ((*frame).code.unwrap_unchecked(), crate::names::function_of(frame)) };
    match code.constant(constant).downcast::<CodeObject>() {
        Some(code) => Ok(FunctionObject::new(thread, code, outer.globals.get())?.value()),
        None => Err(thread.system_error(format_args!("MakeFunction without code"))),
    }
}

/// `SetFunctionAttr`.
pub fn set_function_attribute(function: Value, value: Value, attribute: u32) {
    let (Some(function), Some(attribute)) = (
        function.downcast::<FunctionObject>(),
        FunctionAttr::from_index(attribute),
    ) else {
        return;
    };
    match attribute {
        FunctionAttr::Defaults => function.defaults.set(function, value.downcast()),
        FunctionAttr::KwDefaults => function.kwdefaults.set(function, value.downcast()),
        FunctionAttr::Annotate => function.annotate.set(function, Some(value)),
        FunctionAttr::Closure => function.closure.set(function, value.downcast()),
        FunctionAttr::Annotations => function.annotations.set(function, Some(value)),
    }
}

/// `builtins.__build_class__` as the runtime knows it.
pub fn build_class_function(thread: &mut Thread) -> PyResult<Value> {
    match core().builtins.get().get_interned(core().names.build_class.get()) {
        Some(function) => Ok(function),
        None => Err(thread.name_error_plain(format_args!("__build_class__ not found"))),
    }
}

/// `Intrinsic`.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn intrinsic(thread: &mut Thread, frame: *mut Frame, index: u32, operand: Value) -> PyResult<Value> {
    match Intrinsic::from_index(index) {
        Some(Intrinsic::PrintExpr) => {
            let sys = StrObject::intern(thread, "sys")?;
            let hook = StrObject::intern(thread, "displayhook")?;
            let Some(sys) = core().modules.get().get_interned(sys) else {
                return Err(thread.runtime_error(format_args!("lost sys")));
            };
            let hook = protocol::getattr(thread, sys, hook)?;
            protocol::call(thread, hook, &[operand])
        }
        // SAFETY: as promised by the caller.
        Some(Intrinsic::ImportStar) => unsafe { import_star(thread, frame, operand) },
        Some(Intrinsic::StopIterationError) => escaping(thread, operand, frame),
        Some(Intrinsic::StopAsyncIterationError) => escaping(thread, operand, frame),
        Some(Intrinsic::ListToTuple) => match operand.downcast::<ListObject>() {
            Some(list) => Ok(TupleObject::from_slice(thread, list.items())?.value()),
            None => Err(thread.system_error(format_args!("ListToTuple without a list"))),
        },
        Some(Intrinsic::SetupAnnotations) => {
            // SAFETY: as promised by the caller.
            let namespace = unsafe { crate::names::namespace(thread, frame)? };
            let name = core().names.annotations.get().value();
            if !protocol::contains(thread, namespace, name)? {
                let dict = DictObject::new(thread)?;
                protocol::setitem(thread, namespace, name, Some(dict.value()))?;
            }
            Ok(none())
        }
        Some(Intrinsic::AsyncGenWrap) => Ok(operand),
        Some(Intrinsic::TypeVar) => typing(thread, "_make_typevar", &[operand]),
        Some(Intrinsic::ParamSpec) => typing(thread, "_make_paramspec", &[operand]),
        Some(Intrinsic::TypeVarTuple) => typing(thread, "_make_typevartuple", &[operand]),
        Some(Intrinsic::SubscriptGeneric) => typing(thread, "_make_generic", &[operand]),
        Some(Intrinsic::TypeAlias) => typing(thread, "_make_typealias", &[operand]),
        None => Err(thread.system_error(format_args!("unknown intrinsic {index}"))),
    }
}

/// The tuple of positional arguments that `f(*iterable)` passes.
fn star_arguments(thread: &mut Thread, iterable: Value, callee: Value) -> PyResult<Value> {
    if iterable
        .downcast::<TupleObject>()
        .is_some_and(|t| t.class() == core().types.tuple.get())
    {
        return Ok(iterable);
    }
    let class = class_of(iterable);
    if class.slot(|s| s.iter).is_none() && class.slot(|s| s.getitem).is_none() {
        let (function, name) = (callee_name(thread, callee)?, class.name_for_message());
        return Err(thread.type_error(format_args!(
            "{function} argument after * must be an iterable, not {name}"
        )));
    }
    let list = ListObject::with_capacity(thread, 0)?;
    list_extend(thread, list.value(), iterable)?;
    Ok(TupleObject::from_slice(thread, list.items())?.value())
}

/// `Intrinsic2`.
pub fn intrinsic2(thread: &mut Thread, index: u32, first: Value, second: Value) -> PyResult<Value> {
    match Intrinsic2::from_index(index) {
        Some(Intrinsic2::TypeVarWithBound) => typing(thread, "_make_typevar_with_bound", &[first, second]),
        Some(Intrinsic2::TypeVarWithConstraints) => typing(thread, "_make_typevar_with_constraints", &[first, second]),
        Some(Intrinsic2::SetTypeParamDefault) => typing(thread, "_set_typeparam_default", &[first, second]),
        Some(Intrinsic2::SetFunctionTypeParams) => {
            if let Some(function) = first.downcast::<FunctionObject>() {
                function.type_params.set(function, Some(second));
            }
            Ok(first)
        }
        Some(Intrinsic2::StarArguments) => star_arguments(thread, first, second),
        Some(Intrinsic2::NoteAnnotation) => match first.downcast::<SetObject>() {
            Some(set) if set.class() == core().types.set.get() => set.add(thread, second).map(|_| none()),
            _ => {
                let class = class_of(first).name_for_message();
                Err(thread.type_error(format_args!("'{class}' object is not a set")))
            }
        },
        None => Err(thread.system_error(format_args!("unknown intrinsic {index}"))),
    }
}

/// Calls a function of the native module `_typing`.
fn typing(thread: &mut Thread, function: &str, args: &[Value]) -> PyResult<Value> {
    let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let module = StrObject::intern(thread, "_typing")?;
    let module = protocol::call(thread, import, &[module.value()])?;
    let name = StrObject::intern(thread, function)?;
    protocol::call_method(thread, module, name, args)
}

/// An exception that leaves a generator: StopIteration (and StopAsyncIteration) become RuntimeError.
fn escaping(thread: &mut Thread, exception: Value, frame: *mut Frame) -> PyResult<Value> {
    use pyrs_bytecode::CodeFlags;
    let types = &core().types;
    let class = class_of(exception);
    // SAFETY: the frame is live while its instruction runs.
    let flags = unsafe { (*frame).code.map_or(CodeFlags::empty(), |code| code.code_flags()) };
    let kind = if flags.contains(CodeFlags::COROUTINE) {
        "coroutine"
    } else if flags.contains(CodeFlags::ASYNC_GENERATOR) {
        "async generator"
    } else {
        "generator"
    };
    let which = if class.is_subtype(types.stop_iteration.get()) {
        "StopIteration"
    } else if flags.contains(CodeFlags::ASYNC_GENERATOR) && class.is_subtype(types.stop_async_iteration.get()) {
        "StopAsyncIteration"
    } else {
        return Ok(exception);
    };
    let Raised { .. } = thread.runtime_error(format_args!("{kind} raised {which}"));
    match (thread.take_raised(), exception.downcast::<ExceptionObject>()) {
        (Some(error), Some(cause)) => {
            error.cause.set(error, Some(cause));
            error.context.set(error, Some(cause));
            error.suppress_context.set(1);
            Ok(error.value())
        }
        _ => Ok(exception),
    }
}

/// `from module import *`.
unsafe fn import_star(thread: &mut Thread, frame: *mut Frame, module: Value) -> PyResult<Value> {
    // SAFETY: `frame` is a live frame.
    let namespace = unsafe { crate::names::namespace(thread, frame)? };
    let all = protocol::getattr_optional(thread, module, core().names.all.get())?;
    let skip_private = all.is_none();
    let names = match all {
        Some(all) => all,
        None => {
            let dict = protocol::getattr(thread, module, core().names.dict.get())?;
            let keys = protocol::call_method(thread, dict, core().names.keys.get(), &[])?;
            // A list: importing may change the module's namespace.
            let list = ListObject::with_capacity(thread, 0)?;
            list_extend(thread, list.value(), keys)?;
            list.value()
        }
    };
    protocol::for_each(thread, names, |thread, name| {
        let Some(text) = name.downcast::<StrObject>() else {
            let got = class_of(name).name_for_message();
            return Err(thread.type_error(format_args!("Item in __all__ must be str, not {got}")));
        };
        if skip_private && text.chars().iter().next() == Some('_' as u32) {
            return Ok(());
        }
        let value = protocol::getattr(thread, module, text)?;
        protocol::setitem(thread, namespace, name, Some(value))
    })?;
    Ok(none())
}

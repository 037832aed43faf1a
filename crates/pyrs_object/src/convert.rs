//! Arguments and results of native functions: binding to parameters, conversion, and the errors of both.
//!
//! The wrappers that `pyrs_macros` generates hold a static [`Signature`] and call the functions here, none of which is
//! generic but in the type converted to. The texts of errors are CPython's, which depend on how it would have declared
//! the function: without parameters, with one, positional only, or with keywords.

use crate::core::none;
use crate::errors::{PyResult, Raised};
use crate::function::Args;
use crate::header::{HeapObject, Ref};
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::{TypeObject, class_of};
use crate::value::Value;

/// What comes before a native function's parameters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Receiver {
    /// Nothing: a module function.
    Module,
    /// Nothing: a static method.
    Static,
    /// The object.
    Object,
    /// The class.
    Class,
}

/// The parameters of a native function. Bit i of `required` says that parameter i must be given.
pub struct Signature {
    /// Python name.
    pub name: &'static str,
    /// Name of the module, for module functions.
    pub module: &'static str,
    /// What comes first.
    pub receiver: Receiver,
    /// Names, without the receiver.
    pub parameters: &'static [&'static str],
    /// Bit set of the parameters without default.
    pub required: u64,
    /// First parameter that may be passed by keyword.
    pub keywords_from: usize,
    /// First parameter that must be passed by keyword.
    pub keyword_only_from: usize,
}

impl Signature {
    /// The signature of a getter or setter.
    pub const fn accessor(name: &'static str) -> Signature {
        Signature {
            name,
            module: "",
            receiver: Receiver::Object,
            parameters: &[],
            required: 0,
            keywords_from: 0,
            keyword_only_from: 0,
        }
    }

    /// The signature of a slot: parameters that may all be passed by keyword, the first `required` of which must be given.
    pub const fn of_slot(name: &'static str, parameters: &'static [&'static str], required: u32) -> Signature {
        Signature {
            name,
            module: "",
            receiver: Receiver::Static,
            parameters,
            required: (1 << required) - 1,
            keywords_from: 0,
            keyword_only_from: parameters.len(),
        }
    }

    /// The same with positional parameters only.
    pub const fn of_positional_slot(
        name: &'static str,
        parameters: &'static [&'static str],
        required: u32,
    ) -> Signature {
        let mut signature = Self::of_slot(name, parameters, required);
        signature.keywords_from = parameters.len();
        signature
    }

    fn has_receiver(&self) -> bool {
        matches!(self.receiver, Receiver::Object | Receiver::Class)
    }

    /// How many positional parameters there are, and how many of them must be given.
    fn positional_range(&self) -> (usize, usize) {
        let maximum = self.keyword_only_from;
        let mask = if maximum >= 64 { u64::MAX } else { (1 << maximum) - 1 };
        ((self.required & mask).count_ones() as usize, maximum)
    }

    /// The name in errors that tell the owner: `list.append`, `math.sin`, `len`.
    fn qualified_name(&self, receiver: Option<Value>) -> String {
        let owner = match (self.receiver, receiver) {
            (Receiver::Module, _) if self.module != "builtins" && !self.module.is_empty() => self.module.to_owned(),
            (Receiver::Object, Some(receiver)) => self.owner_name(class_of(receiver)),
            (Receiver::Class, Some(class)) => match class.downcast::<TypeObject>() {
                Some(class) => self.owner_name(class),
                None => return self.name.to_owned(),
            },
            _ => return self.name.to_owned(),
        };
        format!("{owner}.{}", self.name)
    }

    /// Name of the class on the MRO that has the method.
    fn owner_name(&self, class: Ref<TypeObject>) -> String {
        let mro = class.mro.get();
        let owner = mro.items().iter().filter_map(|c| c.downcast::<TypeObject>()).find(|c| {
            let mut position = 0;
            while let Some((at, key, _)) = c.dict.get().next_entry(position) {
                if key.downcast::<StrObject>().is_some_and(|k| k.equals_str(self.name)) {
                    return true;
                }
                position = at + 1;
            }
            false
        });
        owner.unwrap_or(class).short_name()
    }
}

/// Takes the receiver off, for functions that read their other arguments themselves.
pub fn receiver_only<const N: usize>(
    thread: &mut Thread,
    signature: &'static Signature,
    args: Args,
) -> PyResult<[Option<Value>; N]> {
    let mut values = [None; N];
    if let Some(slot) = values.first_mut() {
        match args.positional().first() {
            Some(receiver) => *slot = Some(*receiver),
            None => return Err(needs_argument(thread, signature)),
        }
    }
    Ok(values)
}

/// Binds arguments to parameters; the receiver, if there is one, comes first in `values`.
pub fn bind(
    thread: &mut Thread,
    signature: &'static Signature,
    args: Args,
    values: &mut [Option<Value>],
) -> PyResult<()> {
    let mut positional = args.positional();
    let mut values = values;
    let mut receiver = None;
    if signature.has_receiver() {
        match (positional.split_first(), values.split_first_mut()) {
            (Some((first, rest)), Some((slot, others))) => {
                *slot = Some(*first);
                receiver = Some(*first);
                positional = rest;
                values = others;
            }
            _ => return Err(needs_argument(thread, signature)),
        }
    }
    let (required, maximum) = signature.positional_range();
    if positional.len() > maximum || values.len() < maximum {
        return Err(too_many(thread, signature, receiver, &args, positional.len()));
    }
    for (slot, value) in values.iter_mut().zip(positional) {
        *slot = Some(*value);
    }
    if args.names().is_some() {
        bind_keywords(thread, signature, receiver, args, positional.len(), values)?;
    } else if positional.len() >= required && signature.required >> maximum.min(63) == 0 {
        return Ok(());
    }
    match (0..values.len()).find(|&i| signature.required >> i & 1 != 0 && values[i].is_none()) {
        None => Ok(()),
        Some(missing) => Err(too_few(thread, signature, receiver, positional.len(), missing)),
    }
}

/// Binds the arguments of a slot (`__init__`, `__new__`, `__call__`), whose receiver is apart from them.
pub fn bind_slot<const N: usize>(
    thread: &mut Thread,
    signature: &'static Signature,
    args: Args,
) -> PyResult<[Option<Value>; N]> {
    let mut values = [None; N];
    bind(thread, signature, args, &mut values)?;
    Ok(values)
}

fn bind_keywords(
    thread: &mut Thread,
    signature: &'static Signature,
    receiver: Option<Value>,
    args: Args,
    positional: usize,
    values: &mut [Option<Value>],
) -> PyResult<()> {
    let (name, count) = (signature.name, signature.parameters.len());
    if signature.keywords_from >= count {
        let qualified = signature.qualified_name(receiver);
        return Err(thread.type_error(format_args!("{qualified}() takes no keyword arguments")));
    }
    let given = positional + args.keywords().count();
    if given > count {
        let plural = if count == 1 { "" } else { "s" };
        let keyword = if positional == 0 { "keyword " } else { "" };
        return Err(thread.type_error(format_args!(
            "{name}() takes at most {count} {keyword}argument{plural} ({given} given)"
        )));
    }
    for (key, value) in args.keywords() {
        let index = (signature.keywords_from..count).find(|&i| key.equals_str(signature.parameters[i]));
        let Some(index) = index else {
            // A missing argument is reported first.
            let named = |i: usize| args.keywords().any(|(key, _)| key.equals_str(signature.parameters[i]));
            let missing = (0..count).find(|&i| signature.required >> i & 1 != 0 && values[i].is_none() && !named(i));
            if let Some(missing) = missing {
                return Err(too_few(thread, signature, receiver, positional, missing));
            }
            let key = key.to_string_lossy();
            let known = signature.parameters.iter().skip(signature.keywords_from).copied();
            let hint = match crate::similar_name::closest(&key, known) {
                Some(hint) => format!(". Did you mean '{hint}'?"),
                None => String::new(),
            };
            return Err(thread.type_error(format_args!(
                "{name}() got an unexpected keyword argument '{key}'{hint}"
            )));
        };
        if values[index].is_some() {
            let (key, position) = (key.to_string_lossy(), index + 1);
            return Err(thread.type_error(format_args!(
                "argument for {name}() given by name ('{key}') and position ({position})"
            )));
        }
        values[index] = Some(value);
    }
    Ok(())
}

#[cold]
fn needs_argument(thread: &mut Thread, signature: &Signature) -> Raised {
    let name = signature.name;
    thread.type_error(format_args!("unbound method {name}() needs an argument"))
}

/// The error of functions with a fixed kind of positional arguments.
#[cold]
fn wrong_count(thread: &mut Thread, signature: &Signature, receiver: Option<Value>, given: usize) -> Raised {
    let (required, maximum) = signature.positional_range();
    let name = signature.name;
    if maximum == 0 {
        let qualified = signature.qualified_name(receiver);
        return thread.type_error(format_args!("{qualified}() takes no arguments ({given} given)"));
    }
    if maximum == 1 && required == 1 {
        let qualified = signature.qualified_name(receiver);
        return thread.type_error(format_args!("{qualified}() takes exactly one argument ({given} given)"));
    }
    let (bound, how) = match () {
        () if required == maximum => (maximum, ""),
        () if given < required => (required, "at least "),
        () => (maximum, "at most "),
    };
    let plural = if bound == 1 { "" } else { "s" };
    thread.type_error(format_args!(
        "{name} expected {how}{bound} argument{plural}, got {given}"
    ))
}

#[cold]
fn too_many(thread: &mut Thread, signature: &Signature, receiver: Option<Value>, args: &Args, given: usize) -> Raised {
    if signature.keywords_from >= signature.parameters.len() {
        if args.names().is_some() {
            let qualified = signature.qualified_name(receiver);
            return thread.type_error(format_args!("{qualified}() takes no keyword arguments"));
        }
        return wrong_count(thread, signature, receiver, given);
    }
    let (name, count) = (signature.name, signature.parameters.len());
    let (required, maximum) = signature.positional_range();
    let total = given + args.keywords().count();
    if total > count {
        let plural = if count == 1 { "" } else { "s" };
        return thread.type_error(format_args!(
            "{name}() takes at most {count} argument{plural} ({total} given)"
        ));
    }
    if maximum == 0 {
        return thread.type_error(format_args!("{name}() takes no positional arguments"));
    }
    let how = if required < maximum { "at most" } else { "exactly" };
    let plural = if maximum == 1 { "" } else { "s" };
    thread.type_error(format_args!(
        "{name}() takes {how} {maximum} positional argument{plural} ({given} given)"
    ))
}

#[cold]
fn too_few(
    thread: &mut Thread,
    signature: &Signature,
    receiver: Option<Value>,
    given: usize,
    missing: usize,
) -> Raised {
    if signature.keywords_from >= signature.parameters.len() {
        return wrong_count(thread, signature, receiver, given);
    }
    let (name, position) = (signature.name, missing + 1);
    if missing >= signature.keywords_from {
        let parameter = signature.parameters[missing];
        return thread.type_error(format_args!(
            "{name}() missing required argument '{parameter}' (pos {position})"
        ));
    }
    let mask = (1u64 << signature.keywords_from) - 1;
    let needed = (signature.required & mask).count_ones();
    let how = if (needed as usize) < signature.keyword_only_from {
        "at least"
    } else {
        "exactly"
    };
    let plural = if needed == 1 { "" } else { "s" };
    thread.type_error(format_args!(
        "{name}() takes {how} {needed} positional argument{plural} ({given} given)"
    ))
}

/// A Rust type that arguments can be converted to.
pub trait FromValue: Sized {
    /// What the argument must be, for the error (`str`).
    fn expected() -> &'static str;
    /// Converts; `None` for a value of a type that does not fit.
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<Self>>;
}

impl FromValue for Value {
    fn expected() -> &'static str {
        "object"
    }
    #[inline(always)]
    fn from_value(_: &mut Thread, value: Value) -> PyResult<Option<Value>> {
        Ok(Some(value))
    }
}

impl<T: HeapObject> FromValue for Ref<T> {
    fn expected() -> &'static str {
        T::layout_name()
    }
    #[inline(always)]
    fn from_value(_: &mut Thread, value: Value) -> PyResult<Option<Ref<T>>> {
        Ok(value.downcast())
    }
}

impl FromValue for i64 {
    fn expected() -> &'static str {
        "int"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<i64>> {
        match value.as_small_int() {
            Some(number) => Ok(Some(number)),
            None => crate::protocol::index_i64(thread, value).map(Some),
        }
    }
}

impl FromValue for isize {
    fn expected() -> &'static str {
        "int"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<isize>> {
        Ok(i64::from_value(thread, value)?.map(|number| number as isize))
    }
}

impl FromValue for usize {
    fn expected() -> &'static str {
        "int"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<usize>> {
        match i64::from_value(thread, value)? {
            Some(number) if number < 0 => {
                Err(thread.overflow_error(format_args!("can't convert negative int to unsigned")))
            }
            number => Ok(number.map(|number| number as usize)),
        }
    }
}

impl FromValue for u32 {
    fn expected() -> &'static str {
        "int"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<u32>> {
        let number = crate::protocol::index_clamped(thread, value)?;
        match u32::try_from(number) {
            Ok(number) => Ok(Some(number)),
            Err(_) if number < 0 => {
                Err(thread.overflow_error(format_args!("can't convert negative value to unsigned int")))
            }
            Err(_) => Err(thread.overflow_error(format_args!("Python int too large to convert to C unsigned int"))),
        }
    }
}

impl FromValue for i32 {
    fn expected() -> &'static str {
        "int"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<i32>> {
        let number = crate::protocol::index_clamped(thread, value)?;
        match i32::try_from(number) {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
        }
    }
}

impl FromValue for f64 {
    fn expected() -> &'static str {
        "float"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<f64>> {
        to_f64(thread, value).map(Some)
    }
}

impl FromValue for bool {
    fn expected() -> &'static str {
        "bool"
    }
    fn from_value(thread: &mut Thread, value: Value) -> PyResult<Option<bool>> {
        crate::protocol::truth(thread, value).map(Some)
    }
}

/// A number as a double: by `__float__`, else by `__index__`.
pub fn to_f64(thread: &mut Thread, value: Value) -> PyResult<f64> {
    use crate::slots::UnaryOp;
    if let Some(number) = crate::float::as_f64(value) {
        return Ok(number);
    }
    if let Some(number) = value.as_small_int() {
        return Ok(number as f64);
    }
    if crate::int::is_int(value) {
        return int_to_f64(thread, value);
    }
    if let Some(result) = crate::protocol::convert(thread, UnaryOp::Float, value)? {
        if let Some(number) = crate::float::as_f64(result) {
            return Ok(number);
        }
        let (class, result) = (class_of(value).name_for_message(), class_of(result).name_for_message());
        return Err(thread.type_error(format_args!("{class}.__float__ returned non-float (type {result})")));
    }
    if let Some(result) = crate::protocol::convert(thread, UnaryOp::Index, value)?
        && crate::int::is_int(result)
    {
        return int_to_f64(thread, result);
    }
    let class = class_of(value).name_for_message();
    Err(thread.type_error(format_args!("must be real number, not {class}")))
}

fn int_to_f64(thread: &mut Thread, value: Value) -> PyResult<f64> {
    if let Some(number) = crate::int::as_i64(value) {
        return Ok(number as f64);
    }
    let number = crate::int::as_big(value).map_or(0.0, |big| big.to_f64().value());
    if number.is_finite() {
        Ok(number)
    } else {
        Err(thread.overflow_error(format_args!("int too large to convert to float")))
    }
}

/// Converts the receiver.
#[inline(always)]
pub fn receiver<T: FromValue>(thread: &mut Thread, signature: &'static Signature, value: Option<Value>) -> PyResult<T> {
    let Some(value) = value else {
        return Err(needs_argument(thread, signature));
    };
    match T::from_value(thread, value)? {
        Some(converted) => Ok(converted),
        None => Err(wrong_receiver(thread, signature, value, T::expected())),
    }
}

#[cold]
fn wrong_receiver(thread: &mut Thread, signature: &Signature, value: Value, expected: &str) -> Raised {
    let (name, class) = (signature.name, class_of(value).name_for_message());
    thread.type_error(format_args!(
        "descriptor '{name}' for '{expected}' objects doesn't apply to a '{class}' object"
    ))
}

/// Converts an argument that must be there.
#[inline(always)]
pub fn required<T: FromValue>(
    thread: &mut Thread,
    signature: &'static Signature,
    index: usize,
    value: Option<Value>,
) -> PyResult<T> {
    let Some(value) = value else {
        return Err(too_few(thread, signature, None, index, index));
    };
    match T::from_value(thread, value)? {
        Some(converted) => Ok(converted),
        None => Err(wrong_type(thread, signature, index, value, T::expected())),
    }
}

/// Converts an argument that may be absent.
#[inline(always)]
pub fn optional<T: FromValue>(
    thread: &mut Thread,
    signature: &'static Signature,
    index: usize,
    value: Option<Value>,
) -> PyResult<Option<T>> {
    match value {
        None => Ok(None),
        some => required(thread, signature, index, some).map(Some),
    }
}

/// Converts an argument that may be absent or None.
#[inline(always)]
pub fn optional_none<T: FromValue>(
    thread: &mut Thread,
    signature: &'static Signature,
    index: usize,
    value: Option<Value>,
) -> PyResult<OptionalNone<T>> {
    let given = value.filter(|value| *value != none());
    optional(thread, signature, index, given).map(OptionalNone)
}

/// A parameter for which None means the same as being absent.
#[derive(Clone, Copy, Debug)]
pub struct OptionalNone<T>(pub Option<T>);

#[cold]
fn wrong_type(thread: &mut Thread, signature: &Signature, index: usize, value: Value, expected: &str) -> Raised {
    let name = signature.name;
    let class = if value == none() {
        "None".to_owned()
    } else {
        class_of(value).name_for_message()
    };
    if index >= signature.keywords_from {
        let parameter = signature.parameters[index];
        return thread.type_error(format_args!(
            "{name}() argument '{parameter}' must be {expected}, not {class}"
        ));
    }
    if signature.parameters.len() == 1 {
        return thread.type_error(format_args!("{name}() argument must be {expected}, not {class}"));
    }
    let position = index + 1;
    thread.type_error(format_args!(
        "{name}() argument {position} must be {expected}, not {class}"
    ))
}

/// A Rust type that native functions may return.
pub trait IntoResult {
    /// The value, or the error.
    fn into_result(self, thread: &mut Thread) -> PyResult<Value>;
}

impl<T: IntoResult> IntoResult for PyResult<T> {
    #[inline(always)]
    fn into_result(self, thread: &mut Thread) -> PyResult<Value> {
        self?.into_result(thread)
    }
}

macro_rules! results {
    ($($type:ty: |$thread:ident, $value:ident| $convert:expr;)*) => {
        $(impl IntoResult for $type {
            #[inline]
            fn into_result(self, $thread: &mut Thread) -> PyResult<Value> {
                let $value = self;
                $convert
            }
        })*
    };
}

results! {
    Value: |_thread, value| Ok(value);
    (): |_thread, _value| Ok(none());
    bool: |_thread, value| Ok(crate::core::bool_value(value));
    i64: |thread, value| crate::int::from_i64(thread, value);
    i32: |thread, value| crate::int::from_i64(thread, value.into());
    u32: |thread, value| crate::int::from_i64(thread, value.into());
    u64: |thread, value| crate::int::from_u64(thread, value);
    usize: |thread, value| crate::int::from_u64(thread, value as u64);
    f64: |thread, value| crate::float::from_f64(thread, value);
    String: |thread, value| Ok(StrObject::from_str(thread, &value)?.value());
    Option<&'static str>: |thread, value| match value {
        Some(text) => Ok(StrObject::from_str(thread, text)?.value()),
        None => Ok(none()),
    };
    &'static str: |thread, value| Ok(StrObject::from_str(thread, value)?.value());
    Option<Value>: |_thread, value| Ok(value.unwrap_or_else(none));
}

impl<T: HeapObject> IntoResult for Ref<T> {
    #[inline(always)]
    fn into_result(self, _: &mut Thread) -> PyResult<Value> {
        Ok(self.value())
    }
}

impl<T: HeapObject> IntoResult for Option<Ref<T>> {
    #[inline(always)]
    fn into_result(self, _: &mut Thread) -> PyResult<Value> {
        Ok(self.map_or_else(none, Ref::value))
    }
}

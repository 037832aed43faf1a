//! The module `_decimal`: decimal floating-point and fixed-point numbers.
//!
//! [`arithmetic`] computes on plain Rust data; the rest gives it to Python. The current context is the value of a
//! context variable. Operations whose results would be longer than some fifty million digits raise MemoryError.
//! Absent: the C interface, and the names of libmpdec's build options.

mod arguments;
mod arithmetic;
mod classify;
mod context;
mod context_methods;
mod format;
mod manager;
mod methods;
mod object;
mod parts;
mod short;
mod signals;
mod state;

use arithmetic::number::{MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY};
use arithmetic::{Rounding, status};
use pyrs_macros::pymodule;
use pyrs_object::dict::DictObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, int, protocol};

/// `type(name, bases, {"__module__": "decimal"})`.
fn make_class(thread: &mut Thread, name: &str, bases: &[Value], module: &str) -> PyResult<Value> {
    let namespace = DictObject::new(thread)?;
    let module = StrObject::intern(thread, module)?;
    namespace.set(thread, core().names.module.get().value(), module.value())?;
    let bases = TupleObject::from_slice(thread, bases)?;
    let name = StrObject::intern(thread, name)?;
    // The metaclass of the last base knows how to make the class.
    let metaclass = match bases.items().last() {
        Some(base) => pyrs_object::class_of(*base),
        None => core().types.type_.get(),
    };
    protocol::call(
        thread,
        metaclass.value(),
        &[name.value(), bases.value(), namespace.value()],
    )
}

/// Keeps what a first import made: the classes of signals are compared by identity, and a fresh copy of the module has
/// the same ones.
fn enter(thread: &mut Thread, dict: Ref<DictObject>, kept: &DictObject) -> PyResult<()> {
    let mut position = 0;
    while let Some((at, key, value)) = kept.next_entry(position) {
        dict.set(thread, key, value)?;
        position = at + 1;
    }
    Ok(())
}

/// The exception classes, entered in the module and kept.
fn make_signals(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    let types = &core().types;
    let arithmetic = types.arithmetic_error.get().value();
    let zero_division = types.zero_division_error.get().value();
    let type_error = types.type_error.get().value();
    let exception = make_class(thread, "DecimalException", &[arithmetic], "decimal")?;
    dict.set_str(thread, "DecimalException", exception)?;
    let plain = |thread: &mut Thread, name: &str| make_class(thread, name, &[exception], "decimal");
    let invalid = plain(thread, "InvalidOperation")?;
    let float = make_class(thread, "FloatOperation", &[exception, type_error], "decimal")?;
    let division = make_class(thread, "DivisionByZero", &[exception, zero_division], "decimal")?;
    let (subnormal, inexact) = (plain(thread, "Subnormal")?, plain(thread, "Inexact")?);
    let (rounded, clamped) = (plain(thread, "Rounded")?, plain(thread, "Clamped")?);
    let overflow = make_class(thread, "Overflow", &[inexact, rounded], "decimal")?;
    let underflow = make_class(thread, "Underflow", &[inexact, rounded, subnormal], "decimal")?;
    let syntax = make_class(thread, "ConversionSyntax", &[invalid], "decimal")?;
    let impossible = make_class(thread, "DivisionImpossible", &[invalid], "decimal")?;
    let undefined = make_class(thread, "DivisionUndefined", &[invalid, zero_division], "decimal")?;
    let context = make_class(thread, "InvalidContext", &[invalid], "decimal")?;
    let classes = [
        invalid, float, division, overflow, underflow, subnormal, inexact, rounded, clamped, syntax, impossible,
        undefined, context,
    ];
    for (class, (name, _)) in classes.iter().zip(signals::SIGNALS.iter().chain(&signals::CONDITIONS)) {
        dict.set_str(thread, name, *class)?;
    }
    let classes = TupleObject::from_slice(thread, &classes)?;
    state::CLASSES.set(thread, Some(classes.value()));
    Ok(())
}

/// Classes of Python's library, and `Decimal` entered among its numbers.
fn make_library_classes(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    use crate::invoke::module_attribute;
    let rational = module_attribute(thread, "numbers", "Rational")?;
    state::RATIONAL.set(thread, Some(rational));
    let number = module_attribute(thread, "numbers", "Number")?;
    let register = StrObject::intern(thread, "register")?;
    protocol::call_method(thread, number, register, &[object::DECIMAL.get().value()])?;
    let mapping = module_attribute(thread, "collections.abc", "MutableMapping")?;
    let mixin = signals::SIGNAL_DICT_MIXIN.create(thread)?;
    let class = make_class(thread, "SignalDict", &[mixin.value(), mapping], "abc")?;
    state::SIGNAL_DICT.set(thread, Some(class));
    let namedtuple = module_attribute(thread, "collections", "namedtuple")?;
    let (name, fields, module) = (
        StrObject::intern(thread, "DecimalTuple")?,
        StrObject::intern(thread, "sign digits exponent")?,
        StrObject::intern(thread, "decimal")?,
    );
    let keyword = StrObject::intern(thread, "module")?;
    let keywords = TupleObject::from_slice(thread, &[keyword.value()])?;
    let values = [name.value(), fields.value(), module.value()];
    let tuple = protocol::call_args(thread, namedtuple, Args::new(&values, Some(keywords)))?;
    state::DECIMAL_TUPLE.set(thread, Some(tuple));
    dict.set_str(thread, "DecimalTuple", tuple)
}

/// `DefaultContext` and its siblings.
fn make_contexts(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    let templates: [(&str, &'static StaticRoot); 3] = [
        ("DefaultContext", &state::DEFAULT_CONTEXT),
        ("BasicContext", &state::BASIC_CONTEXT),
        ("ExtendedContext", &state::EXTENDED_CONTEXT),
    ];
    for (name, root) in templates {
        let template = context::new(thread, context::CONTEXT.get())?;
        match name {
            "BasicContext" => {
                template.prec.set(9);
                template.set_rounding(Rounding::HalfUp);
                let more = status::UNDERFLOW | status::CLAMPED;
                template.traps.set(template.traps.get() | u64::from(more));
            }
            "ExtendedContext" => {
                template.prec.set(9);
                template.traps.set(0);
            }
            _ => {}
        }
        root.set(thread, Some(template.value()));
        dict.set_str(thread, name, template.value())?;
    }
    let variable = crate::contextvars::new_variable(thread, "decimal_context")?;
    state::VARIABLE.set(thread, Some(variable.value()));
    let hash = protocol::hash(thread, variable.value())?;
    state::VARIABLE_HASH.set(thread, Value::try_small_int(hash));
    Ok(())
}

/// Decimal arithmetic.
#[pymodule(name = "_decimal")]
pub mod module {
    use super::*;
    use context::ContextObject;

    /// The current context.
    #[function]
    fn getcontext(thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
        context::current(thread)
    }

    /// Makes a context current.
    #[function(signature = "($module, context, /)")]
    fn setcontext(thread: &mut Thread, context: Value) -> PyResult<()> {
        context::set_current(thread, context)
    }

    /// A manager that makes a copy of ctx, with other attributes, current for a block.
    #[function(signature = "($module, /, ctx=None, **kwargs)")]
    fn localcontext(thread: &mut Thread, args: Args) -> PyResult<Value> {
        manager::new(thread, args)
    }

    /// A context for numbers of an interchange format of IEEE 754.
    #[function(name = "IEEEContext", signature = "($module, bits, /)")]
    fn ieee_context(thread: &mut Thread, bits: Value) -> PyResult<Ref<ContextObject>> {
        context::ieee(thread, bits)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let module_dict = module.dict.get();
        if let Some(kept) = state::NAMES.get().and_then(|kept| kept.downcast::<DictObject>()) {
            return enter(thread, module_dict, &kept);
        }
        let dict = DictObject::new(thread)?;
        for (name, class) in [("Decimal", &object::DECIMAL), ("Context", &context::CONTEXT)] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        manager::MANAGER.create(thread)?;
        make_signals(thread, dict)?;
        make_library_classes(thread, dict)?;
        make_contexts(thread, dict)?;
        for (_, name) in Rounding::ALL {
            let text = StrObject::intern(thread, name)?;
            dict.set_str(thread, name, text.value())?;
        }
        let numbers = [
            ("MAX_PREC", MAX_PREC),
            ("MAX_EMAX", MAX_EMAX),
            ("MIN_EMIN", MIN_EMIN),
            ("MIN_ETINY", MIN_ETINY),
            ("IEEE_CONTEXT_MAX_BITS", 512),
        ];
        for (name, number) in numbers {
            let number = int::from_i64(thread, number)?;
            dict.set_str(thread, name, number)?;
        }
        for name in ["HAVE_THREADS", "HAVE_CONTEXTVAR"] {
            dict.set_str(thread, name, bool_value(true))?;
        }
        for (name, text) in [("__version__", "1.70"), ("__libmpdec_version__", "2.5.1")] {
            let text = StrObject::from_str(thread, text)?;
            dict.set_str(thread, name, text.value())?;
        }
        state::NAMES.set(thread, Some(dict.value()));
        enter(thread, module_dict, &dict)
    }
}

pub use module::MODULE;

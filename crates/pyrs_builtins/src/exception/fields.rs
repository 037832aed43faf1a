//! Exceptions whose fields are given by keyword or taken from the arguments: StopIteration, SystemExit, ImportError,
//! AttributeError and NameError; and the table by which all classes get their field attributes.
//!
//! Exceptions raised from Rust may have no extra fields: a getter then falls back to the argument of the same meaning.

use super::base::{args_of, init_args};
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::descriptor::{GetSetDef, GetSetObject};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none};

/// An extra field, or the argument at `argument`.
pub fn field(exception: Ref<ExceptionObject>, index: usize, argument: Option<usize>) -> Option<Value> {
    if exception.extra.get().is_some() {
        return exception.extra_field(index);
    }
    args_of(exception).items().get(argument?).copied()
}

/// Declares field attributes: name, position among the extra fields, and argument to fall back to.
macro_rules! fields {
    ($($(#[$meta:meta])* $table:ident { $($name:literal $index:literal $argument:expr;)* })*) => {
        $($(#[$meta])* pub static $table: &[GetSetDef] = &[$(GetSetDef {
            name: $name,
            doc: "",
            get: |_, this| {
                let exception = this.downcast::<ExceptionObject>();
                Ok(exception.and_then(|e| field(e, $index, $argument)).unwrap_or_else(none))
            },
            set: Some(|thread, this, value| match this.downcast::<ExceptionObject>() {
                Some(exception) => set_field(thread, exception, $index, value),
                None => Ok(()),
            }),
            member: true,
        }),*];)*
    };
}

fn set_field(thread: &mut Thread, exception: Ref<ExceptionObject>, index: usize, value: Option<Value>) -> PyResult<()> {
    if exception.extra.get().is_none() {
        // From now on the fields count, not the arguments: keep what these say.
        let args = args_of(exception);
        for (i, arg) in args.items_unbound().iter().enumerate() {
            exception.set_extra_field(thread, i, Some(*arg))?;
        }
    }
    exception.set_extra_field(thread, index, value)
}

fields! {
    /// Of StopIteration.
    STOP_ITERATION { "value" 0 Some(0); }
    /// Of SystemExit.
    SYSTEM_EXIT { "code" 0 Some(0); }
    /// Of ImportError.
    IMPORT_ERROR { "msg" 0 Some(0); "name" 1 None; "path" 2 None; "name_from" 3 None; }
    /// Of AttributeError.
    ATTRIBUTE_ERROR { "name" 0 None; "obj" 1 None; }
    /// Of NameError.
    NAME_ERROR { "name" 0 None; }
    /// Of OSError.
    OS_ERROR { "errno" 0 None; "strerror" 1 None; "filename" 2 None; "filename2" 3 None; }
    /// Of SyntaxError.
    SYNTAX_ERROR {
        "msg" 0 Some(0); "filename" 1 None; "lineno" 2 None; "offset" 3 None; "text" 4 None; "end_lineno" 5 None;
        "end_offset" 6 None; "print_file_and_line" 7 None;
    }
    /// Of UnicodeEncodeError and UnicodeDecodeError.
    UNICODE_ERROR { "encoding" 0 Some(0); "object" 1 Some(1); "start" 2 Some(2); "end" 3 Some(3); "reason" 4 Some(4); }
    /// Of UnicodeTranslateError.
    UNICODE_TRANSLATE_ERROR { "object" 0 Some(0); "start" 1 Some(1); "end" 2 Some(2); "reason" 3 Some(3); }
}

/// Enters field attributes in a class.
pub fn add_fields(thread: &mut Thread, class: Ref<TypeObject>, fields: &'static [GetSetDef]) -> PyResult<()> {
    for definition in fields {
        let getset = GetSetObject::new(thread, class.value(), definition)?;
        class.dict.get().set_str(thread, definition.name, getset.value())?;
    }
    Ok(())
}

/// Binds the keyword arguments of an exception whose positional ones go to `args`.
fn keyword_fields<const N: usize>(
    thread: &mut Thread,
    signature: &'static Signature,
    args: &Args,
) -> PyResult<[Option<Value>; N]> {
    if args.names().is_none() {
        return Ok([None; N]);
    }
    let keywords = Args::new(&args.all()[args.positional().len()..], args.names());
    bind_slot(thread, signature, keywords)
}

/// The methods of `ImportError`.
pub struct ImportErrorMethods;

/// Import can't find module, or can't find name in module.
#[pymethods]
impl ImportErrorMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_slot("ImportError", &["name", "path", "name_from"], 0);
        let [name, path, name_from] = keyword_fields(thread, &SIGNATURE, &args)?;
        let exception = init_args(thread, this, args)?;
        let message = match args.positional() {
            [message] => Some(*message),
            _ => None,
        };
        exception.set_extra(thread, &[message, name, path, name_from]);
        Ok(())
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ExceptionObject>) -> PyResult<Ref<TupleObject>> {
        let fields = ["name", "path", "name_from"];
        let fields: [_; 3] = std::array::from_fn(|i| (fields[i], this.extra_field(i + 1)));
        super::base::reduce(thread, this, args_of(this), &fields)
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let message = this.downcast::<ExceptionObject>().and_then(|e| field(e, 0, Some(0)));
        match message.filter(|m| m.downcast::<StrObject>().is_some()) {
            Some(message) if class_of(message) == core().types.str_.get() => Ok(message),
            _ => super::base::plain_str(thread, this),
        }
    }
}

/// The methods of `AttributeError`.
pub struct AttributeErrorMethods;

/// Attribute not found.
#[pymethods]
impl AttributeErrorMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_slot("AttributeError", &["name", "obj"], 0);
        let fields: [Option<Value>; 2] = keyword_fields(thread, &SIGNATURE, &args)?;
        init_args(thread, this, args)?.set_extra(thread, &fields);
        Ok(())
    }

    /// The object is left out: it need not be fit for that.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ExceptionObject>) -> PyResult<Ref<TupleObject>> {
        let args = args_of(this);
        let fields = [("name", this.extra_field(0)), ("args", Some(args.value()))];
        super::base::reduce(thread, this, args, &fields)
    }

    #[method]
    fn __getstate__(thread: &mut Thread, this: Ref<ExceptionObject>) -> PyResult<Value> {
        let reduced = Self::__reduce__(thread, this)?;
        Ok(reduced.items().get(2).copied().unwrap_or_else(none))
    }
}

/// The methods of `NameError`.
pub struct NameErrorMethods;

/// Name not found globally.
#[pymethods]
impl NameErrorMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_slot("NameError", &["name"], 0);
        let fields: [Option<Value>; 1] = keyword_fields(thread, &SIGNATURE, &args)?;
        init_args(thread, this, args)?.set_extra(thread, &fields);
        Ok(())
    }
}

/// Registers the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    ImportErrorMethods::register(thread, types.import_error.get())?;
    AttributeErrorMethods::register(thread, types.attribute_error.get())?;
    NameErrorMethods::register(thread, types.name_error.get())?;
    for (class, fields) in [
        (&types.stop_iteration, STOP_ITERATION),
        (&types.system_exit, SYSTEM_EXIT),
        (&types.import_error, IMPORT_ERROR),
        (&types.attribute_error, ATTRIBUTE_ERROR),
        (&types.name_error, NAME_ERROR),
        (&types.os_error, OS_ERROR),
        (&types.syntax_error, SYNTAX_ERROR),
        (&types.unicode_encode_error, UNICODE_ERROR),
        (&types.unicode_decode_error, UNICODE_ERROR),
        (&types.unicode_translate_error, UNICODE_TRANSLATE_ERROR),
    ] {
        add_fields(thread, class.get(), fields)?;
    }
    Ok(())
}

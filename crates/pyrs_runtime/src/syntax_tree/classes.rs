//! The classes of nodes: `AST`, which is native, and the rest, which Python could have made.
//!
//! Invariant: the namespace of the hidden class [`STATE`] has every node class under its name, and under the name with a
//! dot in front the one instance of an operator or context that parsed trees share. Python code can't change it.

use super::asdl::{self, Class, Field, Quantity};
use pyrs_lib_os::warnings;
use pyrs_macros::pymethods;
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::instance::INSTANCE_LAYOUT;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};

/// `ast.AST`.
pub(super) static AST: NativeClass = NativeClass::new("ast", "AST", &INSTANCE_LAYOUT)
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::HAS_DICT)
            .union(TypeFlags::HAS_WEAKREF),
    )
    .methods(AstMethods::TYPE_METHODS);

static STATE: NativeClass = NativeClass::new("_ast", "state", &INSTANCE_LAYOUT);

/// How deep `repr` shows nodes.
const REPR_DEPTH: usize = 3;

const POSITIONS: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// Whether a value is a node.
pub(crate) fn is_node(value: Value) -> bool {
    AST.try_get().is_some_and(|ast| class_of(value).is_subtype(ast))
}

/// A class or shared instance of [`STATE`].
pub(super) fn known(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let key = StrObject::intern(thread, name)?;
    match STATE.get().dict.get().get_interned(key) {
        Some(value) => Ok(value),
        None => Err(thread.system_error(format_args!("ast has no class {name}"))),
    }
}

/// Makes the classes unless they exist.
pub(crate) fn create(thread: &mut Thread) -> PyResult<()> {
    if STATE.try_get().is_some() {
        return Ok(());
    }
    let ast = AST.create(thread)?;
    let empty = TupleObject::from_slice(thread, &[])?.value();
    for name in ["_fields", "_attributes", "__match_args__"] {
        ast.dict.get().set_str(thread, name, empty)?;
    }
    let table = asdl::classes();
    let known = STATE.create(thread)?.dict.get();
    known.set_str(thread, "AST", ast.value())?;
    for row in &table {
        let class = make_class(thread, row)?;
        known.set_str(thread, row.name, class)?;
        if row.fields.is_empty() && !row.is_sum && row.base.is_some_and(|base| asdl::has_positions(base).is_none()) {
            let shared = protocol::call(thread, class, &[])?;
            known.set_str(thread, &format!(".{}", row.name), shared)?;
        }
    }
    for row in table.iter().filter(|row| !row.is_sum) {
        let types = field_types(thread, row)?;
        let class = self::known(thread, row.name)?;
        let name = StrObject::intern(thread, "_field_types")?;
        protocol::setattr(thread, class, name, Some(types.value()))?;
    }
    Ok(())
}

/// Adds the classes to a module's namespace.
pub(super) fn export(thread: &mut Thread, namespace: Ref<DictObject>) -> PyResult<()> {
    namespace.set_str(thread, "AST", AST.get().value())?;
    for row in asdl::classes() {
        let class = known(thread, row.name)?;
        namespace.set_str(thread, row.name, class)?;
    }
    Ok(())
}

fn names(thread: &mut Thread, names: impl Iterator<Item = &'static str>) -> PyResult<Value> {
    let list = ListObject::with_capacity(thread, 0)?;
    for name in names {
        let name = StrObject::intern(thread, name)?;
        list.push(thread, name.value())?;
    }
    Ok(TupleObject::from_slice(thread, list.items())?.value())
}

fn make_class(thread: &mut Thread, row: &Class) -> PyResult<Value> {
    let namespace = DictObject::new(thread)?;
    let fields = names(thread, row.fields.iter().map(|field| field.name))?;
    namespace.set_str(thread, "_fields", fields)?;
    namespace.set_str(thread, "__match_args__", fields)?;
    let module = StrObject::intern(thread, "ast")?;
    namespace.set_str(thread, "__module__", module.value())?;
    let doc = StrObject::from_str(thread, row.doc)?;
    namespace.set_str(thread, "__doc__", doc.value())?;
    if row.base.is_none() {
        let positions = asdl::has_positions(row.name);
        let count = if positions.is_some() { POSITIONS.len() } else { 0 };
        let attributes = names(thread, POSITIONS[..count].iter().copied())?;
        namespace.set_str(thread, "_attributes", attributes)?;
        if positions == Some(true) {
            namespace.set_str(thread, "end_lineno", none())?;
            namespace.set_str(thread, "end_col_offset", none())?;
        }
    }
    for field in row.fields.iter().filter(|field| field.quantity == Quantity::Optional) {
        namespace.set_str(thread, field.name, none())?;
    }
    let base = known(thread, row.base.unwrap_or("AST"))?;
    let bases = TupleObject::from_slice(thread, &[base])?.value();
    let name = StrObject::intern(thread, row.name)?.value();
    protocol::call(
        thread,
        core().types.type_.get().value(),
        &[name, bases, namespace.value()],
    )
}

fn field_types(thread: &mut Thread, row: &Class) -> PyResult<Ref<DictObject>> {
    let types = DictObject::new(thread)?;
    for field in &row.fields {
        let field_type = field_type(thread, field)?;
        types.set_str(thread, field.name, field_type)?;
    }
    Ok(types)
}

fn field_type(thread: &mut Thread, field: &Field) -> PyResult<Value> {
    let builtin = &core().types;
    let single = match field.kind {
        "identifier" | "string" => builtin.str_.get().value(),
        "int" => builtin.int.get().value(),
        "constant" => builtin.object.get().value(),
        class => known(thread, class)?,
    };
    match field.quantity {
        Quantity::One => Ok(single),
        Quantity::List => protocol::getitem(thread, builtin.list.get().value(), single),
        Quantity::Optional => protocol::binary(thread, BinaryOp::Or, single, none()),
    }
}

/// A class attribute that is a sequence of names; nothing if there is none.
fn class_names(thread: &mut Thread, class: Ref<TypeObject>, name: &str) -> PyResult<Ref<ListObject>> {
    let name = StrObject::intern(thread, name)?;
    let list = ListObject::with_capacity(thread, 0)?;
    if let Some(found) = protocol::getattr_optional(thread, class.value(), name)? {
        protocol::for_each(thread, found, |thread, item| list.push(thread, item))?;
    }
    Ok(list)
}

fn attribute_name(thread: &mut Thread, name: Value) -> PyResult<Ref<StrObject>> {
    match name.downcast::<StrObject>() {
        Some(name) => name.interned(thread),
        None => Err(thread.type_error(format_args!("attribute name must be string"))),
    }
}

fn position(list: Ref<ListObject>, name: Ref<StrObject>) -> Option<usize> {
    let is_name = |item: &Value| item.downcast::<StrObject>().is_some_and(|item| item.equals(&name));
    list.items().iter().position(is_name)
}

fn deprecated(thread: &mut Thread, message: &str) -> PyResult<()> {
    warnings::warn(thread, "DeprecationWarning", message, 1)
}

fn initialise(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
    let class = class_of(this);
    let fields = class_names(thread, class, "_fields")?;
    let (count, given) = (fields.len(), args.positional());
    if given.len() > count {
        let (name, plural) = (class.name.get().to_string_lossy(), if count == 1 { "" } else { "s" });
        return Err(thread.type_error(format_args!(
            "{name} constructor takes at most {count} positional argument{plural}"
        )));
    }
    for (index, value) in given.iter().enumerate() {
        let name = fields.get(index).unwrap_or_else(none);
        let name = attribute_name(thread, name)?;
        protocol::setattr(thread, this, name, Some(*value))?;
    }
    let attributes = class_names(thread, class, "_attributes")?;
    let remaining = ListObject::from_slice(thread, fields.items().get(given.len()..).unwrap_or(&[]))?;
    for (name, value) in args.keywords() {
        if let Some(index) = position(remaining, name) {
            remaining.remove_at(index);
        } else if position(fields, name).is_some() {
            let (class, name) = (class.name.get().to_string_lossy(), name.to_string_lossy());
            return Err(thread.type_error(format_args!("{class} got multiple values for argument '{name}'")));
        } else if position(attributes, name).is_none() {
            let message = format!(
                "{}.__init__ got an unexpected keyword argument '{}'. Support for arbitrary keyword arguments is \
                 deprecated and will be removed in Python 3.15.",
                class.name.get().to_string_lossy(),
                name.to_string_lossy()
            );
            deprecated(thread, &message)?;
        }
        protocol::setattr(thread, this, name, Some(value))?;
    }
    fill_remaining(thread, this, remaining)
}

/// Gives fields without a value their defaults, or warns.
fn fill_remaining(thread: &mut Thread, this: Value, remaining: Ref<ListObject>) -> PyResult<()> {
    if remaining.is_empty() {
        return Ok(());
    }
    let class = class_of(this);
    let types = StrObject::intern(thread, "_field_types")?;
    let types = protocol::getattr_optional(thread, class.value(), types)?;
    let types = types.and_then(|types| types.downcast::<DictObject>());
    for index in 0..remaining.len() {
        let name = remaining.get(index).unwrap_or_else(none);
        let name = attribute_name(thread, name)?;
        let field_type = match types {
            Some(types) => types.get(thread, name.value())?,
            None => None,
        };
        let Some(field_type) = field_type else {
            let message = format!(
                "Field '{}' is missing from {}._field_types. This will become an error in Python 3.15.",
                name.to_string_lossy(),
                class.name.get().to_string_lossy()
            );
            deprecated(thread, &message)?;
            continue;
        };
        let kind = class_of(field_type);
        if kind == pyrs_builtins::union::UNION.get() {
            // Optional: the class attribute is the default.
        } else if kind == pyrs_builtins::generic_alias::GENERIC_ALIAS.get() {
            let empty = ListObject::with_capacity(thread, 0)?;
            protocol::setattr(thread, this, name, Some(empty.value()))?;
        } else if field_type == known(thread, "expr_context")? {
            let load = known(thread, ".Load")?;
            protocol::setattr(thread, this, name, Some(load))?;
        } else {
            let message = format!(
                "{}.__init__ missing 1 required positional argument: '{}'. This will become an error in Python 3.15.",
                class.name.get().to_string_lossy(),
                name.to_string_lossy()
            );
            deprecated(thread, &message)?;
        }
    }
    Ok(())
}

fn show(thread: &mut Thread, value: Value, depth: usize) -> PyResult<String> {
    if !is_node(value) {
        return Ok(protocol::repr(thread, value)?.to_string_lossy());
    }
    let class = class_of(value);
    if depth == 0 {
        return Ok(format!("{}(...)", class.name.get().to_string_lossy()));
    }
    let Some(_guard) = pyrs_lib_core::repr_guard::ReprGuard::enter(value) else {
        return Ok(format!("{}(...)", class.name.get().to_string_lossy()));
    };
    let fields = class_names(thread, class, "_fields")?;
    let mut text = format!("{}(", class.name.get().to_string_lossy());
    for index in 0..fields.len() {
        let name = fields.get(index).unwrap_or_else(none);
        let name = attribute_name(thread, name)?;
        let field = protocol::getattr(thread, value, name)?;
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(&format!("{}=", name.to_string_lossy()));
        text.push_str(&show_field(thread, field, depth)?);
    }
    text.push(')');
    Ok(text)
}

/// A field: of a list or tuple only the first and the last item.
fn show_field(thread: &mut Thread, field: Value, depth: usize) -> PyResult<String> {
    let (items, open, close) = if let Some(list) = field.downcast::<ListObject>() {
        (list, '[', ']')
    } else if let Some(tuple) = field.downcast::<TupleObject>() {
        (ListObject::from_slice(thread, tuple.items())?, '(', ')')
    } else {
        return show(thread, field, depth - 1);
    };
    let mut text = String::from(open);
    let count = items.len();
    for index in 0..count {
        if index > 0 && index + 1 < count {
            if index == 1 {
                text.push_str(", ...");
            }
            continue;
        }
        if index > 0 {
            text.push_str(", ");
        }
        let item = items.get(index).unwrap_or_else(none);
        text.push_str(&show(thread, item, depth - 1)?);
    }
    text.push(close);
    Ok(text)
}

fn instance_dict(thread: &mut Thread, this: Value) -> PyResult<Ref<DictObject>> {
    let dict = protocol::getattr_optional(thread, this, core().names.dict.get())?;
    match dict.and_then(|dict| dict.downcast::<DictObject>()) {
        Some(dict) => Ok(dict),
        None => DictObject::new(thread),
    }
}

/// Holds the methods of nodes.
pub(super) struct AstMethods;

#[pymethods]
impl AstMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        initialise(thread, this, args)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let text = show(thread, this, REPR_DEPTH)?;
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let class = class_of(this);
        let fields = class_names(thread, class, "_fields")?;
        let state = instance_dict(thread, this)?.copy(thread)?;
        let mut count = 0;
        while let Some(name) = fields.get(count)
            && state.get(thread, name)?.is_some()
        {
            count += 1;
        }
        let args = TupleObject::from_slice(thread, &vec![none(); count])?;
        let items = [class.value(), args.value(), state.value()];
        Ok(TupleObject::from_slice(thread, &items)?.value())
    }

    /// Return a copy of the AST node with new values for the specified fields.
    #[method(name = "__replace__")]
    fn replace(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        if !args.positional().is_empty() {
            return Err(thread.type_error(format_args!("__replace__() takes no positional arguments")));
        }
        let class = class_of(this);
        let fields = class_names(thread, class, "_fields")?;
        let attributes = class_names(thread, class, "_attributes")?;
        for (name, _) in args.keywords() {
            if position(fields, name).is_none() && position(attributes, name).is_none() {
                let (class, name) = (class.name.get().to_string_lossy(), name.to_string_lossy());
                return Err(thread.type_error(format_args!(
                    "{class}.__replace__ got an unexpected keyword argument '{name}'."
                )));
            }
        }
        let own = instance_dict(thread, this)?;
        let payload = DictObject::new(thread)?;
        for list in [fields, attributes] {
            for index in 0..list.len() {
                let name = list.get(index).unwrap_or_else(none);
                if let Some(value) = own.get(thread, name)? {
                    payload.set(thread, name, value)?;
                }
            }
        }
        for (name, value) in args.keywords() {
            payload.set(thread, name.value(), value)?;
        }
        for index in 0..fields.len() {
            let name = fields.get(index).unwrap_or_else(none);
            let name = attribute_name(thread, name)?;
            if payload.get(thread, name.value())?.is_none() && protocol::getattr_optional(thread, this, name)?.is_none()
            {
                let (class, name) = (class.name.get().to_string_lossy(), name.to_string_lossy());
                return Err(thread.type_error(format_args!(
                    "{class}.__replace__ missing 1 keyword argument: '{name}'."
                )));
            }
        }
        let names = ListObject::with_capacity(thread, 0)?;
        let values = ListObject::with_capacity(thread, 0)?;
        let mut at = 0;
        while let Some((next, name, value)) = payload.next_entry(at) {
            names.push(thread, name)?;
            values.push(thread, value)?;
            at = next;
        }
        let names = TupleObject::from_slice(thread, names.items())?;
        protocol::call_args(thread, class.value(), Args::new(values.items(), Some(names)))
    }
}

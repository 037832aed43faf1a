//! Class statements, zero-argument super, functions, modules, proxies and exception groups, with a stand-in for the
//! interpreter: hooks that fill the namespace and tell the current frame.

mod common;

use common::{call, class, get, name, ok, raises, repr, set, string, suite, text, try_get};
use pyrs_bytecode::CodeTemplate;
use pyrs_object::code::CodeObject;
use pyrs_object::dict::DictObject;
use pyrs_object::function::{CellObject, FunctionObject, NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::hooks::FrameInfo;
use pyrs_object::module::ModuleObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};
use std::sync::LazyLock;

static METHOD_TEMPLATE: LazyLock<CodeTemplate> = LazyLock::new(|| CodeTemplate {
    name: "method".into(),
    qualname: "A.method".into(),
    argcount: 1,
    register_count: 2,
    varnames: vec!["self".into()],
    freevars: vec!["__class__".into()],
    first_free_register: 1,
    first_line: 7,
    ..CodeTemplate::default()
});

static BODY_TEMPLATE: LazyLock<CodeTemplate> = LazyLock::new(|| CodeTemplate {
    name: "A".into(),
    qualname: "A".into(),
    ..CodeTemplate::default()
});

fn function(thread: &mut Thread, template: &'static CodeTemplate) -> Ref<FunctionObject> {
    let filename = name(thread, "sample.py");
    let code = Ref::<CodeObject>::from_template(thread, template, filename);
    let code = ok(thread, code);
    let globals = DictObject::new(thread);
    let globals = ok(thread, globals);
    let module = text(thread, "sample");
    let entered = globals.set_str(thread, "__name__", module);
    ok(thread, entered);
    let made = FunctionObject::new(thread, code, globals);
    ok(thread, made)
}

fn tuple(thread: &mut Thread, items: &[Value]) -> Value {
    let made = TupleObject::from_slice(thread, items);
    ok(thread, made).value()
}

static RECORD: NativeDef = NativeDef {
    name: "record",
    doc: "",
    function: |thread, args| {
        // __set_name__(self, owner, name) and __init_subclass__(cls, tag=...): leave a mark on the class.
        let owner = args.positional().iter().find(|v| v.downcast::<TypeObject>().is_some());
        let mark = args.all().last().copied().unwrap_or_else(none);
        if let Some(owner) = owner {
            let key = name(thread, "mark");
            protocol::setattr(thread, *owner, key, Some(mark))?;
        }
        Ok(none())
    },
    flags: NativeFlags::empty(),
};

/// The body of `class A: answer = 42`, with the cell for `__class__`.
fn run_body(
    thread: &mut Thread,
    _code: Ref<CodeObject>,
    _globals: Ref<DictObject>,
    namespace: Option<Value>,
    _closure: Option<Value>,
) -> PyResult<Value> {
    let Some(namespace) = namespace.and_then(|n| n.downcast::<DictObject>()) else {
        return Err(thread.type_error(format_args!("no namespace")));
    };
    let cell = CellObject::new(thread, None)?.value();
    namespace.set_str(thread, "__classcell__", cell)?;
    namespace.set_str(thread, "answer", Value::small_int(42))?;
    Ok(cell)
}

fn build(thread: &mut Thread, bases: &[Value], keywords: &[(&str, Value)]) -> PyResult<Value> {
    core().hooks.run_code.set(Some(run_body));
    let body = function(thread, &BODY_TEMPLATE).value();
    let mut all = [none(); 8];
    all[0] = body;
    all[1] = text(thread, "A");
    all[2..2 + bases.len()].copy_from_slice(bases);
    let positional = 2 + bases.len();
    let mut names = [none(); 4];
    for (i, (key, value)) in keywords.iter().enumerate() {
        all[positional + i] = *value;
        names[i] = text(thread, key);
    }
    let names = TupleObject::from_slice(thread, &names[..keywords.len()])?;
    let args = Args::new(&all[..positional + keywords.len()], Some(names));
    let key = name(thread, "__build_class__");
    let build_class = core().builtins.get().get_interned(key).expect("__build_class__");
    protocol::call_args(thread, build_class, args)
}

fn class_statement(thread: &mut Thread) {
    let made = build(thread, &[], &[]);
    let a = ok(thread, made);
    assert_eq!(get(thread, a, "answer"), Value::small_int(42));
    assert_eq!(class(a).bases.get().items(), &[core().types.object.get().value()]);
    let missing = try_get(thread, a, "__classcell__");
    raises(
        thread,
        missing,
        "AttributeError: type object 'A' has no attribute '__classcell__'",
    );
    let one = Value::small_int(1);
    let refused = build(thread, &[a], &[("tag", one)]);
    raises(
        thread,
        refused,
        "TypeError: A.__init_subclass__() takes no keyword arguments",
    );
    let meta = build(thread, &[core().types.type_.get().value()], &[]);
    let meta = ok(thread, meta);
    let made = build(thread, &[a], &[("metaclass", meta)]);
    let b = ok(thread, made);
    assert_eq!(class_of(b).value(), meta);
    let proxy = get(thread, b, "__dict__");
    let key = text(thread, "answer");
    let found = protocol::getitem(thread, proxy, key);
    assert_eq!(ok(thread, found), Value::small_int(42));
    let refused = protocol::setitem(thread, proxy, key, Some(one));
    raises(
        thread,
        refused,
        "TypeError: 'mappingproxy' object does not support item assignment",
    );
}

fn hooks_of_classes(thread: &mut Thread) {
    let recorder = NativeFunctionObject::new(thread, &RECORD, None);
    let recorder = ok(thread, recorder).value();
    let hook = protocol::call(thread, core().types.classmethod.get().value(), &[recorder]);
    let hook = ok(thread, hook);
    let made = build(thread, &[], &[]);
    let base = ok(thread, made);
    let entered = set(thread, base, "__init_subclass__", Some(hook));
    ok(thread, entered);
    let made = build(thread, &[base], &[("tag", Value::small_int(5))]);
    let derived = ok(thread, made);
    assert_eq!(get(thread, derived, "mark"), Value::small_int(5));
}

thread_local! {
    static FRAME: std::cell::Cell<Option<FrameInfo>> = const { std::cell::Cell::new(None) };
}

fn zero_argument_super(thread: &mut Thread) {
    let made = build(thread, &[], &[]);
    let a = ok(thread, made);
    let made = build(thread, &[a], &[]);
    let b = ok(thread, made);
    let made = protocol::call(thread, b, &[]);
    let instance = ok(thread, made);
    let cell = CellObject::new(thread, Some(b));
    let cell = ok(thread, cell).value();
    let method = function(thread, &METHOD_TEMPLATE);
    let closure = tuple(thread, &[cell]).downcast();
    method.closure.set(method, closure);
    let mut registers = [Some(instance), Some(cell)];
    FRAME.set(Some(FrameInfo {
        function: Some(method.value()),
        code: method.code.get(),
        pc: 0,
        namespace: None,
        is_loop: false,
        registers: Some(registers.as_mut_ptr()),
        saved: None,
    }));
    core().hooks.current_frame.set(Some(|_| FRAME.get()));
    let made = protocol::call(thread, core().types.super_.get().value(), &[]);
    core().hooks.current_frame.set(None);
    let parent = ok(thread, made);
    assert_eq!(get(thread, parent, "__thisclass__"), b);
    assert_eq!(get(thread, parent, "answer"), Value::small_int(42));
    assert_eq!(std::hint::black_box(&registers).len(), 2);
    let made = protocol::call(thread, core().types.super_.get().value(), &[]);
    raises(thread, made, "RuntimeError: super(): no current frame");
}

fn functions(thread: &mut Thread) {
    let method = function(thread, &METHOD_TEMPLATE).value();
    assert_eq!(string(get(thread, method, "__name__")), "method");
    assert_eq!(string(get(thread, method, "__qualname__")), "A.method");
    assert_eq!(string(get(thread, method, "__module__")), "sample");
    let code = get(thread, method, "__code__");
    assert_eq!(get(thread, code, "co_firstlineno"), Value::small_int(7));
    assert_eq!(get(thread, code, "co_argcount"), Value::small_int(1));
    let refused = set(thread, method, "__name__", Some(none()));
    raises(thread, refused, "TypeError: __name__ must be set to a string object");
    let refused = set(thread, method, "__defaults__", Some(Value::small_int(1)));
    raises(thread, refused, "TypeError: __defaults__ must be set to a tuple object");
    let entered = set(thread, method, "note", Some(Value::small_int(1)));
    ok(thread, entered);
    assert_eq!(get(thread, method, "note"), Value::small_int(1));
    let bound = call(thread, method, "__get__", &[Value::small_int(3)]);
    let bound = ok(thread, bound);
    assert_eq!(class_of(bound), core().types.bound_method.get());
    assert_eq!(get(thread, bound, "note"), Value::small_int(1));
    let annotations = get(thread, method, "__annotations__").downcast::<DictObject>();
    assert!(annotations.is_some_and(|a| a.is_empty()));
}

static FALLBACK: NativeDef = NativeDef {
    name: "__getattr__",
    doc: "",
    function: |_, args| Ok(args.all().first().copied().unwrap_or_else(none)),
    flags: NativeFlags::empty(),
};

fn modules(thread: &mut Thread) {
    let module = ModuleObject::new(thread, "sample", None);
    let module = ok(thread, module).value();
    let missing = try_get(thread, module, "nothing");
    raises(
        thread,
        missing,
        "AttributeError: module 'sample' has no attribute 'nothing'",
    );
    let fallback = NativeFunctionObject::new(thread, &FALLBACK, None);
    let fallback = ok(thread, fallback).value();
    let entered = set(thread, module, "__getattr__", Some(fallback));
    ok(thread, entered);
    assert_eq!(string(get(thread, module, "nothing")), "nothing");
}

fn groups(thread: &mut Thread) {
    let types = &core().types;
    let one = protocol::call(thread, types.value_error.get().value(), &[]);
    let one = ok(thread, one);
    let two = protocol::call(thread, types.type_error.get().value(), &[]);
    let two = ok(thread, two);
    let items = tuple(thread, &[one, two]);
    let message = text(thread, "two");
    let group_class = types.base_exception_group.get().value();
    let made = protocol::call(thread, group_class, &[message, items]);
    let group = ok(thread, made);
    assert_eq!(class_of(group), pyrs_builtins::exception::group::EXCEPTION_GROUP.get());
    let shown = protocol::str(thread, group);
    assert_eq!(ok(thread, shown).to_string_lossy(), "two (2 sub-exceptions)");
    let parts = pyrs_builtins::exception::group::split(thread, group, types.value_error.get().value());
    let (matching, rest) = ok(thread, parts);
    for (part, expected) in [(matching, one), (rest, two)] {
        let inner = get(thread, part.expect("a part"), "exceptions").downcast::<TupleObject>();
        assert_eq!(inner.expect("a tuple").items(), &[expected]);
    }
    let empty = tuple(thread, &[]);
    let refused = protocol::call(thread, group_class, &[message, empty]);
    raises(
        thread,
        refused,
        "ValueError: second argument (exceptions) must be a non-empty sequence",
    );
    let wrong = tuple(thread, &[none()]);
    let refused = protocol::call(thread, group_class, &[message, wrong]);
    raises(
        thread,
        refused,
        "ValueError: Item 0 of second argument (exceptions) is not an exception",
    );
}

fn namespaces(thread: &mut Thread) {
    let class = pyrs_builtins::simple_namespace::SIMPLE_NAMESPACE.get().value();
    let names = tuple(thread, &[none()]).downcast::<TupleObject>();
    let key = text(thread, "x");
    let names = names.map(|_| TupleObject::from_slice(thread, &[key]));
    let names = names.map(|made| ok(thread, made));
    let value = [none()];
    let made = protocol::call_args(thread, class, Args::new(&value, names));
    let namespace = ok(thread, made);
    assert_eq!(repr(thread, namespace), "namespace(x=None)");
}

#[test]
fn class_statements() {
    suite(&[
        ("class_statement", class_statement),
        ("hooks_of_classes", hooks_of_classes),
        ("zero_argument_super", zero_argument_super),
        ("functions", functions),
        ("modules", modules),
        ("groups", groups),
        ("namespaces", namespaces),
    ]);
}

//! Classes made natively: order of bases, slots, descriptors, errors of class creation, super, properties, exceptions.

mod common;

use common::{call, class, get, name, ok, raises, repr, set, string, suite, text, try_get};
use pyrs_object::dict::DictObject;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::function::{NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Thread, Value, core, none, protocol};

fn int(value: i64) -> Value {
    Value::small_int(value)
}

fn tuple(thread: &mut Thread, items: &[Value]) -> Value {
    let made = TupleObject::from_slice(thread, items);
    ok(thread, made).value()
}

fn object() -> Value {
    core().types.object.get().value()
}

/// `type(name, bases, namespace)`.
fn make(thread: &mut Thread, class_name: &str, bases: &[Value], namespace: &[(&str, Value)]) -> PyResult<Value> {
    let dict = DictObject::new(thread)?;
    for (key, value) in namespace {
        dict.set_str(thread, key, *value)?;
    }
    let args = [text(thread, class_name), tuple(thread, bases), dict.value()];
    protocol::call(thread, core().types.type_.get().value(), &args)
}

fn plain(thread: &mut Thread, class_name: &str, bases: &[Value]) -> Value {
    let made = make(thread, class_name, bases, &[]);
    ok(thread, made)
}

fn native(thread: &mut Thread, definition: &'static NativeDef) -> Value {
    let made = NativeFunctionObject::new_method(thread, definition, object());
    ok(thread, made).value()
}

static ANSWER: NativeDef = NativeDef {
    name: "answer",
    doc: "",
    function: |_, args| Ok(Value::small_int(40 + args.all().len() as i64)),
    flags: NativeFlags::METHOD,
};

fn order_of_bases(thread: &mut Thread) {
    let a = plain(thread, "A", &[]);
    let b = plain(thread, "B", &[a]);
    let c = plain(thread, "C", &[a]);
    let d = plain(thread, "D", &[b, c]);
    assert_eq!(class(d).mro.get().items(), &[d, b, c, a, object()]);
    let e = make(thread, "E", &[a, b], &[]);
    raises(
        thread,
        e,
        "TypeError: Cannot create a consistent method resolution order (MRO) for bases A, B",
    );
    let e = make(thread, "E", &[a, a], &[]);
    raises(thread, e, "TypeError: duplicate base class A");
    let types = &core().types;
    let e = make(thread, "E", &[types.bool_.get().value()], &[]);
    raises(thread, e, "TypeError: type 'bool' is not an acceptable base type");
    let e = make(thread, "E", &[types.list.get().value(), types.dict.get().value()], &[]);
    raises(thread, e, "TypeError: multiple bases have instance lay-out conflict");
    assert_eq!(repr(thread, a), "<class 'A'>");
}

fn attributes_of_instances(thread: &mut Thread) {
    let a = plain(thread, "A", &[]);
    let made = protocol::call(thread, a, &[]);
    let instance = ok(thread, made);
    let result = set(thread, instance, "x", Some(int(1)));
    ok(thread, result);
    assert_eq!(get(thread, instance, "x"), int(1));
    let missing = try_get(thread, instance, "y");
    raises(thread, missing, "AttributeError: 'A' object has no attribute 'y'");
    let dict = get(thread, instance, "__dict__")
        .downcast::<DictObject>()
        .expect("a dict");
    assert_eq!(dict.get_interned(name(thread, "x")), Some(int(1)));
    let result = set(thread, instance, "x", None);
    ok(thread, result);
    assert!(dict.is_empty());
    let result = protocol::call(thread, a, &[int(1)]);
    raises(thread, result, "TypeError: A() takes no arguments");
    let b = plain(thread, "B", &[]);
    let result = set(thread, instance, "__class__", Some(b));
    ok(thread, result);
    assert_eq!(class_of(instance).value(), b);
    let result = set(thread, instance, "z", Some(int(3)));
    ok(thread, result);
    assert_eq!(get(thread, instance, "z"), int(3));
    let result = set(thread, instance, "__class__", Some(core().types.int.get().value()));
    raises(
        thread,
        result,
        "TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses",
    );
}

fn slots(thread: &mut Thread) {
    let names = [text(thread, "a"), text(thread, "__b")];
    let names = tuple(thread, &names);
    let made = make(thread, "S", &[], &[("__slots__", names)]);
    let s = ok(thread, made);
    let made = protocol::call(thread, s, &[]);
    let instance = ok(thread, made);
    let missing = try_get(thread, instance, "a");
    raises(thread, missing, "AttributeError: 'S' object has no attribute 'a'");
    for (attribute, value) in [("a", 1), ("_S__b", 2)] {
        let result = set(thread, instance, attribute, Some(int(value)));
        ok(thread, result);
        assert_eq!(get(thread, instance, attribute), int(value));
    }
    let result = set(thread, instance, "c", Some(int(1)));
    raises(
        thread,
        result,
        "AttributeError: 'S' object has no attribute 'c' and no __dict__ for setting new attributes",
    );
    let more = text(thread, "c");
    let made = make(thread, "T", &[s], &[("__slots__", more)]);
    let t = ok(thread, made);
    let made = protocol::call(thread, t, &[]);
    let instance = ok(thread, made);
    for (attribute, value) in [("a", 1), ("_S__b", 2), ("c", 3)] {
        let result = set(thread, instance, attribute, Some(int(value)));
        ok(thread, result);
    }
    for (attribute, value) in [("a", 1), ("_S__b", 2), ("c", 3)] {
        assert_eq!(get(thread, instance, attribute), int(value));
    }
    let u = plain(thread, "U", &[t]);
    let made = protocol::call(thread, u, &[]);
    let instance = ok(thread, made);
    for (attribute, value) in [("c", 3), ("free", 4)] {
        let result = set(thread, instance, attribute, Some(int(value)));
        ok(thread, result);
        assert_eq!(get(thread, instance, attribute), int(value));
    }
    get(thread, instance, "__dict__");
    assert_eq!(get(thread, instance, "c"), int(3));
    let one = text(thread, "a");
    let conflict = make(thread, "X", &[], &[("__slots__", one), ("a", int(1))]);
    raises(
        thread,
        conflict,
        "ValueError: 'a' in __slots__ conflicts with class variable",
    );
    let number = tuple(thread, &[int(1)]);
    let wrong = make(thread, "X", &[], &[("__slots__", number)]);
    raises(thread, wrong, "TypeError: __slots__ items must be strings, not 'int'");
    let wrong = make(thread, "X", &[core().types.int.get().value()], &[("__slots__", one)]);
    raises(
        thread,
        wrong,
        "TypeError: nonempty __slots__ not supported for subtype of 'int'",
    );
    let two = make(thread, "X", &[s, t], &[]);
    raises(
        thread,
        two,
        "TypeError: Cannot create a consistent method resolution order (MRO) for bases S, T",
    );
    let other = make(thread, "O", &[], &[("__slots__", one)]);
    let other = ok(thread, other);
    let two = make(thread, "X", &[s, other], &[]);
    raises(thread, two, "TypeError: multiple bases have instance lay-out conflict");
}

fn descriptors(thread: &mut Thread) {
    let method = native(thread, &ANSWER);
    let property = protocol::call(thread, core().types.property.get().value(), &[method]);
    let property = ok(thread, property);
    let statics = protocol::call(thread, core().types.staticmethod.get().value(), &[method]);
    let statics = ok(thread, statics);
    let classes = protocol::call(thread, core().types.classmethod.get().value(), &[method]);
    let classes = ok(thread, classes);
    let entries = [("m", method), ("p", property), ("s", statics), ("c", classes)];
    let made = make(thread, "A", &[], &entries);
    let a = ok(thread, made);
    let made = protocol::call(thread, a, &[]);
    let instance = ok(thread, made);
    let result = call(thread, instance, "m", &[int(0)]);
    assert_eq!(ok(thread, result), int(42));
    assert_eq!(get(thread, instance, "p"), int(41));
    let result = call(thread, instance, "s", &[int(0)]);
    assert_eq!(ok(thread, result), int(41));
    let result = call(thread, a, "c", &[]);
    assert_eq!(ok(thread, result), int(41));
    let result = set(thread, instance, "p", Some(int(1)));
    raises(
        thread,
        result,
        "AttributeError: property 'p' of 'A' object has no setter",
    );
    assert_eq!(get(thread, a, "p"), property);
    let bound = get(thread, instance, "m");
    assert_eq!(class_of(bound), core().types.native_function.get());
    assert_eq!(get(thread, bound, "__self__"), instance);
    assert_eq!(string(get(thread, bound, "__name__")), "answer");
    let wrapper = get(thread, object(), "__repr__");
    assert_eq!(repr(thread, wrapper), "<slot wrapper '__repr__' of 'object' objects>");
    let wrapper = get(thread, instance, "__hash__");
    assert_eq!(class_of(wrapper), core().types.method_wrapper.get());
    let hash = protocol::call(thread, wrapper, &[]);
    let direct = protocol::hash(thread, instance);
    let direct = ok(thread, direct);
    assert_eq!(pyrs_object::int::as_i64(ok(thread, hash)), Some(direct));
}

fn special_methods(thread: &mut Thread) {
    let method = native(thread, &ANSWER);
    let made = make(
        thread,
        "A",
        &[],
        &[("__len__", method), ("__call__", method), ("__eq__", method)],
    );
    let a = ok(thread, made);
    let made = protocol::call(thread, a, &[]);
    let instance = ok(thread, made);
    let length = protocol::len(thread, instance);
    assert_eq!(ok(thread, length), 41);
    let called = protocol::call(thread, instance, &[none(), none()]);
    assert_eq!(ok(thread, called), int(43));
    let hash = protocol::hash(thread, instance);
    raises(thread, hash, "TypeError: unhashable type: 'A'");
    let b = plain(thread, "B", &[a]);
    let made = protocol::call(thread, b, &[]);
    let instance = ok(thread, made);
    let length = protocol::len(thread, instance);
    assert_eq!(ok(thread, length), 41);
    let result = set(thread, a, "__len__", None);
    ok(thread, result);
    let length = protocol::len(thread, instance);
    raises(thread, length, "TypeError: object of type 'B' has no len()");
}

fn metaclasses(thread: &mut Thread) {
    let meta = core().types.type_.get().value();
    let m = plain(thread, "M", &[meta]);
    let dict = DictObject::new(thread);
    let dict = ok(thread, dict).value();
    let args = [text(thread, "A"), tuple(thread, &[]), dict];
    let made = protocol::call(thread, m, &args);
    let a = ok(thread, made);
    assert_eq!(class_of(a).value(), m);
    let b = plain(thread, "B", &[a]);
    assert_eq!(class_of(b).value(), m);
    let result = set(thread, b, "x", Some(int(5)));
    ok(thread, result);
    assert_eq!(get(thread, b, "x"), int(5));
    let n = plain(thread, "N", &[meta]);
    let args = [text(thread, "C"), tuple(thread, &[]), dict];
    let made = protocol::call(thread, n, &args);
    let c = ok(thread, made);
    let conflict = make(thread, "X", &[a, c], &[]);
    raises(
        thread,
        conflict,
        "TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
         metaclasses of all its bases",
    );
    let result = set(thread, core().types.int.get().value(), "x", Some(int(1)));
    raises(
        thread,
        result,
        "TypeError: cannot set 'x' attribute of immutable type 'int'",
    );
}

fn super_objects(thread: &mut Thread) {
    let method = native(thread, &ANSWER);
    let made = make(thread, "A", &[], &[("m", method)]);
    let a = ok(thread, made);
    let made = make(thread, "B", &[a], &[("m", none())]);
    let b = ok(thread, made);
    let made = protocol::call(thread, b, &[]);
    let instance = ok(thread, made);
    let super_class = core().types.super_.get().value();
    let made = protocol::call(thread, super_class, &[b, instance]);
    let parent = ok(thread, made);
    let result = call(thread, parent, "m", &[]);
    assert_eq!(ok(thread, result), int(41));
    let wrong = protocol::call(thread, super_class, &[b, int(3)]);
    raises(
        thread,
        wrong,
        "TypeError: super(type, obj): obj (instance of int) is not an instance or subtype of type (B).",
    );
    let wrong = protocol::call(thread, super_class, &[int(3)]);
    raises(thread, wrong, "TypeError: super() argument 1 must be a type, not int");
}

fn creation_errors(thread: &mut Thread) {
    let types = &core().types;
    let result = call(thread, object(), "__new__", &[types.int.get().value()]);
    if types.int.get().slot(|s| s.new).map(|f| f as usize) != types.object.get().slot(|s| s.new).map(|f| f as usize) {
        raises(
            thread,
            result,
            "TypeError: object.__new__(int) is not safe, use int.__new__()",
        );
    } else {
        raises(thread, result, "TypeError: 'int' objects have no room for a instance");
    }
    let result = call(thread, object(), "__new__", &[]);
    raises(thread, result, "TypeError: object.__new__(): not enough arguments");
    let result = call(thread, object(), "__new__", &[int(3)]);
    raises(
        thread,
        result,
        "TypeError: object.__new__(X): X is not a type object (int)",
    );
    let a = plain(thread, "A", &[]);
    let names = [text(thread, "g"), text(thread, "f")];
    let flag = tuple(thread, &names);
    let result = set(thread, a, "__abstractmethods__", Some(flag));
    ok(thread, result);
    let iterable = types.tuple.get().slot(|s| s.iter).is_some();
    if iterable {
        let result = protocol::call(thread, a, &[]);
        raises(
            thread,
            result,
            "TypeError: Can't instantiate abstract class A without an implementation for abstract methods 'f', 'g'",
        );
    }
}

fn exceptions(thread: &mut Thread) {
    let types = &core().types;
    let message = text(thread, "boom");
    let made = protocol::call(thread, types.value_error.get().value(), &[message]);
    let error = ok(thread, made);
    assert_eq!(string(protocol::str(thread, error).expect("text").value()), "boom");
    let result = set(thread, error, "__cause__", Some(int(3)));
    raises(
        thread,
        result,
        "TypeError: exception cause must be None or derive from BaseException",
    );
    let result = set(thread, error, "__cause__", Some(none()));
    ok(thread, result);
    assert_eq!(
        get(thread, error, "__suppress_context__"),
        pyrs_object::bool_value(true)
    );
    let note = text(thread, "note");
    let result = call(thread, error, "add_note", &[note]);
    ok(thread, result);
    get(thread, error, "__notes__");
    let strerror = text(thread, "No such file");
    let made = protocol::call(thread, types.os_error.get().value(), &[int(2), strerror]);
    let error = ok(thread, made);
    assert_eq!(class_of(error), types.file_not_found_error.get());
    assert_eq!(get(thread, error, "errno"), int(2));
    let made = protocol::call(thread, types.stop_iteration.get().value(), &[int(9)]);
    let stop = ok(thread, made);
    assert_eq!(get(thread, stop, "value"), int(9));
    let attribute = try_get(thread, stop, "missing");
    assert!(attribute.is_err());
    let raised = thread
        .take_raised()
        .map(|e: pyrs_object::Ref<ExceptionObject>| e.value())
        .expect("raised");
    assert_eq!(string(get(thread, raised, "name")), "missing");
    assert_eq!(get(thread, raised, "obj"), stop);
    let names = [text(thread, "x")];
    let keywords = tuple(thread, &names).downcast();
    let args = [int(1)];
    let result = protocol::call_args(thread, types.value_error.get().value(), Args::new(&args, keywords));
    raises(thread, result, "TypeError: ValueError() takes no keyword arguments");
}

fn weak_references(thread: &mut Thread) {
    let a = plain(thread, "A", &[]);
    let made = protocol::call(thread, a, &[]);
    let instance = ok(thread, made);
    let weak = pyrs_builtins::weakref::WEAK_REF.get();
    let made = protocol::call(thread, weak.value(), &[instance]);
    let reference = ok(thread, made);
    let again = protocol::call(thread, weak.value(), &[instance]);
    assert_eq!(ok(thread, again), reference);
    let target = protocol::call(thread, reference, &[]);
    assert_eq!(ok(thread, target), instance);
    let refused = protocol::call(thread, weak.value(), &[int(1)]);
    raises(
        thread,
        refused,
        "TypeError: cannot create weak reference to 'int' object",
    );
}

fn unions(thread: &mut Thread) {
    let types = &core().types;
    let (int_class, str_class) = (types.int.get().value(), types.str_.get().value());
    let union = protocol::binary(thread, pyrs_object::slots::BinaryOp::Or, int_class, str_class);
    let union = ok(thread, union);
    assert_eq!(repr(thread, union), "int | str");
    let check = pyrs_builtins::isinstance::is_instance(thread, int(1), union);
    assert!(ok(thread, check));
    let alias = pyrs_builtins::generic_alias::new(thread, types.list.get().value(), int_class);
    let alias = ok(thread, alias);
    assert_eq!(repr(thread, alias), "list[int]");
    let wrong = pyrs_builtins::isinstance::is_instance(thread, int(1), int(3));
    raises(
        thread,
        wrong,
        "TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union",
    );
}

/// Makes instances and references to them in a frame of its own, so that nothing on the stack keeps the instances.
#[inline(never)]
fn fill_with_references(thread: &mut Thread, list: pyrs_object::Ref<pyrs_object::list::ListObject>) {
    let a = plain(thread, "A", &[]);
    let weak = pyrs_builtins::weakref::WEAK_REF.get();
    for _ in 0..64 {
        let made = protocol::call(thread, a, &[]);
        let instance = ok(thread, made);
        let made = protocol::call(thread, weak.value(), &[instance]);
        let reference = ok(thread, made);
        let pushed = list.push(thread, reference);
        ok(thread, pushed);
    }
}

fn references_die(thread: &mut Thread) {
    let list = pyrs_object::list::ListObject::with_capacity(thread, 64);
    let list = ok(thread, list);
    fill_with_references(thread, list);
    thread.heap().request_collection();
    let cells: Vec<u8> = vec![0; 4096];
    std::hint::black_box(&cells);
    let made = DictObject::new(thread);
    ok(thread, made);
    let mut dead = 0;
    for i in 0..list.len() {
        let reference = list.get(i).expect("an item");
        let target = protocol::call(thread, reference, &[]);
        dead += usize::from(ok(thread, target) == none());
    }
    // The stack is scanned conservatively: a few may be seen in stale words.
    assert!(dead > 48, "{dead} of 64 references died");
    pyrs_builtins::weakref::run_callbacks(thread, |_, _| panic!("there are no callbacks"));
}

#[test]
fn classes() {
    suite(&[
        ("order_of_bases", order_of_bases),
        ("attributes_of_instances", attributes_of_instances),
        ("slots", slots),
        ("descriptors", descriptors),
        ("special_methods", special_methods),
        ("metaclasses", metaclasses),
        ("super_objects", super_objects),
        ("creation_errors", creation_errors),
        ("exceptions", exceptions),
        ("weak_references", weak_references),
        ("references_die", references_die),
        ("unions", unions),
    ]);
}

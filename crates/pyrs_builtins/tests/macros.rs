//! The macros and the shared argument binding, on a class and a module made for the purpose.

mod common;

use common::{call, get, ok, raises, string, suite};
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::convert::OptionalNone;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, protocol};

#[repr(C)]
struct CounterObject {
    header: Header,
    label: Field<Option<Value>>,
    count: std::cell::Cell<i64>,
}
heap_object!(CounterObject, "Counter", COUNTER_LAYOUT, [label]);

struct CounterMethods;

/// Counts.
#[pymethods]
impl CounterMethods {
    /// Add to the count.
    #[method]
    fn add(_thread: &mut Thread, this: Ref<CounterObject>, amount: i64) -> i64 {
        this.count.set(this.count.get() + amount);
        this.count.get()
    }

    #[method(name = "reset", flags = "LEAF|NO_GC")]
    fn clear(_thread: &mut Thread, this: Ref<CounterObject>) {
        this.count.set(0);
    }

    #[method(signature = "(low, high=10, /)")]
    fn between(_thread: &mut Thread, this: Ref<CounterObject>, low: i64, high: Option<i64>) -> bool {
        (low..high.unwrap_or(10)).contains(&this.count.get())
    }

    #[method(keywords = "prefix, times", kwonly = "times")]
    fn label_text(
        _thread: &mut Thread,
        this: Ref<CounterObject>,
        prefix: Ref<StrObject>,
        times: OptionalNone<usize>,
    ) -> String {
        let text = format!("{}{}", prefix.to_string_lossy(), this.count.get());
        text.repeat(times.0.unwrap_or(1))
    }

    #[method]
    fn raw(_thread: &mut Thread, this: Value, args: Args) -> PyResult<usize> {
        let _ = this;
        Ok(args.all().len())
    }

    #[classmethod]
    fn make(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<CounterObject>> {
        class.allocate_instance(thread)
    }

    #[staticmethod]
    fn double(_thread: &mut Thread, number: f64) -> f64 {
        2.0 * number
    }

    /// The label.
    #[getter]
    fn label(_thread: &mut Thread, this: Ref<CounterObject>) -> Option<Value> {
        this.label.get()
    }

    #[setter]
    fn set_label(_thread: &mut Thread, this: Ref<CounterObject>, value: Option<Value>) -> PyResult<()> {
        this.label.set(this, value);
        Ok(())
    }

    #[getter]
    fn count(_thread: &mut Thread, this: Ref<CounterObject>) -> i64 {
        this.count.get()
    }

    #[slot]
    fn len(_thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(this.downcast::<CounterObject>().map_or(0, |c| c.count.get() as usize))
    }

    #[slot(plain_ops = "Add")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        assert_eq!(op, BinaryOp::Add);
        Ok(TupleObject::from_slice(thread, &[left, right])?.value())
    }
}

static COUNTER: NativeClass = NativeClass::new("tests", "Counter", &COUNTER_LAYOUT)
    .subclassable()
    .methods(CounterMethods::TYPE_METHODS);

/// A module.
#[pymodule(name = "sample")]
mod sample {
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    /// The greater one.
    #[function]
    fn greater(_thread: &mut Thread, a: i64, b: i64) -> i64 {
        a.max(b)
    }

    #[function]
    fn negate(_thread: &mut Thread, x: f64) -> f64 {
        -x
    }

    #[attr]
    fn answer(_thread: &mut Thread) -> i64 {
        42
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        module.dict.get().set_str(thread, "ready", Value::small_int(1))
    }
}

fn counter(thread: &mut Thread) -> Value {
    let class = COUNTER.create(thread);
    let class = ok(thread, class);
    let made = call(thread, class.value(), "make", &[]);
    ok(thread, made)
}

fn methods_convert(thread: &mut Thread) {
    let object = counter(thread);
    let int = Value::small_int;
    let sum = call(thread, object, "add", &[int(5)]);
    assert_eq!(ok(thread, sum), int(5));
    let between = call(thread, object, "between", &[int(1)]);
    assert_eq!(ok(thread, between), pyrs_object::bool_value(true));
    let doubled = call(thread, object, "double", &[int(4)]);
    assert_eq!(ok(thread, doubled).as_immediate_float(), Some(8.0));
    let count = call(thread, object, "raw", &[int(1), int(2)]);
    assert_eq!(ok(thread, count), int(2));
    let length = protocol::len(thread, object);
    assert_eq!(ok(thread, length), 5);
    let prefix = common::text(thread, "n");
    let keywords = {
        let names = [common::text(thread, "prefix"), common::text(thread, "times")];
        TupleObject::from_slice(thread, &names)
    };
    let keywords = ok(thread, keywords);
    let method = get(thread, object, "label_text");
    let all = [prefix, int(2)];
    let labelled = protocol::call_args(thread, method, Args::new(&all, Some(keywords)));
    assert_eq!(string(ok(thread, labelled)), "n5n5");
    let reset = call(thread, object, "reset", &[]);
    ok(thread, reset);
    assert_eq!(get(thread, object, "count"), int(0));
    let sum = protocol::binary(thread, BinaryOp::Add, object, int(1));
    ok(thread, sum);
}

fn accessors(thread: &mut Thread) {
    let object = counter(thread);
    assert_eq!(get(thread, object, "label"), pyrs_object::none());
    let set = common::set(thread, object, "label", Some(Value::small_int(3)));
    ok(thread, set);
    assert_eq!(get(thread, object, "label"), Value::small_int(3));
    let set = common::set(thread, object, "count", Some(Value::small_int(3)));
    raises(
        thread,
        set,
        "AttributeError: attribute 'count' of 'tests.Counter' objects is not writable",
    );
}

fn argument_errors(thread: &mut Thread) {
    let object = counter(thread);
    let int = Value::small_int;
    let cases: &[(&str, &[Value], &str)] = &[
        ("add", &[], "Counter.add() takes exactly one argument (0 given)"),
        (
            "add",
            &[int(1), int(2)],
            "Counter.add() takes exactly one argument (2 given)",
        ),
        ("reset", &[int(1)], "Counter.reset() takes no arguments (1 given)"),
        ("between", &[], "between expected at least 1 argument, got 0"),
        (
            "between",
            &[int(1), int(2), int(3)],
            "between expected at most 2 arguments, got 3",
        ),
        (
            "label_text",
            &[],
            "label_text() missing required argument 'prefix' (pos 1)",
        ),
        (
            "label_text",
            &[int(1)],
            "label_text() argument 'prefix' must be str, not int",
        ),
        (
            "label_text",
            &[int(1), int(2)],
            "label_text() takes exactly 1 positional argument (2 given)",
        ),
        (
            "add",
            &[pyrs_object::none()],
            "'NoneType' object cannot be interpreted as an integer",
        ),
    ];
    for (method, args, expected) in cases {
        let result = call(thread, object, method, args);
        raises(thread, result, &format!("TypeError: {expected}"));
    }
    let keywords = {
        let names = [common::text(thread, "x")];
        TupleObject::from_slice(thread, &names)
    };
    let keywords = ok(thread, keywords);
    for (method, expected) in [
        ("add", "Counter.add() takes no keyword arguments"),
        ("label_text", "label_text() missing required argument 'prefix' (pos 1)"),
    ] {
        let method = get(thread, object, method);
        let result = protocol::call_args(thread, method, Args::new(&[int(1)], Some(keywords)));
        raises(thread, result, &format!("TypeError: {expected}"));
    }
    let class = object.as_object().map(|o| o.class().value()).expect("a heap object");
    let add = get(thread, class, "add");
    let result = protocol::call(thread, add, &[int(1), int(1)]);
    raises(
        thread,
        result,
        "TypeError: descriptor 'add' for 'tests.Counter' objects doesn't apply to a 'int' object",
    );
    let result = protocol::call(thread, add, &[]);
    raises(
        thread,
        result,
        "TypeError: unbound method Counter.add() needs an argument",
    );
}

fn modules(thread: &mut Thread) {
    let module = sample::create(thread);
    let module = ok(thread, module).value();
    assert_eq!(get(thread, module, "answer"), Value::small_int(42));
    assert_eq!(get(thread, module, "ready"), Value::small_int(1));
    assert_eq!(string(get(thread, module, "__doc__")), "A module.");
    let args = [Value::small_int(3), Value::small_int(9)];
    let greater = call(thread, module, "greater", &args);
    assert_eq!(ok(thread, greater), Value::small_int(9));
    let error = call(thread, module, "negate", &[]);
    raises(
        thread,
        error,
        "TypeError: sample.negate() takes exactly one argument (0 given)",
    );
    let error = call(thread, module, "greater", &[Value::small_int(3)]);
    raises(thread, error, "TypeError: greater expected 2 arguments, got 1");
    let greater = get(thread, module, "greater");
    assert_eq!(string(get(thread, greater, "__text_signature__")), "($module, a, b, /)");
    assert_eq!(string(get(thread, greater, "__doc__")), "The greater one.");
}

#[test]
fn macros() {
    suite(&[
        ("methods_convert", methods_convert),
        ("accessors", accessors),
        ("argument_errors", argument_errors),
        ("modules", modules),
    ]);
}

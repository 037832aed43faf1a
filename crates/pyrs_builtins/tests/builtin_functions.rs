//! The functions and iterators of `builtins` that need no interpreter: results and error texts, by table.

mod common;

use common::{call, get, name, ok, raised_text, raises, repr, string, suite, text};
use pyrs_object::bytes::BytesObject;
use pyrs_object::dict::DictObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Thread, Value, core, int, none, protocol};

/// An argument in a table.
#[derive(Clone, Copy)]
enum Arg {
    Int(i64),
    Float(f64),
    Str(&'static str),
    Bytes(&'static [u8]),
    /// A name of `builtins`.
    Name(&'static str),
    /// 2 to the power.
    Power(u32),
}
use Arg::{Bytes, Float, Int, Name, Power, Str};

fn builtin(thread: &mut Thread, function: &str) -> Value {
    let function = name(thread, function);
    core()
        .builtins
        .get()
        .get_interned(function)
        .expect("a name of builtins")
}

fn value(thread: &mut Thread, arg: Arg) -> Value {
    let made = match arg {
        Int(number) => int::from_i64(thread, number),
        Float(number) => pyrs_object::float::from_f64(thread, number),
        Str(content) => Ok(text(thread, content)),
        Bytes(content) => BytesObject::new(thread, content).map(|bytes| bytes.value()),
        Name(global) => Ok(builtin(thread, global)),
        Power(exponent) => {
            let function = builtin(thread, "pow");
            protocol::call(
                thread,
                function,
                &[Value::small_int(2), Value::small_int(exponent.into())],
            )
        }
    };
    ok(thread, made)
}

fn apply(thread: &mut Thread, function: &str, args: &[Arg], keywords: &[(&str, Arg)]) -> PyResult<Value> {
    let function = builtin(thread, function);
    let mut values = [none(); 6];
    let mut names = [none(); 2];
    for (slot, arg) in values
        .iter_mut()
        .zip(args.iter().chain(keywords.iter().map(|(_, arg)| arg)))
    {
        *slot = value(thread, *arg);
    }
    for (slot, (keyword, _)) in names.iter_mut().zip(keywords) {
        *slot = text(thread, keyword);
    }
    let names = TupleObject::from_slice(thread, &names[..keywords.len()])?;
    let all = &values[..args.len() + keywords.len()];
    protocol::call_args(thread, function, Args::new(all, Some(names)))
}

/// The representation of the result, or the error as `Class: message`.
fn outcome(thread: &mut Thread, function: &str, args: &[Arg], keywords: &[(&str, Arg)]) -> String {
    match apply(thread, function, args, keywords) {
        Ok(result) => repr(thread, result),
        Err(_) => raised_text(thread),
    }
}

/// What an iterator gives, items of tuples joined by commas, and the error that ends it.
fn drained(thread: &mut Thread, iterator: PyResult<Value>) -> String {
    let iterator = ok(thread, iterator);
    let mut parts = Vec::new();
    loop {
        let item = match protocol::next(thread, iterator) {
            Ok(Some(item)) => item,
            Ok(None) => return parts.join(" "),
            Err(_) => {
                parts.push(raised_text(thread));
                return parts.join(" ");
            }
        };
        let part = match item.downcast::<TupleObject>() {
            Some(tuple) => {
                let items: Vec<String> = tuple.items().iter().map(|item| repr(thread, *item)).collect();
                items.join(",")
            }
            None => repr(thread, item),
        };
        parts.push(part);
    }
}

type Row = (
    &'static str,
    &'static [Arg],
    &'static [(&'static str, Arg)],
    &'static str,
);

fn check(thread: &mut Thread, rows: &[Row]) {
    for (function, args, keywords, expected) in rows {
        let found = outcome(thread, function, args, keywords);
        assert_eq!(found, *expected, "{function}() of {} arguments", args.len());
    }
}

fn numbers(thread: &mut Thread) {
    check(
        thread,
        &[
            ("abs", &[Int(-3)], &[], "3"),
            ("abs", &[Str("a")], &[], "TypeError: bad operand type for abs(): 'str'"),
            ("bin", &[Int(-5)], &[], "'-0b101'"),
            ("oct", &[Int(8)], &[], "'0o10'"),
            ("hex", &[Power(80)], &[], "'0x100000000000000000000'"),
            (
                "hex",
                &[Float(1.5)],
                &[],
                "TypeError: 'float' object cannot be interpreted as an integer",
            ),
            ("pow", &[Int(2), Int(-1), Int(7)], &[], "4"),
            ("pow", &[Int(2), Int(3), Int(-5)], &[], "-2"),
            ("pow", &[Int(2), Int(3)], &[("mod", Int(5))], "3"),
            (
                "pow",
                &[Int(2), Int(3), Int(0)],
                &[],
                "ValueError: pow() 3rd argument cannot be 0",
            ),
            (
                "pow",
                &[Str("a"), Int(2), Int(3)],
                &[],
                "TypeError: unsupported operand type(s) for ** or pow(): 'str', 'int', 'int'",
            ),
            (
                "pow",
                &[Int(2), Float(1.5), Int(3)],
                &[],
                "TypeError: pow() 3rd argument not allowed unless all arguments are integers",
            ),
            ("round", &[Float(2.5)], &[], "2"),
            (
                "round",
                &[Str("a")],
                &[],
                "TypeError: type str doesn't define __round__ method",
            ),
            (
                "divmod",
                &[Int(1), Str("a")],
                &[],
                "TypeError: unsupported operand type(s) for divmod(): 'int' and 'str'",
            ),
            ("len", &[Int(5)], &[], "TypeError: object of type 'int' has no len()"),
            ("len", &[Str("abc")], &[], "3"),
        ],
    );
}

fn texts(thread: &mut Thread) {
    check(
        thread,
        &[
            ("chr", &[Int(0x10_ffff)], &[], "'\\U0010ffff'"),
            ("chr", &[Int(-1)], &[], "ValueError: chr() arg not in range(0x110000)"),
            ("chr", &[Power(70)], &[], "ValueError: chr() arg not in range(0x110000)"),
            ("ord", &[Str("é")], &[], "233"),
            ("ord", &[Bytes(b"a")], &[], "97"),
            (
                "ord",
                &[Str("ab")],
                &[],
                "TypeError: ord() expected a character, but string of length 2 found",
            ),
            (
                "ord",
                &[Int(5)],
                &[],
                "TypeError: ord() expected string of length 1, but int found",
            ),
            ("ascii", &[Str("é\u{1f600}")], &[], "\"'\\\\xe9\\\\U0001f600'\""),
            ("format", &[Int(5)], &[], "'5'"),
            ("format", &[Int(255), Str("#x")], &[], "'0xff'"),
            (
                "format",
                &[Int(1), Int(2)],
                &[],
                "TypeError: format() argument 2 must be str, not int",
            ),
        ],
    );
}

fn attributes(thread: &mut Thread) {
    check(
        thread,
        &[
            ("getattr", &[Int(3), Str("real")], &[], "3"),
            ("getattr", &[Int(3), Str("nothing"), Str("d")], &[], "'d'"),
            (
                "getattr",
                &[Int(3), Str("nothing")],
                &[],
                "AttributeError: 'int' object has no attribute 'nothing'",
            ),
            (
                "getattr",
                &[Int(1), Int(2)],
                &[],
                "TypeError: attribute name must be string, not 'int'",
            ),
            (
                "getattr",
                &[Int(1)],
                &[],
                "TypeError: getattr expected at least 2 arguments, got 1",
            ),
            ("hasattr", &[Int(3), Str("real")], &[], "True"),
            ("hasattr", &[Int(3), Str("nothing")], &[], "False"),
            ("callable", &[Name("len")], &[], "True"),
            ("callable", &[Int(1)], &[], "False"),
            (
                "vars",
                &[Int(1)],
                &[],
                "TypeError: vars() argument must have __dict__ attribute",
            ),
            (
                "aiter",
                &[Int(5)],
                &[],
                "TypeError: 'int' object is not an async iterable",
            ),
            (
                "anext",
                &[Int(5)],
                &[],
                "TypeError: 'int' object is not an async iterator",
            ),
        ],
    );
}

fn iteration(thread: &mut Thread) {
    check(
        thread,
        &[
            ("min", &[Int(3), Int(2)], &[], "2"),
            ("max", &[Str("hello")], &[], "'o'"),
            ("max", &[Str("bB")], &[("key", Name("ord"))], "'b'"),
            ("min", &[Str("")], &[("default", Int(7))], "7"),
            ("min", &[Str("")], &[], "ValueError: min() iterable argument is empty"),
            ("min", &[], &[], "TypeError: min expected at least 1 argument, got 0"),
            (
                "min",
                &[Int(1), Int(2)],
                &[("default", Int(3))],
                "TypeError: Cannot specify a default for min() with multiple positional arguments",
            ),
            (
                "max",
                &[Str("")],
                &[("foo", Int(3))],
                "TypeError: max() got an unexpected keyword argument 'foo'",
            ),
            ("sum", &[Bytes(b"\x01\x02")], &[], "3"),
            ("sum", &[Bytes(b"\x01\x02")], &[("start", Float(0.5))], "3.5"),
            ("sum", &[Bytes(b"\x01\x02"), Int(i64::MAX)], &[], "9223372036854775810"),
            (
                "sum",
                &[Str(""), Str("")],
                &[],
                "TypeError: sum() can't sum strings [use ''.join(seq) instead]",
            ),
            ("all", &[Bytes(b"\x01\x00")], &[], "False"),
            ("any", &[Bytes(b"\x01\x00")], &[], "True"),
            (
                "iter",
                &[Int(5), Int(5)],
                &[],
                "TypeError: iter(v, w): v must be callable",
            ),
            ("next", &[Int(5)], &[], "TypeError: 'int' object is not an iterator"),
            ("sorted", &[], &[], "TypeError: sorted expected 1 argument, got 0"),
            (
                "print",
                &[],
                &[("sep", Int(5))],
                "TypeError: sep must be None or a string, not int",
            ),
            (
                "map",
                &[Int(1)],
                &[],
                "TypeError: map() must have at least two arguments.",
            ),
            (
                "filter",
                &[Int(1)],
                &[],
                "TypeError: filter expected 2 arguments, got 1",
            ),
            ("reversed", &[Int(1)], &[], "TypeError: 'int' object is not reversible"),
            (
                "enumerate",
                &[],
                &[],
                "TypeError: enumerate() missing required argument 'iterable'",
            ),
            (
                "enumerate",
                &[Str("")],
                &[("foo", Int(1))],
                "TypeError: 'foo' is an invalid keyword argument for enumerate()",
            ),
            (
                "exec",
                &[Str("1"), Int(5)],
                &[],
                "TypeError: exec() globals must be a dict, not int",
            ),
            ("eval", &[Str("1"), Int(5)], &[], "TypeError: globals must be a dict"),
            (
                "compile",
                &[Str("1"), Int(5), Str("exec")],
                &[],
                "TypeError: expected str, bytes or os.PathLike object, not int",
            ),
            (
                "compile",
                &[Str("1"), Str("f"), Str("foo")],
                &[],
                "ValueError: compile() mode must be 'exec', 'eval' or 'single'",
            ),
        ],
    );
}

fn iterators(thread: &mut Thread) {
    let rows: &[Row] = &[
        ("enumerate", &[Str("ab")], &[("start", Int(5))], "5,'a' 6,'b'"),
        ("enumerate", &[Str("a"), Power(70)], &[], "1180591620717411303424,'a'"),
        ("zip", &[Str("ab"), Str("xyz")], &[], "'a','x' 'b','y'"),
        ("zip", &[], &[], ""),
        (
            "zip",
            &[Str("a"), Str("xy")],
            &[("strict", Int(1))],
            "'a','x' ValueError: zip() argument 2 is longer than argument 1",
        ),
        (
            "zip",
            &[Str("ab"), Str("xy"), Str("z")],
            &[("strict", Int(1))],
            "'a','x','z' ValueError: zip() argument 3 is shorter than arguments 1-2",
        ),
        ("map", &[Name("ord"), Str("ab")], &[], "97 98"),
        (
            "map",
            &[Name("max"), Str("ad"), Str("bc")],
            &[("strict", Int(1))],
            "'b' 'd'",
        ),
        ("filter", &[Name("chr"), Bytes(b"\x00a")], &[], "0 97"),
        ("filter", &[Name("None"), Bytes(b"\x00a")], &[], "97"),
        ("reversed", &[Str("abc")], &[], "'c' 'b' 'a'"),
        ("iter", &[Name("int"), Int(0)], &[], ""),
    ];
    for (function, args, keywords, expected) in rows {
        let iterator = apply(thread, function, args, keywords);
        assert_eq!(drained(thread, iterator), *expected, "{function}()");
    }
}

fn state_of_iterators(thread: &mut Thread) {
    let reversed = apply(thread, "reversed", &[Str("abc")], &[]);
    let reversed = ok(thread, reversed);
    let first = protocol::next(thread, reversed);
    ok(thread, first);
    let hint = call(thread, reversed, "__length_hint__", &[]);
    assert_eq!(ok(thread, hint), Value::small_int(2));
    let state = call(thread, reversed, "__setstate__", &[Value::small_int(0)]);
    ok(thread, state);
    assert_eq!(drained(thread, Ok(reversed)), "'a'");
    let made = core().hooks.sequence_iterator.get().expect("registered");
    let sequence = text(thread, "xy");
    let items = made(thread, sequence);
    assert_eq!(drained(thread, items), "'x' 'y'");
    let ended = call(thread, ok_value(items), "__length_hint__", &[]);
    assert_eq!(ok(thread, ended), Value::small_int(0));
}

fn ok_value(result: PyResult<Value>) -> Value {
    result.expect("a value")
}

/// `print` goes through the `write` of its file: here `setdefault` of a dict, which keeps the texts in order.
fn printing(thread: &mut Thread) {
    let made = ModuleObject::new(thread, "sys", None);
    let system = ok(thread, made);
    let key = name(thread, "sys");
    let entered = core().modules.get().set(thread, key.value(), system.value());
    ok(thread, entered);
    let printed = apply(thread, "print", &[Int(1)], &[]);
    raises(thread, printed, "RuntimeError: lost sys.stdout");
    let set = system.dict.get().set_str(thread, "stdout", none());
    ok(thread, set);
    assert_eq!(outcome(thread, "print", &[Int(1)], &[]), "None");
    let stream = DictObject::new(thread);
    let stream = ok(thread, stream);
    let file = ModuleObject::new(thread, "file", None);
    let file = ok(thread, file);
    let write = get(thread, stream.value(), "setdefault");
    let set = file.dict.get().set_str(thread, "write", write);
    ok(thread, set);
    let set = system.dict.get().set_str(thread, "stdout", file.value());
    ok(thread, set);
    assert_eq!(
        outcome(thread, "print", &[Int(1), Str("a")], &[("end", Str("!"))]),
        "None"
    );
    let (mut written, mut position) = (Vec::new(), 0);
    while let Some((at, key, _)) = stream.next_entry(position) {
        position = at + 1;
        written.push(string(key));
    }
    assert_eq!(written, ["1", " ", "a", "!"]);
}

#[test]
fn builtin_functions() {
    suite(&[
        ("numbers", numbers),
        ("texts", texts),
        ("attributes", attributes),
        ("iteration", iteration),
        ("iterators", iterators),
        ("state_of_iterators", state_of_iterators),
        ("printing", printing),
    ]);
}

//! Dicts and sets called natively: methods, views, iteration and its errors, set algebra.

mod common;

use common::{ok, raises, suite};
use pyrs_object::{Thread, Value, core, protocol, slots::CompareOp};

/// `object.method(*args)`, which must not raise.
#[track_caller]
fn call(thread: &mut Thread, object: Value, method: &str, args: &[Value]) -> Value {
    let result = common::call(thread, object, method, args);
    ok(thread, result)
}

fn int(value: i64) -> Value {
    Value::small_int(value)
}

fn dict(thread: &mut Thread, keys: &[i64]) -> Value {
    let made = protocol::call(thread, core().types.dict.get().value(), &[]);
    let dict = ok(thread, made);
    for key in keys {
        let set = protocol::setitem(thread, dict, int(*key), Some(int(key * 10)));
        ok(thread, set);
    }
    dict
}

/// The ints that an iterable yields.
fn ints(thread: &mut Thread, iterable: Value) -> Vec<i64> {
    let mut all = Vec::new();
    let walked = protocol::for_each(thread, iterable, |_, item| {
        all.extend(item.as_small_int());
        Ok(())
    });
    ok(thread, walked);
    all
}

fn same(thread: &mut Thread, left: Value, right: Value) -> bool {
    let result = protocol::compare(thread, CompareOp::Eq, left, right).and_then(|r| protocol::truth(thread, r));
    ok(thread, result)
}

fn entries(thread: &mut Thread) {
    let d = dict(thread, &[3, 1, 2]);
    assert_eq!(ints(thread, d), [3, 1, 2]);
    let values = call(thread, d, "values", &[]);
    assert_eq!(ints(thread, values), [30, 10, 20]);
    let backward = call(thread, values, "__reversed__", &[]);
    assert_eq!(ints(thread, backward), [20, 10, 30]);
    assert_eq!(call(thread, d, "get", &[int(1)]), int(10));
    assert_eq!(call(thread, d, "setdefault", &[int(9), int(5)]), int(5));
    assert_eq!(call(thread, d, "pop", &[int(9)]), int(5));
    let popped = common::call(thread, d, "pop", &[int(9)]);
    raises(thread, popped, "KeyError: 9");
    let copy = call(thread, d, "copy", &[]);
    assert!(same(thread, copy, d));
    let items = call(thread, d, "items", &[]);
    let again = protocol::call(thread, core().types.dict.get().value(), &[items]);
    let again = ok(thread, again);
    assert!(same(thread, again, d));
    let large = dict(thread, &(0..500).collect::<Vec<_>>());
    call(thread, d, "update", &[large]);
    assert_eq!(ints(thread, d).len(), 500);
    call(thread, d, "clear", &[]);
    assert_eq!(ints(thread, d), []);
}

fn iteration_notices_changes(thread: &mut Thread) {
    let d = dict(thread, &[1, 2]);
    let iterator = protocol::iter(thread, d);
    let iterator = ok(thread, iterator);
    let first = protocol::next(thread, iterator);
    assert_eq!(ok(thread, first), Some(int(1)));
    call(thread, d, "__setitem__", &[int(3), int(3)]);
    let second = protocol::next(thread, iterator);
    raises(thread, second, "RuntimeError: dictionary changed size during iteration");
}

#[test]
fn maps() {
    suite(&[
        ("entries", entries),
        ("iteration_notices_changes", iteration_notices_changes),
    ]);
}

//! Boots the object model once and runs a list of cases in it, then once more with collections all the time.
#![allow(dead_code)]

use pyrs_object::exception::ExceptionObject;
use pyrs_object::gc::HeapConfig;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

/// A named case.
pub type Case = (&'static str, fn(&mut Thread));

/// Runs the cases plainly, then under gc-stress. The process-wide root allows one heap, so a test binary calls this once.
pub fn suite(cases: &[Case]) {
    let base = 0u64;
    let config = HeapConfig {
        poison: true,
        verify: true,
        ..HeapConfig::default()
    };
    // SAFETY: this frame outlives the heap, which is the only one of the process; the thread is dropped first.
    let started = unsafe { pyrs_object::bootstrap::start(config, (&raw const base).cast()) };
    let (heap, mut thread) = started.expect("start-up");
    if pyrs_builtins::register_all(&mut thread).is_err() {
        panic!("register_all: {}", raised_text(&mut thread));
    }
    heap.enable();
    for stress in [0, 1] {
        heap.set_stress(stress);
        for (name, case) in cases {
            println!("{name} (gc-stress {stress})");
            case(&mut thread);
            assert!(
                thread.raised.is_none(),
                "{name} left an exception: {}",
                raised_text(&mut thread)
            );
        }
    }
    heap.set_stress(0);
    let stats = heap.stats();
    println!(
        "{} young, {} full collections",
        stats.young_collections, stats.full_collections
    );
    assert!(stats.full_collections > 20, "gc-stress did not collect");
    drop(thread);
    drop(heap);
}

/// `Class: text` of the pending exception, which is taken.
pub fn raised_text(thread: &mut Thread) -> String {
    let Some(exception) = thread.take_raised() else {
        return "nothing raised".to_owned();
    };
    describe(thread, exception)
}

/// `Class: text` of an exception.
pub fn describe(thread: &mut Thread, exception: Ref<ExceptionObject>) -> String {
    let class = class_of(exception.value()).name_for_message();
    match protocol::str(thread, exception.value()) {
        Ok(text) => format!("{class}: {}", text.to_string_lossy()),
        Err(_) => format!("{class}: <str() failed>"),
    }
}

/// The value, or a panic with the exception.
#[track_caller]
pub fn ok<T>(thread: &mut Thread, result: PyResult<T>) -> T {
    match result {
        Ok(value) => value,
        Err(_) => panic!("raised {}", raised_text(thread)),
    }
}

/// Asserts that a result is an exception with a text.
#[track_caller]
pub fn raises<T>(thread: &mut Thread, result: PyResult<T>, expected: &str) {
    match result {
        Ok(_) => panic!("nothing raised, expected {expected}"),
        Err(_) => assert_eq!(raised_text(thread), expected),
    }
}

/// An interned string.
pub fn name(thread: &mut Thread, text: &str) -> Ref<StrObject> {
    let result = StrObject::intern(thread, text);
    ok(thread, result)
}

/// A string value.
pub fn text(thread: &mut Thread, text: &str) -> Value {
    name(thread, text).value()
}

/// `object.attribute`.
#[track_caller]
pub fn get(thread: &mut Thread, object: Value, attribute: &str) -> Value {
    let result = try_get(thread, object, attribute);
    ok(thread, result)
}

/// `object.attribute`, or the error.
pub fn try_get(thread: &mut Thread, object: Value, attribute: &str) -> PyResult<Value> {
    let attribute = name(thread, attribute);
    protocol::getattr(thread, object, attribute)
}

/// `object.attribute = value`.
pub fn set(thread: &mut Thread, object: Value, attribute: &str, value: Option<Value>) -> PyResult<()> {
    let attribute = name(thread, attribute);
    protocol::setattr(thread, object, attribute, value)
}

/// `object.method(*args)`.
pub fn call(thread: &mut Thread, object: Value, method: &str, args: &[Value]) -> PyResult<Value> {
    let method = name(thread, method);
    protocol::call_method(thread, object, method, args)
}

/// The text of a string value.
#[track_caller]
pub fn string(value: Value) -> String {
    match value.downcast::<StrObject>() {
        Some(string) => string.to_string_lossy(),
        None => panic!("not a string: {value:?}"),
    }
}

/// `repr(object)`.
#[track_caller]
pub fn repr(thread: &mut Thread, object: Value) -> String {
    let result = protocol::repr(thread, object);
    ok(thread, result).to_string_lossy()
}

/// The value as a class.
#[track_caller]
pub fn class(value: Value) -> Ref<TypeObject> {
    value.downcast().expect("a class")
}

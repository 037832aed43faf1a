//! Calls functions of the module in a booted object model, under gc-stress.

use pyrs_object::gc::HeapConfig;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, core, protocol};

fn text_of(thread: &mut Thread, value: Value) -> String {
    protocol::repr(thread, value).map_or_else(|_| "repr failed".to_owned(), |text| text.to_string_lossy())
}

fn ok(thread: &mut Thread, result: PyResult<Value>) -> Value {
    match result {
        Ok(value) => value,
        Err(_) => {
            let raised = thread.take_raised().expect("an exception").value();
            panic!("raised {}", text_of(thread, raised));
        }
    }
}

fn attribute(thread: &mut Thread, object: Value, name: &str) -> Value {
    let name = StrObject::intern(thread, name).expect("a name");
    let result = protocol::getattr(thread, object, name);
    ok(thread, result)
}

#[test]
fn posix_functions() {
    let base = 0u64;
    // SAFETY: this frame outlives the heap, which is the only one of the process; the thread is dropped first.
    let started = unsafe { pyrs_object::bootstrap::start(HeapConfig::default(), (&raw const base).cast()) };
    let (heap, mut thread) = started.expect("start-up");
    let thread_ref: &mut Thread = &mut thread;
    pyrs_builtins::register_all(thread_ref).expect("classes");
    heap.enable();
    heap.set_stress(1);
    let module = pyrs_lib_posix::posix::MODULE.create(thread_ref).map(|m| m.value());
    let module = ok(thread_ref, module);
    core()
        .builtins
        .get()
        .set_str(thread_ref, "posix", module)
        .expect("kept");

    let root = StrObject::from_str(thread_ref, "/").expect("a path").value();
    let stat = attribute(thread_ref, module, "stat");
    let result = protocol::call(thread_ref, stat, &[root]);
    let result = ok(thread_ref, result);
    assert!(text_of(thread_ref, result).starts_with("os.stat_result(st_mode=16"));
    assert_eq!(attribute(thread_ref, result, "st_uid").as_small_int(), Some(0));
    let exact = attribute(thread_ref, result, "st_mtime_ns")
        .as_small_int()
        .expect("an int");
    let whole = protocol::getitem(thread_ref, result, Value::small_int(8));
    if let Ok(whole) = whole {
        assert_eq!(whole.as_small_int(), Some(exact / 1_000_000_000));
    } else {
        thread_ref.take_raised();
    }

    let missing = StrObject::from_str(thread_ref, "/nowhere/at all")
        .expect("a path")
        .value();
    assert!(protocol::call(thread_ref, stat, &[missing]).is_err());
    let raised = thread_ref.take_raised().expect("an exception").value();
    assert_eq!(
        text_of(thread_ref, raised),
        "FileNotFoundError(2, 'No such file or directory')"
    );
    let listdir = attribute(thread_ref, module, "listdir");
    let names = protocol::call(thread_ref, listdir, &[root]);
    ok(thread_ref, names);
    heap.set_stress(0);
    drop(thread);
    drop(heap);
}

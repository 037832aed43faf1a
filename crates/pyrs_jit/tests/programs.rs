//! Runs small programs in every mode of the JIT on a bare runtime and compares what `main()` returns.
//!
//! The runtime has only what the programs need: ints, floats, classes, lists and tuples, and `irange`, an iterator over
//! ints. Everything is one test, because the runtime is one per process.

use pyrs_compiler::{CompileOptions, Interaction, Tree};
use pyrs_jit::{JitConfig, JitMode};
use pyrs_object::code::CodeObject;
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::function::{Args, NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::gc::{HeapConfig, current_stack_base};
use pyrs_object::header::Ref;
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;
use std::time::Instant;

static IRANGE: NativeDef = NativeDef {
    name: "irange",
    doc: "",
    function: irange,
    flags: NativeFlags::LEAF,
};

fn irange(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let bound = |index: usize| args.positional().get(index).and_then(|value| value.as_small_int());
    let (start, stop) = match (bound(0), bound(1)) {
        (Some(start), Some(stop)) => (start, stop),
        (Some(stop), None) => (0, stop),
        _ => return Err(thread.type_error(format_args!("irange() takes one or two ints"))),
    };
    let count = (stop - start).max(0) as u64;
    Ok(RangeIterator::new(thread, start, 1, count)?.value())
}

static FILLED: NativeDef = NativeDef {
    name: "filled",
    doc: "",
    function: filled,
    flags: NativeFlags::LEAF,
};

fn filled(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let [item, count] = args.positional() else {
        return Err(thread.type_error(format_args!("filled() takes an item and a count")));
    };
    let list = ListObject::with_capacity(thread, 0)?;
    for _ in 0..count.as_small_int().unwrap_or(0) {
        list.push(thread, *item)?;
    }
    Ok(list.value())
}

fn iterators() {
    let types = &core().types;
    for (class, iter) in [
        (&types.list, list_iter as fn(&mut Thread, Value) -> PyResult<Value>),
        (&types.tuple, tuple_iter),
        (&types.range_iterator, same),
        (&types.list_iterator, same),
        (&types.tuple_iterator, same),
    ] {
        let mut slots = class.get().slots.get();
        slots.iter = Some(iter);
        class.get().slots.set(slots);
    }
    for (class, next) in [
        (
            &types.list_iterator,
            list_next as fn(&mut Thread, Value) -> PyResult<Option<Value>>,
        ),
        (&types.tuple_iterator, tuple_next),
    ] {
        let mut slots = class.get().slots.get();
        slots.next = Some(next);
        class.get().slots.set(slots);
    }
    let mut slots = types.list.get().slots.get();
    slots.getitem = Some(item);
    slots.setitem = Some(set_item);
    types.list.get().slots.set(slots);
    let mut slots = types.tuple.get().slots.get();
    slots.getitem = Some(item);
    types.tuple.get().slots.set(slots);
    let mut slots = types.range_iterator.get().slots.get();
    slots.next = Some(range_next);
    types.range_iterator.get().slots.set(slots);
}

fn list_next(_: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    Ok(iterator
        .downcast::<SequenceIterator>()
        .and_then(|iterator| iterator.next_of_list()))
}

fn tuple_next(_: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    Ok(iterator
        .downcast::<SequenceIterator>()
        .and_then(|iterator| iterator.next_of_tuple()))
}

fn position(thread: &mut Thread, length: usize, key: Value) -> PyResult<usize> {
    let index = key.as_small_int().unwrap_or(i64::MAX);
    let index = if index < 0 { index + length as i64 } else { index };
    match usize::try_from(index) {
        Ok(index) if index < length => Ok(index),
        _ => Err(thread.index_error(format_args!("index out of range"))),
    }
}

fn item(thread: &mut Thread, object: Value, key: Value) -> PyResult<Value> {
    let items: Vec<Value> = match (object.downcast::<ListObject>(), object.downcast::<TupleObject>()) {
        (Some(list), _) => list.items().to_vec(),
        (_, Some(tuple)) => tuple.items().to_vec(),
        _ => return Err(thread.type_error(format_args!("no sequence"))),
    };
    Ok(items[position(thread, items.len(), key)?])
}

fn set_item(thread: &mut Thread, object: Value, key: Value, value: Option<Value>) -> PyResult<()> {
    let (Some(list), Some(value)) = (object.downcast::<ListObject>(), value) else {
        return Err(thread.type_error(format_args!("no list item")));
    };
    let index = position(thread, list.len(), key)?;
    list.set(index, value);
    Ok(())
}

fn range_next(_: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    Ok(iterator
        .downcast::<RangeIterator>()
        .and_then(|iterator| iterator.advance()))
}

fn list_iter(thread: &mut Thread, list: Value) -> PyResult<Value> {
    match list.downcast::<ListObject>() {
        Some(list) => Ok(SequenceIterator::of_list(thread, list)?.value()),
        None => Err(thread.type_error(format_args!("no list"))),
    }
}

fn tuple_iter(thread: &mut Thread, tuple: Value) -> PyResult<Value> {
    match tuple.downcast::<TupleObject>() {
        Some(tuple) => Ok(SequenceIterator::of_tuple(thread, tuple)?.value()),
        None => Err(thread.type_error(format_args!("no tuple"))),
    }
}

fn same(_: &mut Thread, value: Value) -> PyResult<Value> {
    Ok(value)
}

fn run(thread: &mut Thread, text: &str) -> PyResult<String> {
    let source = pyrs_syntax::Source::from_str(text).unwrap_or_else(|error| panic!("{error:?}"));
    let parsed = pyrs_syntax::parse_module(&source).unwrap_or_else(|error| panic!("{error:?}"));
    let options = CompileOptions {
        optimize: 0,
        interaction: Interaction::Silent,
        future_annotations: false,
    };
    let template = pyrs_compiler::compile(Tree::Module(&parsed.module), &parsed.lines, &options)
        .unwrap_or_else(|error| panic!("{error:?}"));
    let filename = StrObject::from_str(thread, "<test>")?;
    let code = Ref::<CodeObject>::from_template(thread, Box::leak(Box::new(template)), filename)?;
    let globals = DictObject::new(thread)?;
    let name = StrObject::from_str(thread, "__main__")?;
    globals.set_str(thread, "__name__", name.value())?;
    for definition in [&IRANGE, &FILLED] {
        let function = NativeFunctionObject::new(thread, definition, None)?;
        globals.set_str(thread, definition.name, function.value())?;
    }
    pyrs_interp::call::run_code(thread, code, globals, None, None)?;
    let main = StrObject::intern(thread, "main")?;
    let main = globals.get_interned(main).unwrap_or_else(|| panic!("no main"));
    let result = protocol::call(thread, main, &[])?;
    Ok(shown(thread, result))
}

fn shown(thread: &mut Thread, value: Value) -> String {
    if let Some(items) = value.downcast::<TupleObject>() {
        let parts: Vec<String> = items.items_unbound().iter().map(|item| shown(thread, *item)).collect();
        return format!("({})", parts.join(", "));
    }
    match protocol::repr(thread, value) {
        Ok(text) => text.to_string_lossy(),
        Err(_) => "no repr".to_string(),
    }
}

fn outcome(thread: &mut Thread, text: &str) -> String {
    match run(thread, text) {
        Ok(text) => text,
        Err(_) => {
            let raised = thread.take_raised();
            let Some(exception) = raised else {
                return "error".to_string();
            };
            let mut entries = 0;
            let mut next = exception.traceback.get();
            let mut lines = String::new();
            while let Some(entry) = next {
                entries += 1;
                lines += &format!(" {}", entry.line());
                next = entry.next.get();
            }
            let class = pyrs_object::class_of(exception.value()).name_for_message();
            let text = protocol::str(thread, exception.value()).map_or(String::new(), |t| t.to_string_lossy());
            format!("{class}: {text} [{entries} entries:{lines}]")
        }
    }
}

fn configuration(name: &str) -> JitConfig {
    let base = JitConfig {
        log: std::env::var_os("JIT_LOG").is_some(),
        dump: std::env::var("JIT_DUMP")
            .ok()
            .and_then(|text| pyrs_jit::config::DumpKinds::parse(&text).ok())
            .unwrap_or_default(),
        dump_filter: std::env::var("JIT_FILTER").unwrap_or_default(),
        ..JitConfig::default()
    };
    match name {
        "eager" | "gc" => JitConfig {
            mode: JitMode::Eager,
            ..base
        },
        "stress" => JitConfig {
            mode: JitMode::Eager,
            deopt_every: 7,
            ..base
        },
        _ => base,
    }
}

#[test]
fn programs_agree_in_all_modes() {
    // SAFETY: the base is that of this thread's stack, and both boxes live to the end.
    let started = unsafe { pyrs_object::bootstrap::start(HeapConfig::default(), current_stack_base()) };
    let (heap, mut thread) = started.unwrap();
    let thread: &mut Thread = &mut thread;
    pyrs_builtins::register_all(thread).unwrap();
    pyrs_interp::install(thread).unwrap();
    iterators();
    heap.enable();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let only = std::env::var("JIT_ONLY").unwrap_or_default();
    files.retain(|path| path.to_string_lossy().contains(&only));
    let texts: Vec<String> = files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let mut expected = Vec::new();
    let mut failed = Vec::new();
    for mode in ["off", "on", "eager", "stress", "gc"] {
        if mode != "off" {
            pyrs_jit::install(configuration(mode)).unwrap();
            heap.set_stress(if mode == "gc" { 20 } else { 0 });
        }
        for (index, text) in texts.iter().enumerate() {
            let name = files[index].file_stem().unwrap().to_string_lossy();
            let begun = Instant::now();
            let result = outcome(thread, text);
            println!(
                "{mode:6} {name:24} {:8.1} ms  {result}",
                begun.elapsed().as_secs_f64() * 1e3
            );
            if mode == "off" {
                expected.push(result);
            } else if result != expected[index] {
                failed.push(format!("{mode} {name}: {result}, not {}", expected[index]));
            }
        }
        if mode == "on" {
            pyrs_jit::print_stats(&mut std::io::stdout()).unwrap();
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

//! Runs small programs in every mode of the JIT on a bare runtime and compares what `main()` returns.
//!
//! The runtime has the built-in types and functions and no modules. Everything is one test, because the runtime is one per
//! process.

use pyrs_compiler::{CompileOptions, Interaction, Tree};
use pyrs_jit::{JitConfig, JitMode};
use pyrs_object::code::CodeObject;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::gc::{HeapConfig, current_stack_base};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;
use std::time::Instant;

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
    heap.enable();
    let folder = match std::env::var_os("JIT_PROGRAMS") {
        Some(folder) => folder.into(),
        None => std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs"),
    };
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
            println!("{:?}", pyrs_jit::rows(&heap));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

//! When and how functions and loops are compiled.

use crate::dump::Dump;
use crate::helpers;
use crate::units::{Jit, Unit, set_resume_entry, with};
use pyrs_abi::Refusal;
use pyrs_codegen::{Compiled, Options};
use pyrs_hir::builder::{self, Built, EntryPoint, Request};
use pyrs_hir::passes;
use pyrs_object::array::ValueArray;
use pyrs_object::code::CodeObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::gc::RootVec;
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use std::cell::Cell;
use std::time::Instant;

/// Hook: a function's call budget is used up.
pub(crate) fn function_hot(thread: &mut Thread, function: Ref<FunctionObject>) -> bool {
    let code = function.code.get();
    let wanted = with(|jit| {
        let info = jit.info(code);
        !info.refused && info.unit.is_none()
    });
    if wanted != Some(true) {
        return !code.entry.get().is_null();
    }
    compile(thread, function, EntryPoint::Call).is_some()
}

/// Hook: a loop's budget is used up.
pub(crate) fn loop_hot(thread: &mut Thread, function: Ref<FunctionObject>, target: u32) -> *const u8 {
    let code = function.code.get();
    let known = with(|jit| {
        let info = jit.info(code);
        if info.loops_refused {
            code.loop_budget.set(i32::MAX);
            return Some(None);
        }
        if info.refused_loops.contains(&target) {
            return Some(None);
        }
        let unit = info.loops.get(&target).copied()?;
        jit.counters.loop_entries += 1;
        Some(Some(jit.units[unit as usize].entry))
    });
    match known {
        Some(Some(Some(entry))) => entry as *const u8,
        Some(None) => match compile(thread, function, EntryPoint::Loop(target)) {
            Some(entry) => {
                with(|jit| jit.counters.loop_entries += 1);
                entry as *const u8
            }
            None => std::ptr::null(),
        },
        _ => std::ptr::null(),
    }
}

/// Hook: a generator's resumption budget is used up.
pub(crate) fn resume_hot(thread: &mut Thread, generator: Ref<GeneratorObject>) {
    let code = generator.code.get();
    let point = generator.pc.get() as u32;
    let Some(function) = generator.function.get().and_then(|f| f.downcast::<FunctionObject>()) else {
        return;
    };
    if with(|jit| jit.info(code).refused_resumes.contains(&point)) == Some(false) {
        compile(thread, function, EntryPoint::Resume(point));
    }
}

/// Compiles; the entry.
fn compile(thread: &mut Thread, function: Ref<FunctionObject>, entry: EntryPoint) -> Option<usize> {
    let code = function.code.get();
    let (result, constants) = with(|jit| {
        let mut constants = Vec::new();
        let result = jit.compile(function, entry, &mut constants);
        (result, constants)
    })?;
    match result {
        Ok(unit) => keep(thread, code, &constants)
            .then(|| with(|jit| jit.publish(unit)))
            .flatten()
            .flatten(),
        Err(refusal) => {
            with(|jit| jit.refuse(code, entry, refusal));
            None
        }
    }
}

/// Makes the code object keep the words that its compiled code names. False if memory is out.
fn keep(thread: &mut Thread, code: Ref<CodeObject>, constants: &[u64]) -> bool {
    with(|jit| {
        let compiled = jit.compiled.get_or_insert_with(|| RootVec::new(thread.heap()));
        compiled.push(code.address());
    });
    let mut roots = RootVec::new(thread.heap());
    for &word in constants {
        roots.push(word);
    }
    let Ok(array) = ValueArray::new(thread, constants.len() + 1) else {
        thread.take_raised();
        return false;
    };
    for (index, &word) in constants.iter().enumerate() {
        // SAFETY: constants are live values, kept by `roots`.
        array.set(index, unsafe { Value::from_bits(word) });
    }
    array.set(constants.len(), code.jit_state.get());
    code.jit_state.set(code, Some(array.value()));
    true
}

impl Jit {
    /// Compiles a version; its unit is not yet entered by anybody.
    fn compile(
        &mut self,
        function: Ref<FunctionObject>,
        entry: EntryPoint,
        constants: &mut Vec<u64>,
    ) -> Result<u32, Refusal> {
        let code = function.code.get();
        let max_versions = self.config.max_versions;
        let info = self.info(code);
        let versions = info.versions.entry(entry).or_default();
        if *versions >= max_versions {
            return Err(Refusal::Versions);
        }
        *versions += 1;
        let avoided = info.avoided.clone();
        let begun = Instant::now();
        let mut dump = Dump::new(&self.config, code, entry);
        let request = Request {
            function,
            entry,
            avoided: &avoided,
            unstable: &self.unstable,
            max_instructions: self.config.max_instructions,
        };
        let mut built = builder::build(&request)?;
        dump.built(code, &built.function);
        if cfg!(debug_assertions) {
            pyrs_hir::verify::verify(&built.function).map_err(|text| dump.failed(&text))?;
        }
        passes::run(&mut built.function, |name, function| dump.pass(name, function))
            .map_err(|text| dump.failed(&text))?;
        self.counters.hir_time += begun.elapsed();
        let begun = Instant::now();
        let invalid: &'static Cell<u8> = Box::leak(Box::new(Cell::new(0)));
        let number = self.units.len() as u32;
        let unit = pyrs_codegen::Unit {
            number,
            invalid_flag: invalid.as_ptr(),
            stress_counter: match self.config.deopt_every {
                0 => std::ptr::null(),
                _ => self.stress_counter.as_ptr(),
            },
            call_counters: match self.config.stats {
                true => [self.native_calls[0].as_ptr(), self.native_calls[1].as_ptr()],
                false => [std::ptr::null(); 2],
            },
            helpers: helpers::addresses(),
        };
        let options = Options {
            clif: dump.wants_clif(),
            assembly: dump.wants_assembly(),
        };
        let compiled = self
            .generator
            .compile(&built.function, &unit, options)
            .map_err(|text| dump.failed(&text))?;
        self.counters.codegen_time += begun.elapsed();
        dump.compiled(&built.function, &compiled);
        self.counters.inlined_calls += built.inlined_calls;
        self.add(function, entry, &built, compiled, invalid);
        *constants = built.constants;
        constants.push(function.address());
        Ok(number)
    }

    fn add(
        &mut self,
        function: Ref<FunctionObject>,
        entry_point: EntryPoint,
        built: &Built,
        compiled: Compiled,
        invalid: &'static Cell<u8>,
    ) {
        let code = function.code.get();
        let start = compiled.direct as usize;
        self.counters.code_bytes += compiled.size as u64;
        self.counters.bytecode_instructions += code.instructions().len() as u64;
        match entry_point {
            EntryPoint::Loop(_) => self.counters.compiled_loops += 1,
            EntryPoint::Resume(_) => self.counters.compiled_resumptions += 1,
            EntryPoint::Call => self.counters.compiled_functions += 1,
        }
        self.units.push(Unit {
            code: code.address(),
            function: function.address(),
            entry_point,
            range: (start, start + compiled.size),
            entry: compiled.entry as usize,
            hits: vec![0; compiled.exits.len()],
            exits: compiled.exits,
            sites: compiled.sites.leak(),
            call_sites: compiled.call_sites,
            window: compiled.window,
            invalid,
        });
        let unit = self.units.len() as u32 - 1;
        for &key in &built.stored {
            self.forget(key);
        }
        for &assumption in &built.assumptions {
            self.depend(unit, assumption);
        }
    }

    /// Lets a unit be entered.
    fn publish(&mut self, unit: u32) -> Option<usize> {
        let state = &self.units[unit as usize];
        if state.invalid.get() != 0 {
            return None;
        }
        let (entry, entry_point, start) = (state.entry, state.entry_point, state.range.0);
        let code = self.code_of(unit);
        match entry_point {
            EntryPoint::Loop(header) => {
                self.info(code).loops.insert(header, unit);
            }
            EntryPoint::Resume(point) => set_resume_entry(code, point, entry as *const u8),
            EntryPoint::Call => {
                self.info(code).unit = Some(unit);
                code.direct_entry.set(start as *const u8);
                code.entry.set(entry as *const u8);
            }
        }
        Some(entry)
    }

    fn refuse(&mut self, code: Ref<CodeObject>, entry: EntryPoint, refusal: Refusal) {
        self.counters.refusals[refusal as usize] += 1;
        if self.config.log {
            let name = code.qualname.get().to_string_lossy();
            eprintln!("jit: refused {name} {entry:?}: {}", refusal.name());
        }
        let info = self.info(code);
        match entry {
            EntryPoint::Loop(header) => {
                info.refused_loops.insert(header);
            }
            EntryPoint::Resume(point) => {
                info.refused_resumes.insert(point);
                return;
            }
            EntryPoint::Call => info.refused = true,
        }
        // Some refusals hold for calls and loops alike.
        if !matches!(refusal, Refusal::Parameters | Refusal::Versions | Refusal::Generator) {
            info.loops_refused = true;
            info.refused = true;
        }
    }
}

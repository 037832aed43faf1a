//! The state of the JIT: units of compiled code, what is known of each code object, assumptions.

use crate::config::JitConfig;
use crate::stats::Counters;
use pyrs_codegen::{ExitRecord, Generator, SiteRecord};
use pyrs_hir::builder::{Assumption, Avoided, EntryPoint};
use pyrs_object::code::{CodeObject, NativeEntry};
use pyrs_object::function::FunctionObject;
use pyrs_object::gc::RootVec;
use pyrs_object::header::Ref;
use pyrs_object::value::Value;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

/// One piece of compiled code.
pub(crate) struct Unit {
    /// Address of the code object, which keeps everything alive that the code names.
    pub(crate) code: u64,
    /// Address of the function that it was compiled for, for look-ups of globals; kept by the code object.
    pub(crate) function: u64,
    /// Where it is entered.
    pub(crate) entry_point: EntryPoint,
    /// First byte, and one past the last.
    pub(crate) range: (usize, usize),
    /// Entry with arguments in memory, or of the loop or resumption.
    pub(crate) entry: usize,
    /// Exits.
    pub(crate) exits: Vec<ExitRecord>,
    /// How often each was taken.
    pub(crate) hits: Vec<u32>,
    /// Places where the frame may be looked at. They are kept for ever, as the code is.
    pub(crate) sites: &'static [SiteRecord],
    /// Return addresses in the code and their site.
    pub(crate) call_sites: Vec<(u32, u32)>,
    /// Bytes from the frame pointer to the registers of the window.
    pub(crate) window: i64,
    /// Nonzero once the code is not valid any more; read by the code itself.
    pub(crate) invalid: &'static Cell<u8>,
}

/// What is known of a code object.
#[derive(Default)]
pub(crate) struct CodeInfo {
    /// Exits that were taken often once.
    pub(crate) seen: Avoided,
    /// Exits that were taken too often.
    pub(crate) avoided: Avoided,
    /// Versions compiled.
    pub(crate) versions: HashMap<EntryPoint, u32>,
    /// The valid unit for calls.
    pub(crate) unit: Option<u32>,
    /// The valid units for loops, by header.
    pub(crate) loops: HashMap<u32, u32>,
    /// Not to be compiled for calls any more.
    pub(crate) refused: bool,
    /// None of the loops is to be compiled any more.
    pub(crate) loops_refused: bool,
    /// Loops not to be compiled any more.
    pub(crate) refused_loops: HashSet<u32>,
    /// Places where the generator is suspended that are not to be compiled any more.
    pub(crate) refused_resumes: HashSet<u32>,
}

/// All of it.
pub(crate) struct Jit {
    pub(crate) config: JitConfig,
    pub(crate) generator: Generator,
    pub(crate) units: Vec<Unit>,
    pub(crate) codes: Vec<CodeInfo>,
    pub(crate) dependents: HashMap<Assumption, Vec<u32>>,
    /// How often an assumption was broken.
    pub(crate) broken: HashMap<Assumption, u32>,
    pub(crate) unstable: HashSet<Assumption>,
    pub(crate) counters: Counters,
    /// Code objects with compiled code: they live as long as the units that name them, for ever.
    pub(crate) compiled: Option<RootVec>,
    /// Runs of compiled functions, and those through the entry with arguments in memory. Only counted for statistics.
    pub(crate) native_calls: Box<[Cell<u64>; 2]>,
    /// Guards until the next forced exit.
    pub(crate) stress_counter: Box<Cell<u64>>,
}

struct Global(RefCell<Option<Jit>>);
// SAFETY: only the thread that holds the GIL touches it.
unsafe impl Sync for Global {}
static JIT: Global = Global(RefCell::new(None));

/// Makes the state.
pub(crate) fn start(config: JitConfig) -> Result<(), String> {
    let generator = Generator::new()?;
    let stress_counter = Box::new(Cell::new(config.deopt_every));
    *JIT.0.borrow_mut() = Some(Jit {
        config,
        generator,
        units: Vec::new(),
        codes: Vec::new(),
        dependents: HashMap::new(),
        broken: HashMap::new(),
        unstable: HashSet::new(),
        counters: Counters::new(),
        compiled: None,
        native_calls: Box::default(),
        stress_counter,
    });
    Ok(())
}

/// Works with the state; `None` if the JIT is off or at work already.
pub(crate) fn with<R>(f: impl FnOnce(&mut Jit) -> R) -> Option<R> {
    JIT.0.try_borrow_mut().ok()?.as_mut().map(f)
}

/// Calls by the interpreter and the runtime since the budget was set: it starts at the threshold, and again at the highest
/// number when it is used up.
pub(crate) fn calls_by_budget(code: Ref<CodeObject>, threshold: i32) -> u64 {
    let budget = code.call_budget.get();
    if budget > threshold {
        threshold as u64 + 1 + (i32::MAX - budget) as u64
    } else {
        threshold.abs_diff(budget) as u64
    }
}

impl Jit {
    /// What is known of a code object.
    pub(crate) fn info(&mut self, code: Ref<CodeObject>) -> &mut CodeInfo {
        if code.jit_index.get() == 0 {
            self.codes.push(CodeInfo::default());
            code.jit_index.set(self.codes.len() as u64);
        }
        &mut self.codes[code.jit_index.get() as usize - 1]
    }

    /// The code object of a unit.
    pub(crate) fn code_of(&self, unit: u32) -> Ref<CodeObject> {
        // SAFETY: code objects with compiled code are rooted when they are compiled.
        unsafe { Ref::from_address(self.units[unit as usize].code) }
    }

    /// The function that a unit was compiled for.
    pub(crate) fn function_of(&self, unit: u32) -> Value {
        // SAFETY: the function is among the constants that the unit's code object keeps.
        unsafe { Ref::<FunctionObject>::from_address(self.units[unit as usize].function).value() }
    }

    /// Makes a unit unreachable for new calls; frames in it leave at their next check.
    pub(crate) fn invalidate(&mut self, unit: u32) {
        let state = &self.units[unit as usize];
        if state.invalid.replace(1) != 0 {
            return;
        }
        let (entry, entry_point) = (state.entry, state.entry_point);
        let code = self.code_of(unit);
        let threshold = self.config.call_threshold();
        let info = self.info(code);
        match entry_point {
            EntryPoint::Loop(header) => {
                info.loops.remove(&header);
            }
            EntryPoint::Resume(point) => {
                set_resume_entry(code, point, std::ptr::null());
                code.resume_budget.set(threshold);
            }
            EntryPoint::Call => {
                if code.entry.get() as usize == entry {
                    code.entry.set(std::ptr::null());
                    code.direct_entry.set(std::ptr::null());
                }
                info.unit = None;
                if !info.refused {
                    // Time for new feedback before the next version.
                    self.counters.budgeted_calls += calls_by_budget(code, threshold);
                    code.call_budget.set(threshold);
                }
            }
        }
    }

    /// The unit that holds an address of code, and the site of the call that returns there.
    pub(crate) fn find_return(&self, address: usize) -> Option<(u32, u32)> {
        let index = self
            .units
            .iter()
            .position(|unit| unit.range.0 < address && address <= unit.range.1)?;
        let unit = &self.units[index];
        let offset = (address - unit.range.0) as u32;
        let at = unit.call_sites.binary_search_by_key(&offset, |site| site.0).ok()?;
        Some((index as u32, unit.call_sites[at].1))
    }
}

/// Sets the native entry for resumptions behind an instruction. The table is made when the first one is set.
pub(crate) fn set_resume_entry(code: Ref<CodeObject>, point: u32, entry: NativeEntry) {
    if code.resume_entries.get().is_null() {
        // Kept for ever, as the code object is.
        let table = vec![std::ptr::null::<u8>(); code.instructions().len()];
        code.resume_entries.set(table.leak().as_mut_ptr());
    }
    debug_assert!((point as usize) < code.instructions().len());
    // SAFETY: the table has an entry for each instruction, and points are instructions.
    unsafe { *code.resume_entries.get().add(point as usize) = entry };
}

//! What the window holds of the variables, and what has to be stored before others may look at it.
//!
//! A variable lives in machine registers. Before an instruction that runs other code, those that have changed since the
//! last such place are stored; which those are is a forward analysis over the blocks. On paths that are rarely taken
//! they are stored there, which changes nothing for the code behind. A *site* is what the runtime is told of such a
//! place: bytecode index and where each variable is.

use crate::lower::{Lowering, WINDOW_HEADER};
use cranelift_codegen::ir::{InstBuilder, SourceLoc, Type, Value, types};
use pyrs_hir::dominators::Dominators;
use pyrs_hir::ir::{BlockId, Edge, Function, Inst, IterKind, Opcode, StateId, Terminator, ValueId};
use pyrs_hir::types::Repr;
use pyrs_object::frame_locals::Place;

/// A place in compiled code where the frame may be looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct SiteRecord {
    /// Bytecode index.
    pub pc: u32,
    /// Where the variables that have a value are.
    pub variables: Vec<(u16, Place)>,
}

/// By variable: the value that its word in the window is known to hold.
pub(crate) type Held = Vec<Option<ValueId>>;

/// Variables that the window does not hold as they are.
pub(crate) type Missing = Vec<(u16, ValueId)>;

/// Rounds of the analysis before it gives up and takes nothing for known at the start of blocks.
const MAX_ROUNDS: usize = 8;

/// What is held at the start of each block.
pub(crate) fn held_at_starts(hir: &Function, dominators: &Dominators) -> Vec<Held> {
    let nothing: Held = vec![None; hir.variables as usize];
    let mut starts: Vec<Option<Held>> = vec![None; hir.blocks.len()];
    let mut ends: Vec<Option<Held>> = vec![None; hir.blocks.len()];
    let mut incoming: Vec<Vec<(BlockId, &Edge)>> = vec![Vec::new(); hir.blocks.len()];
    for &block in &dominators.order {
        for edge in hir.block(block).terminator.edges() {
            incoming[edge.block.index()].push((block, edge));
        }
    }
    for _ in 0..MAX_ROUNDS {
        let mut changed = false;
        for &block in &dominators.order {
            let index = block.index();
            let start = match block == Function::ENTRY {
                true => nothing.clone(),
                false => meet(hir, &incoming[index], &ends).unwrap_or_else(|| nothing.clone()),
            };
            if starts[index].as_ref() == Some(&start) {
                continue;
            }
            changed = true;
            ends[index] = Some(end_of(hir, block, start.clone()));
            starts[index] = Some(start);
        }
        if !changed {
            return starts
                .into_iter()
                .map(|start| start.unwrap_or_else(|| nothing.clone()))
                .collect();
        }
    }
    vec![nothing; hir.blocks.len()]
}

fn end_of(hir: &Function, block: BlockId, mut held: Held) -> Held {
    for &inst in &hir.block(block).insts {
        let inst = hir.inst(inst);
        if let Some(site) = inst.site {
            pass(hir, site, stores_first(inst.opcode), &mut held);
        }
        if inst.opcode == Opcode::Instruction {
            held.fill(None);
        }
    }
    if let Terminator::ForNext {
        kind, site: Some(site), ..
    } = hir.block(block).terminator
    {
        pass(hir, site, steps_by_call(kind), &mut held);
    }
    held
}

/// What all edges into a block agree on; edges from blocks not yet seen agree with everything.
fn meet(hir: &Function, incoming: &[(BlockId, &Edge)], ends: &[Option<Held>]) -> Option<Held> {
    let mut seen = incoming
        .iter()
        .filter_map(|(from, edge)| Some((ends[from.index()].as_ref()?, *edge)));
    let (first, edge) = seen.next()?;
    let mut choices: Vec<Vec<ValueId>> = first.iter().map(|value| names_behind(hir, edge, *value)).collect();
    for (held, edge) in seen {
        for (choices, value) in choices.iter_mut().zip(held) {
            let names = names_behind(hir, edge, *value);
            choices.retain(|name| names.contains(name));
        }
    }
    Some(choices.into_iter().map(|choices| choices.first().copied()).collect())
}

/// The values of an edge's target that a value is: parameters first, then itself unless it is made anew there.
fn names_behind(hir: &Function, edge: &Edge, value: Option<ValueId>) -> Vec<ValueId> {
    let Some(value) = value else { return Vec::new() };
    let params = &hir.block(edge.block).params;
    let passed = params[hir.given(edge)..].iter().zip(&edge.args);
    let mut names: Vec<ValueId> = passed
        .filter(|(_, arg)| **arg == value)
        .map(|(param, _)| *param)
        .collect();
    if !params.contains(&value) {
        names.push(value);
    }
    names
}

/// Variables whose words have to hold a value at a state.
fn stored(hir: &Function, state: StateId) -> impl Iterator<Item = (u16, ValueId)> {
    variables(hir, state).filter(|&(_, value)| !matches!(place(hir, value), None | Some(Place::Constant(_))))
}

fn variables(hir: &Function, state: StateId) -> impl Iterator<Item = (u16, ValueId)> {
    let registers = hir.states.get(state.index()).map_or(&[][..], |state| &state.registers);
    registers
        .iter()
        .copied()
        .filter(|(register, _)| u32::from(*register) < hir.variables)
}

/// What is held behind a place: if the variables are stored there (`stores`) all of them; else they are stored on some paths
/// only, and of those that have changed nothing is known.
fn pass(hir: &Function, state: StateId, stores: bool, held: &mut Held) {
    let mut now: Held = match stores {
        true => vec![None; held.len()],
        false => held.clone(),
    };
    for (register, value) in stored(hir, state) {
        let register = usize::from(register);
        let known = stores || held[register] == Some(value);
        now[register] = known.then_some(value);
    }
    *held = now;
}

fn place(hir: &Function, value: ValueId) -> Option<Place> {
    let ty = hir.type_of(value);
    match ty.repr() {
        Repr::F64 => Some(Place::Double),
        Repr::B1 => Some(Place::Truth),
        _ if ty.within(pyrs_hir::types::Kinds::EMPTY) => None,
        _ if ty.constant != 0 => Some(Place::Constant(ty.constant)),
        _ => Some(Place::Value),
    }
}

/// Whether an instruction runs other code nearly always, so that the variables are stored in front of it.
fn stores_first(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::Call
            | Opcode::CallNative
            | Opcode::Instruction
            | Opcode::GetItem
            | Opcode::SetItem
            | Opcode::GetAttr
            | Opcode::SetAttr
            | Opcode::GetSlice
            | Opcode::SetSlice
            | Opcode::Binary
            | Opcode::Inplace
            | Opcode::Unary
            | Opcode::Compare
            | Opcode::Contains
            | Opcode::GetIter
            | Opcode::DelegateIter
            | Opcode::Send
    )
}

fn steps_by_call(kind: IterKind) -> bool {
    matches!(kind, IterKind::Generic | IterKind::Generator)
}

impl Lowering<'_, '_> {
    /// Begins an instruction: what is emitted from here on is at its site.
    pub(crate) fn begin_inst(&mut self, inst: &Inst) -> Result<(), String> {
        let in_window: &[u64] = match inst.opcode {
            Opcode::Instruction => &inst.data,
            _ => &[],
        };
        self.begin(inst.pc, inst.site, in_window, stores_first(inst.opcode))?;
        if inst.opcode == Opcode::Instruction {
            // The runtime executes it on the window.
            self.held.fill(None);
        }
        Ok(())
    }

    /// The same for the step of an iterator.
    pub(crate) fn begin_step(&mut self, kind: IterKind, pc: u32, site: Option<StateId>) -> Result<(), String> {
        self.begin(pc, site, &[], steps_by_call(kind))
    }

    /// What follows is at a bytecode index, but nobody may ask for variables.
    pub(crate) fn begin_without_variables(&mut self, pc: u32) {
        self.missing.clear();
        self.set_site(pc, None, &[]);
    }

    fn begin(&mut self, pc: u32, site: Option<StateId>, in_window: &[u64], store: bool) -> Result<(), String> {
        let hir = self.hir;
        self.set_site(pc, site, in_window);
        self.missing.clear();
        let Some(site) = site else { return Ok(()) };
        for (register, value) in stored(hir, site) {
            if self.held[usize::from(register)] != Some(value) && !in_window.contains(&u64::from(register)) {
                self.missing.push((register, value));
            }
        }
        let before = self.held.clone();
        pass(hir, site, store, &mut self.held);
        if store {
            self.store_missing()?;
            self.missing.clear();
            // What is no variable any more must not look alive.
            for (register, _) in before.iter().enumerate().filter(|(_, value)| value.is_some()) {
                if self.held[register].is_none() {
                    let empty = self.int(0);
                    self.store_in_window(register as u16, empty);
                }
            }
        }
        Ok(())
    }

    fn set_site(&mut self, pc: u32, site: Option<StateId>, in_window: &[u64]) {
        let hir = self.hir;
        let key = (pc, site, !in_window.is_empty());
        let next = self.sites.len() as u32;
        self.site = *self.site_numbers.entry(key).or_insert(next);
        if self.site == next {
            let found = site.into_iter().flat_map(|site| variables(hir, site));
            let variables = found.filter_map(|(register, value)| match in_window.contains(&u64::from(register)) {
                true => Some((register, Place::Value)),
                false => Some((register, place(hir, value)?)),
            });
            let variables = variables.collect();
            self.sites.push(SiteRecord { pc, variables });
        }
        self.b.set_srcloc(SourceLoc::new(self.site));
    }

    /// Stores the variables that the window does not hold yet.
    pub(crate) fn store_missing(&mut self) -> Result<(), String> {
        for index in 0..self.missing.len() {
            let (register, value) = self.missing[index];
            let word = self.use_value(value)?;
            let word = match self.hir.type_of(value).repr() {
                Repr::B1 => self.b.ins().uextend(types::I64, word),
                _ => word,
            };
            self.store_in_window(register, word);
        }
        Ok(())
    }

    /// The variables of a state that need not be stored.
    pub(crate) fn held_by_window(&self, state: StateId) -> Vec<u16> {
        let held = |&(register, value): &(u16, ValueId)| self.held[usize::from(register)] == Some(value);
        variables(self.hir, state)
            .filter(held)
            .map(|(register, _)| register)
            .collect()
    }

    pub(crate) fn load_from_window(&mut self, ty: Type, register: u16) -> Value {
        let offset = WINDOW_HEADER + 8 * i32::from(register);
        self.b.ins().stack_load(types::I64, ty, self.window, offset)
    }

    fn store_in_window(&mut self, register: u16, word: Value) {
        let offset = WINDOW_HEADER + 8 * i32::from(register);
        self.b.ins().stack_store(types::I64, word, self.window, offset);
    }
}

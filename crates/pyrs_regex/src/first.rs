//! What a match, or the way on from an instruction, may start with: used to rule out starts and alternatives early.

use crate::charset::{Class, Table};
use crate::program::{First, FirstSet, Inst, Program, Single, Start};

/// Instructions looked at for one set; beyond, anything is assumed.
const LIMIT: usize = 64;
/// Most characters that are searched for one by one.
const FEW: usize = 3;

impl FirstSet {
    fn empty() -> FirstSet {
        FirstSet {
            table: [false; 256],
            high: false,
        }
    }

    fn union(&mut self, table: &Table, high: bool) {
        self.table.iter_mut().zip(table).for_each(|(own, other)| *own |= *other);
        self.high |= high;
    }

    fn add_char(&mut self, c: u32) {
        match self.table.get_mut(c as usize) {
            Some(place) => *place = true,
            None => self.high = true,
        }
    }

    pub(crate) fn add(&mut self, single: Single, classes: &[Class]) {
        let mut all_but = |excluded: Option<u32>| {
            for (c, place) in self.table.iter_mut().enumerate() {
                *place |= Some(c as u32) != excluded;
            }
            self.high = true;
        };
        match single {
            Single::Char(c) => self.add_char(c),
            Single::NotChar(c) => all_but(Some(c)),
            Single::Any => all_but(Some(0x0a)),
            Single::All => all_but(None),
            Single::Class(index) => {
                if let Some(class) = classes.get(index as usize) {
                    self.union(&class.table, class.reaches_high);
                }
            }
        }
    }

    fn is_disjoint(&self, other: &FirstSet) -> bool {
        !(self.high && other.high) && self.table.iter().zip(&other.table).all(|(a, b)| !(*a && *b))
    }

    fn members(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=255u8).filter(|c| self.table[*c as usize])
    }
}

/// Whether to look behind the end of an atomic part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// No: within it, what follows must not have a say in which way is taken.
    Atomic,
    /// Yes: only whether there can be a match at all is asked.
    Everything,
}

/// The set of characters that the way from `pc` on starts with; `None` if it may match nothing or if that is unknown.
fn first_set(program: &Program, pc: u32, reach: Reach) -> Option<FirstSet> {
    let mut set = FirstSet::empty();
    let mut open = vec![pc];
    let mut seen: Vec<u32> = Vec::new();
    while let Some(pc) = open.pop() {
        if seen.contains(&pc) {
            continue;
        }
        if seen.len() == LIMIT {
            return None;
        }
        seen.push(pc);
        match *program.insts.get(pc as usize)? {
            Inst::Fail => {}
            Inst::Success | Inst::GroupRef(..) | Inst::AssertEnd | Inst::AssertNotEnd => return None,
            Inst::Single(single) => set.add(single, &program.classes),
            Inst::Text(start, _) => set.add_char(*program.text.get(start as usize)?),
            Inst::AtomicEnd | Inst::PossessiveEnd(_) if reach == Reach::Atomic => return None,
            Inst::At(_) | Inst::Mark(_) | Inst::Atomic | Inst::AtomicEnd => open.push(pc + 1),
            Inst::Jump(to) | Inst::PossessiveEnd(to) | Inst::Assert(_, to) | Inst::AssertNot(_, to) => open.push(to),
            Inst::Branch(start, count) => {
                let ways = program.alternatives.get(start as usize..(start + count) as usize)?;
                open.extend(ways.iter().map(|way| way.pc));
            }
            Inst::Greedy(index) | Inst::Lazy(index) | Inst::Possessive(index) => {
                let repeat = program.repeats.get(index as usize)?;
                set.add(repeat.single, &program.classes);
                if repeat.min == 0 {
                    open.push(pc + 1);
                }
            }
            Inst::LoopStart(_, test) => match *program.insts.get(test as usize)? {
                Inst::GreedyLoop(index) | Inst::LazyLoop(index) | Inst::PossessiveLoop(index) => {
                    let looping = program.loops.get(index as usize)?;
                    open.push(if looping.min > 0 { looping.body } else { test });
                }
                _ => return None,
            },
            Inst::GreedyLoop(index) | Inst::LazyLoop(index) | Inst::PossessiveLoop(index) => {
                let looping = program.loops.get(index as usize)?;
                open.extend([looping.body, looping.exit]);
            }
            Inst::GroupExists(_, otherwise) => open.extend([pc + 1, otherwise]),
        }
    }
    Some(set)
}

/// Stores a first set and gives its short form.
fn shorten(program: &mut Program, set: Option<FirstSet>) -> First {
    let Some(set) = set else { return First::Anything };
    if !set.high {
        let mut members = set.members();
        if let (Some(only), None) = (members.next(), members.next()) {
            return First::Char(only as u32);
        }
    }
    let known = program.firsts.iter().position(|known| *known == set);
    let index = known.unwrap_or_else(|| {
        program.firsts.push(set);
        program.firsts.len() - 1
    });
    First::Set(index as u32)
}

/// Fills in what alternatives and repetitions start with or are followed by, and where a search may begin.
pub(crate) fn analyse(program: &mut Program) {
    for index in 0..program.alternatives.len() {
        let set = first_set(program, program.alternatives[index].pc, Reach::Atomic);
        program.alternatives[index].first = shorten(program, set);
    }
    for pc in 0..program.insts.len() {
        let (Inst::Greedy(index) | Inst::Lazy(index)) = program.insts[pc] else {
            continue;
        };
        let Some(set) = first_set(program, pc as u32 + 1, Reach::Atomic) else {
            continue;
        };
        let repeat = &mut program.repeats[index as usize];
        let mut own = FirstSet::empty();
        own.add(repeat.single, &program.classes);
        repeat.exclusive = own.is_disjoint(&set);
        program.repeats[index as usize].next = shorten(program, Some(set));
    }
    program.start = start(program);
}

/// The text that every match starts with.
fn prefix(program: &Program) -> Vec<u32> {
    let mut prefix = Vec::new();
    for inst in &program.insts {
        match *inst {
            Inst::Mark(_) => {}
            Inst::Single(Single::Char(c)) => prefix.push(c),
            Inst::Text(start, length) => {
                let text = program.text.get(start as usize..(start + length) as usize);
                prefix.extend_from_slice(text.unwrap_or_default());
            }
            _ => break,
        }
    }
    prefix
}

fn start(program: &Program) -> Start {
    if let Some(Inst::At(crate::program::Position::Beginning)) = program.insts.first() {
        return Start::Beginning;
    }
    let text = prefix(program);
    if !text.is_empty() {
        let bytes: Option<Vec<u8>> = text.iter().map(|c| u8::try_from(*c).ok()).collect();
        let finder = bytes.map(|bytes| Box::new(memchr::memmem::Finder::new(&bytes).into_owned()));
        return Start::Text(text.into(), finder);
    }
    match first_set(program, 0, Reach::Everything) {
        Some(set) => {
            let mut few: Vec<u8> = set.members().take(FEW + 1).collect();
            if few.len() > FEW {
                few.clear();
            }
            Start::Set(Box::new(set), few)
        }
        None => Start::Anywhere,
    }
}

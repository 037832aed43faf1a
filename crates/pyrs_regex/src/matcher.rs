//! The backtracking matcher.
//!
//! Invariants: it does not recurse; a change of a mark or of a loop's register that may have to be undone has an entry on
//! the stack above everything that could go back behind it. An assertion, an atomic group and an iteration of a
//! possessive loop run above a *barrier* entry; when they succeed, what was left to try above it is dropped, and what
//! was to be undone is kept.

use crate::case::Fold;
use crate::charset::Class;
use crate::program::{First, Inst, Loop, Position, Program, Repeat, Single};
use crate::stack::{Frame, Full, NOWHERE, Register, Room, push};

/// A code unit: strings hold each code point in one unit.
pub trait Unit: Copy + PartialEq + 'static {
    /// The code point.
    fn code(self) -> u32;
    /// The unit of a code point, if it has one of this width.
    fn from_code(c: u32) -> Option<Self>;
    /// The units as bytes, if they are.
    fn as_bytes(_units: &[Self]) -> Option<&[u8]> {
        None
    }
}

impl Unit for u8 {
    #[inline(always)]
    fn code(self) -> u32 {
        self as u32
    }
    fn from_code(c: u32) -> Option<u8> {
        u8::try_from(c).ok()
    }
    fn as_bytes(units: &[u8]) -> Option<&[u8]> {
        Some(units)
    }
}

impl Unit for u16 {
    #[inline(always)]
    fn code(self) -> u32 {
        self as u32
    }
    fn from_code(c: u32) -> Option<u16> {
        u16::try_from(c).ok()
    }
}

impl Unit for u32 {
    #[inline(always)]
    fn code(self) -> u32 {
        self
    }
    fn from_code(c: u32) -> Option<u32> {
        Some(c)
    }
}

/// Why a match was given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The callback said so.
    Interrupted,
    /// There is no memory left for the stack.
    OutOfMemory,
}

impl From<Full> for Stop {
    fn from(_: Full) -> Stop {
        Stop::OutOfMemory
    }
}

/// What is wanted of a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Begins at the start.
    Match,
    /// Begins at the start and reaches the end.
    FullMatch,
    /// Begins anywhere from the start on.
    Search,
}

/// Largest stack that is kept for the next match.
const SPARE_FRAMES: usize = 4096;
/// Steps between two calls of the callback.
const STEPS: u32 = 1 << 14;

/// The state of a match, which may be used for many matches of the same program one after the other.
pub struct Matcher<'p> {
    pub(crate) program: &'p Program,
    marks: Vec<usize>,
    registers: Vec<Register>,
    stack: Vec<Frame>,
    /// Index of the innermost barrier; [`NOWHERE`] without.
    barrier: usize,
    last_index: u32,
    marked: bool,
    steps: u32,
    full: bool,
    /// An empty match at the start does not count.
    must_advance: bool,
    start: usize,
    end: usize,
}

impl Drop for Matcher<'_> {
    fn drop(&mut self) {
        if self.stack.capacity() <= SPARE_FRAMES {
            self.program.spare.set(Some(Room {
                marks: std::mem::take(&mut self.marks),
                registers: std::mem::take(&mut self.registers),
                stack: std::mem::take(&mut self.stack),
            }));
        }
    }
}

/// What became of an instruction that was tried again.
enum Retry {
    /// Go on at this instruction and position.
    At(usize, usize),
    /// Nothing: look further down.
    Fail,
}

impl<'p> Matcher<'p> {
    /// A matcher of a program.
    pub fn new(program: &'p Program) -> Matcher<'p> {
        let mut room = program.spare.take().unwrap_or_default();
        room.marks.resize(program.groups * 2, NOWHERE);
        room.registers.resize(program.loops.len(), Register::FRESH);
        Matcher {
            program,
            marks: room.marks,
            registers: room.registers,
            stack: room.stack,
            barrier: NOWHERE,
            last_index: 0,
            marked: true,
            steps: STEPS,
            full: false,
            must_advance: false,
            start: 0,
            end: 0,
        }
    }

    /// Where the last match began and ended.
    pub fn span(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    /// Where a group, counted from 1, began and ended in the last match.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        let first = group.checked_sub(1)? * 2;
        let (start, end) = (*self.marks.get(first)?, *self.marks.get(first + 1)?);
        (start != NOWHERE && end != NOWHERE && start <= end).then_some((start, end))
    }

    /// Number of the group that ended last; 0 if none did.
    pub fn last_index(&self) -> usize {
        self.last_index as usize
    }

    /// Matches `text` from `start` on. `text` ends where the match has to; what is before `start` can be looked back at.
    /// With `must_advance`, an empty match at `start` does not count. `go_on` is asked now and then.
    pub fn run<U: Unit>(
        &mut self,
        text: &[U],
        start: usize,
        goal: Goal,
        must_advance: bool,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        if start > text.len() {
            return Ok(false);
        }
        self.full = goal == Goal::FullMatch;
        self.must_advance = must_advance;
        if goal == Goal::Search {
            return crate::search::search(self, text, start, go_on);
        }
        self.try_at(text, start, go_on)
    }

    /// Matches at `start` only.
    pub(crate) fn try_at<U: Unit>(
        &mut self,
        text: &[U],
        start: usize,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        if self.marked {
            self.marks.fill(NOWHERE);
            self.last_index = 0;
            self.marked = false;
        }
        self.stack.clear();
        self.barrier = NOWHERE;
        self.start = start;
        self.execute(text, start, go_on)
    }

    /// No later start is an empty match at the first one.
    pub(crate) fn advance_freely(&mut self) {
        self.must_advance = false;
    }

    #[inline(always)]
    fn tick(&mut self, go_on: &mut dyn FnMut() -> bool) -> Result<(), Stop> {
        self.steps -= 1;
        if self.steps == 0 {
            self.steps = STEPS;
            if !go_on() {
                return Err(Stop::Interrupted);
            }
        }
        Ok(())
    }

    fn execute<U: Unit>(&mut self, text: &[U], start: usize, go_on: &mut dyn FnMut() -> bool) -> Result<bool, Stop> {
        let program = self.program;
        let insts = &program.insts[..];
        let mut pc = 0;
        let mut at = start;
        loop {
            let matched = match insts[pc] {
                Inst::Single(single) => {
                    let matched = at < text.len() && program.test(single, text[at].code());
                    at += 1;
                    matched
                }
                Inst::Text(first, length) => {
                    let wanted = &program.text[first as usize..][..length as usize];
                    let end = at + wanted.len();
                    let matched =
                        end <= text.len() && text[at..end].iter().zip(wanted).all(|(unit, c)| unit.code() == *c);
                    at = end;
                    matched
                }
                Inst::At(position) => program.is_at(position, text, at),
                Inst::Mark(mark) => {
                    self.mark(pc, mark as usize, at)?;
                    true
                }
                Inst::Jump(to) => {
                    pc = to as usize;
                    continue;
                }
                Inst::Branch(first, count) => match self.branch(text, pc, at, first, first + count)? {
                    Some(to) => {
                        pc = to;
                        continue;
                    }
                    None => false,
                },
                Inst::Greedy(index) => match self.greedy(text, pc, at, &program.repeats[index as usize])? {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Inst::Lazy(index) => match self.lazy(text, pc, at, &program.repeats[index as usize])? {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Inst::Possessive(index) => {
                    let repeat = &program.repeats[index as usize];
                    let end = program.run_of(repeat.single, text, at, repeat.max);
                    let enough = end - at >= repeat.min as usize;
                    at = end;
                    enough
                }
                Inst::LoopStart(register, test) => {
                    self.set_register(pc, register, Register::FRESH)?;
                    pc = test as usize;
                    continue;
                }
                Inst::GreedyLoop(index) => {
                    self.tick(go_on)?;
                    pc = self.greedy_loop(pc, at, &program.loops[index as usize])?;
                    continue;
                }
                Inst::LazyLoop(index) => {
                    self.tick(go_on)?;
                    pc = self.lazy_loop(pc, at, &program.loops[index as usize])?;
                    continue;
                }
                Inst::PossessiveLoop(index) => {
                    self.tick(go_on)?;
                    pc = self.possessive_loop(pc, at, &program.loops[index as usize])?;
                    continue;
                }
                Inst::PossessiveEnd(test) => {
                    self.commit();
                    pc = test as usize;
                    continue;
                }
                Inst::Assert(back, _) | Inst::AssertNot(back, _) if back as usize > at => match insts[pc] {
                    Inst::AssertNot(_, next) => {
                        pc = next as usize;
                        continue;
                    }
                    _ => false,
                },
                Inst::Assert(back, _) | Inst::AssertNot(back, _) => {
                    self.barrier(pc, at, 0)?;
                    at -= back as usize;
                    true
                }
                Inst::AssertEnd => {
                    at = self.commit().map_or(at, |frame| frame.a);
                    true
                }
                Inst::AssertNotEnd => {
                    self.undo_to_barrier();
                    false
                }
                Inst::Atomic => {
                    self.barrier(pc, at, 0)?;
                    true
                }
                Inst::AtomicEnd => {
                    self.commit();
                    true
                }
                Inst::GroupRef(group, fold) => match self.group_ref(text, at, group as usize + 1, fold) {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Inst::GroupExists(group, otherwise) => {
                    if self.group(group as usize + 1).is_none() {
                        pc = otherwise as usize;
                        continue;
                    }
                    true
                }
                Inst::Success => {
                    if !(self.full && at != text.len() || self.must_advance && at == self.start) {
                        self.end = at;
                        return Ok(true);
                    }
                    false
                }
                Inst::Fail => false,
            };
            if matched {
                pc += 1;
                continue;
            }
            loop {
                self.tick(go_on)?;
                let Some(frame) = self.stack.pop() else {
                    return Ok(false);
                };
                if let Retry::At(to, position) = self.retry(text, frame)? {
                    (pc, at) = (to, position);
                    break;
                }
            }
        }
    }

    #[inline(always)]
    fn mark(&mut self, pc: usize, mark: usize, at: usize) -> Result<(), Full> {
        let place = &mut self.marks[mark];
        if !self.stack.is_empty() {
            let frame = Frame {
                pc: pc as u32,
                count: self.last_index,
                a: *place,
                b: 0,
            };
            push(&mut self.stack, frame)?;
        }
        *place = at;
        self.marked = true;
        if mark & 1 != 0 {
            self.last_index = mark as u32 / 2 + 1;
        }
        Ok(())
    }

    /// Takes the first way that can match, and leaves the next such way to be tried.
    #[inline(always)]
    fn branch<U: Unit>(
        &mut self,
        text: &[U],
        pc: usize,
        at: usize,
        first: u32,
        end: u32,
    ) -> Result<Option<usize>, Full> {
        let program = self.program;
        let next = text.get(at).map(|unit| unit.code());
        let ways = &program.alternatives[..end as usize];
        let mut viable = (first as usize..end as usize).filter(|way| program.may_start(ways[*way].first, next));
        let Some(way) = viable.next() else { return Ok(None) };
        if let Some(other) = viable.next() {
            let frame = Frame {
                pc: pc as u32,
                count: other as u32,
                a: at,
                b: end as usize,
            };
            push(&mut self.stack, frame)?;
        }
        Ok(Some(ways[way].pc as usize))
    }

    #[inline(always)]
    fn greedy<U: Unit>(&mut self, text: &[U], pc: usize, at: usize, repeat: &Repeat) -> Result<Option<usize>, Full> {
        let program = self.program;
        let end = program.run_of(repeat.single, text, at, repeat.max);
        if end - at < repeat.min as usize {
            return Ok(None);
        }
        let least = at + repeat.min as usize;
        let mut end = end;
        if repeat.exclusive {
            return Ok(program.may_start_at(repeat.next, text, end).then_some(end));
        }
        while !program.may_start_at(repeat.next, text, end) {
            if end == least {
                return Ok(None);
            }
            end -= 1;
        }
        if end > least {
            let frame = Frame {
                pc: pc as u32,
                count: 0,
                a: least,
                b: end,
            };
            push(&mut self.stack, frame)?;
        }
        Ok(Some(end))
    }

    #[inline(always)]
    fn lazy<U: Unit>(&mut self, text: &[U], pc: usize, at: usize, repeat: &Repeat) -> Result<Option<usize>, Full> {
        let program = self.program;
        let end = program.run_of(repeat.single, text, at, repeat.min);
        if end - at < repeat.min as usize {
            return Ok(None);
        }
        let limit = at.saturating_add(match repeat.max {
            crate::opcode::MAX_REPEAT => NOWHERE,
            max => max as usize,
        });
        self.lengthen(text, pc, end, limit.min(text.len()), repeat)
    }

    /// The next end from `at` on of a lazy repetition where what follows can begin; leaves the rest to be tried.
    fn lengthen<U: Unit>(
        &mut self,
        text: &[U],
        pc: usize,
        mut at: usize,
        limit: usize,
        repeat: &Repeat,
    ) -> Result<Option<usize>, Full> {
        let program = self.program;
        while !program.may_start_at(repeat.next, text, at) {
            if at >= limit || !program.test(repeat.single, text[at].code()) {
                return Ok(None);
            }
            at += 1;
        }
        if at < limit {
            let frame = Frame {
                pc: pc as u32,
                count: 0,
                a: at,
                b: limit,
            };
            push(&mut self.stack, frame)?;
        }
        Ok(Some(at))
    }

    fn set_register(&mut self, pc: usize, register: u32, value: Register) -> Result<(), Full> {
        let place = &mut self.registers[register as usize];
        let frame = Frame {
            pc: pc as u32,
            count: place.count,
            a: NOWHERE,
            b: place.last,
        };
        *place = value;
        push(&mut self.stack, frame)
    }

    /// One entry both undoes the register and leaves the exit to be tried.
    #[inline(always)]
    fn greedy_loop(&mut self, pc: usize, at: usize, looping: &Loop) -> Result<usize, Full> {
        let place = &mut self.registers[looping.register as usize];
        let old = *place;
        let count = old.next_count();
        let needed = count < looping.min;
        if !needed && (count >= looping.max || at == old.last) {
            return Ok(looping.exit as usize);
        }
        place.count = count;
        if !needed {
            place.last = at;
        }
        let frame = Frame {
            pc: pc as u32,
            count: old.count,
            a: if needed { NOWHERE } else { at },
            b: old.last,
        };
        push(&mut self.stack, frame)?;
        Ok(looping.body as usize)
    }

    fn lazy_loop(&mut self, pc: usize, at: usize, looping: &Loop) -> Result<usize, Full> {
        let old = self.registers[looping.register as usize];
        let count = old.next_count();
        if count < looping.min {
            self.set_register(pc, looping.register, Register { count, last: old.last })?;
            return Ok(looping.body as usize);
        }
        let frame = Frame {
            pc: pc as u32,
            count: 0,
            a: at,
            b: 0,
        };
        push(&mut self.stack, frame)?;
        Ok(looping.exit as usize)
    }

    fn possessive_loop(&mut self, pc: usize, at: usize, looping: &Loop) -> Result<usize, Full> {
        let old = self.registers[looping.register as usize];
        let count = old.next_count();
        let needed = count < looping.min;
        if !needed && (count >= looping.max || at == old.last) {
            return Ok(looping.exit as usize);
        }
        let last = if needed { old.last } else { at };
        // The loop's start, which is just before, undoes registers.
        self.set_register(pc - 1, looping.register, Register { count, last })?;
        self.barrier(pc, at, needed as u32)?;
        Ok(looping.body as usize)
    }

    fn barrier(&mut self, pc: usize, at: usize, count: u32) -> Result<(), Full> {
        let frame = Frame {
            pc: pc as u32,
            count,
            a: at,
            b: self.barrier,
        };
        self.barrier = self.stack.len();
        push(&mut self.stack, frame)
    }

    /// The part of an entry that must stay when nothing above the barrier is to be tried again.
    fn undoing(&self, mut frame: Frame) -> Option<Frame> {
        match self.program.insts[frame.pc as usize] {
            Inst::Mark(_) | Inst::LoopStart(..) => Some(frame),
            Inst::GreedyLoop(_) => {
                frame.a = NOWHERE;
                Some(frame)
            }
            Inst::LazyLoop(_) if frame.a == NOWHERE => Some(frame),
            _ => None,
        }
    }

    /// Makes what happened above the innermost barrier final, and removes the barrier.
    fn commit(&mut self) -> Option<Frame> {
        let from = self.barrier;
        let barrier = *self.stack.get(from)?;
        let mut kept = from;
        for index in from + 1..self.stack.len() {
            if let Some(frame) = self.undoing(self.stack[index]) {
                self.stack[kept] = frame;
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        self.barrier = barrier.b;
        Some(barrier)
    }

    /// Undoes what happened above the innermost barrier, and removes it.
    fn undo_to_barrier(&mut self) {
        while self.barrier != NOWHERE && self.stack.len() > self.barrier + 1 {
            let Some(frame) = self.stack.pop() else { break };
            if let Some(frame) = self.undoing(frame) {
                self.undo(frame);
            }
        }
        if let Some(frame) = self.stack.pop() {
            self.barrier = frame.b;
        }
    }

    fn undo(&mut self, frame: Frame) {
        match self.program.insts[frame.pc as usize] {
            Inst::Mark(mark) => {
                self.marks[mark as usize] = frame.a;
                self.last_index = frame.count;
            }
            Inst::LoopStart(register, _) => self.restore_register(register, frame),
            Inst::GreedyLoop(index) | Inst::LazyLoop(index) => {
                self.restore_register(self.program.loops[index as usize].register, frame);
            }
            _ => {}
        }
    }

    fn restore_register(&mut self, register: u32, frame: Frame) {
        self.registers[register as usize] = Register {
            count: frame.count,
            last: frame.b,
        };
    }

    /// Undoes an entry or tries what it left.
    #[inline(always)]
    fn retry<U: Unit>(&mut self, text: &[U], frame: Frame) -> Result<Retry, Full> {
        let program = self.program;
        let pc = frame.pc as usize;
        match program.insts[pc] {
            Inst::Mark(_) | Inst::LoopStart(..) => self.undo(frame),
            Inst::Branch(..) => {
                let (way, end) = (frame.count, frame.b as u32);
                if let Some(to) = self.branch(text, pc, frame.a, way, end)? {
                    return Ok(Retry::At(to, frame.a));
                }
            }
            Inst::Greedy(index) => {
                let repeat = &program.repeats[index as usize];
                let mut at = frame.b;
                while at > frame.a {
                    at -= 1;
                    if program.may_start_at(repeat.next, text, at) {
                        if at > frame.a {
                            push(&mut self.stack, Frame { b: at, ..frame })?;
                        }
                        return Ok(Retry::At(pc + 1, at));
                    }
                }
            }
            Inst::Lazy(index) => {
                let repeat = &program.repeats[index as usize];
                if program.test(repeat.single, text[frame.a].code())
                    && let Some(at) = self.lengthen(text, pc, frame.a + 1, frame.b, repeat)?
                {
                    return Ok(Retry::At(pc + 1, at));
                }
            }
            Inst::GreedyLoop(index) => {
                self.undo(frame);
                if frame.a != NOWHERE {
                    return Ok(Retry::At(program.loops[index as usize].exit as usize, frame.a));
                }
            }
            Inst::LazyLoop(index) if frame.a != NOWHERE => {
                let looping = &program.loops[index as usize];
                let old = self.registers[looping.register as usize];
                let (count, last) = (old.next_count(), frame.a);
                if count < looping.max && last != old.last {
                    self.set_register(pc, looping.register, Register { count, last })?;
                    return Ok(Retry::At(looping.body as usize, frame.a));
                }
            }
            Inst::LazyLoop(_) => self.undo(frame),
            Inst::Assert(..) | Inst::Atomic => self.barrier = frame.b,
            Inst::AssertNot(_, next) => {
                self.barrier = frame.b;
                return Ok(Retry::At(next as usize, frame.a));
            }
            Inst::PossessiveLoop(index) => {
                self.barrier = frame.b;
                if frame.count == 0 {
                    return Ok(Retry::At(program.loops[index as usize].exit as usize, frame.a));
                }
            }
            _ => {}
        }
        Ok(Retry::Fail)
    }

    fn group_ref<U: Unit>(&self, text: &[U], at: usize, group: usize, fold: Fold) -> Option<usize> {
        let (start, end) = self.group(group)?;
        let wanted = text.get(start..end)?;
        let found = text.get(at..at.checked_add(wanted.len())?)?;
        let equal = match fold {
            Fold::None => found == wanted,
            fold => found
                .iter()
                .zip(wanted)
                .all(|(a, b)| fold.apply(a.code()) == fold.apply(b.code())),
        };
        equal.then_some(at + wanted.len())
    }
}

/// Length of the beginning of `text` whose units satisfy `test`.
#[inline(always)]
fn count<U: Unit>(text: &[U], test: impl Fn(u32) -> bool) -> usize {
    text.iter().position(|unit| !test(unit.code())).unwrap_or(text.len())
}

impl Program {
    fn class(&self, index: u32) -> &Class {
        &self.classes[index as usize]
    }

    /// Whether a character passes.
    #[inline(always)]
    fn test(&self, single: Single, c: u32) -> bool {
        match single {
            Single::Char(own) => c == own,
            Single::NotChar(own) => c != own,
            Single::Any => c != 0x0a,
            Single::All => true,
            Single::Class(index) => self.class(index).contains(c),
        }
    }

    /// End of the run of at most `max` characters from `at` on that pass.
    #[inline(always)]
    fn run_of<U: Unit>(&self, single: Single, text: &[U], at: usize, max: u32) -> usize {
        let mut rest = text.get(at..).unwrap_or_default();
        if max != crate::opcode::MAX_REPEAT {
            rest = &rest[..rest.len().min(max as usize)];
        }
        let length = match single {
            Single::All => rest.len(),
            Single::Char(own) => count(rest, |c| c == own),
            Single::NotChar(own) => until(rest, own),
            Single::Any => until(rest, 0x0a),
            Single::Class(index) => {
                let class = self.class(index);
                count(rest, |c| class.contains(c))
            }
        };
        at + length
    }

    /// Whether what has this first set can begin with `next`.
    #[inline(always)]
    fn may_start(&self, first: First, next: Option<u32>) -> bool {
        match (first, next) {
            (First::Anything, _) => true,
            (_, None) => false,
            (First::Char(own), Some(c)) => c == own,
            (First::Set(index), Some(c)) => {
                let set = &self.firsts[index as usize];
                set.table.get(c as usize).copied().unwrap_or(set.high)
            }
        }
    }

    #[inline(always)]
    fn may_start_at<U: Unit>(&self, first: First, text: &[U], at: usize) -> bool {
        match first {
            First::Anything => true,
            first => self.may_start(first, text.get(at).map(|unit| unit.code())),
        }
    }

    fn is_at<U: Unit>(&self, position: Position, text: &[U], at: usize) -> bool {
        let is_newline = |index: usize| text.get(index).is_some_and(|unit| unit.code() == 0x0a);
        let crosses = |class: u32| {
            let is_word = |index: usize| {
                text.get(index)
                    .is_some_and(|unit| self.class(class).contains(unit.code()))
            };
            at.checked_sub(1).is_some_and(is_word) != is_word(at)
        };
        match position {
            Position::Beginning => at == 0,
            Position::BeginningLine => at.checked_sub(1).is_none_or(is_newline),
            Position::End => at == text.len() || at + 1 == text.len() && is_newline(at),
            Position::EndLine => at == text.len() || is_newline(at),
            Position::EndString => at == text.len(),
            Position::Boundary(class) => crosses(class),
            Position::NonBoundary(class) => !crosses(class),
        }
    }
}

/// Length of the beginning of `text` without `stop`.
#[inline(always)]
fn until<U: Unit>(text: &[U], stop: u32) -> usize {
    if let (Some(bytes), Ok(stop)) = (U::as_bytes(text), u8::try_from(stop)) {
        return memchr::memchr(stop, bytes).unwrap_or(text.len());
    }
    count(text, |c| c != stop)
}

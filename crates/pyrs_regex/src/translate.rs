//! From the code list to a [`Program`].
//!
//! The list is walked once from front to back, without recursion: constructs that contain others are *regions*, whose
//! ends are known when they begin. A jump may lead to the end of an enclosing region only, so that every list that is
//! accepted is well nested.

use crate::case::Fold;
use crate::charset::Class;
use crate::first::analyse;
use crate::opcode::{AtCode, Category, MAX_GROUPS, Op};
use crate::program::{Alternative, First, Inst, Loop, Position, Program, Repeat, Single, Start};

/// The code list is not one that the compiler of patterns makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCode;

type Checked<T> = Result<T, InvalidCode>;

/// What a region is the inside of.
#[derive(Clone, Copy, Debug)]
enum Inside {
    Pattern,
    /// Index of its `Assert` or `AssertNot` instruction.
    Assert(usize),
    Atomic,
    /// Index of its `LoopStart` instruction.
    Loop(usize),
    PossessiveLoop(usize),
    /// A branch: index of the way that is read now.
    Branch(usize),
    /// The part of a conditional if the group matched: index of the instruction, and whether there is another part.
    Then(usize, bool),
    Else,
}

struct Region {
    inside: Inside,
    /// Place of the code word that ends it.
    end: usize,
}

struct Translator<'a> {
    code: &'a [u32],
    program: Program,
    regions: Vec<Region>,
    /// Jumps whose target is the end of the region of this depth.
    jumps: Vec<(usize, usize)>,
    /// First instruction that no jump leads behind: consecutive characters are joined from there on.
    joinable_from: usize,
    registers: u32,
    word_classes: Vec<(Category, u32)>,
}

impl Program {
    /// Translates a code list of a pattern with `groups` groups.
    pub fn new(code: &[u32], groups: usize) -> Result<Program, InvalidCode> {
        if groups > MAX_GROUPS as usize || groups > code.len() {
            return Err(InvalidCode);
        }
        let program = Program {
            insts: Vec::new(),
            classes: Vec::new(),
            text: Vec::new(),
            alternatives: Vec::new(),
            repeats: Vec::new(),
            loops: Vec::new(),
            firsts: Vec::new(),
            start: Start::Anywhere,
            groups,
            spare: Default::default(),
        };
        let mut translator = Translator {
            code,
            program,
            regions: Vec::new(),
            jumps: Vec::new(),
            joinable_from: 0,
            registers: 0,
            word_classes: Vec::new(),
        };
        translator.run()?;
        let mut program = translator.program;
        analyse(&mut program);
        Ok(program)
    }
}

impl Translator<'_> {
    fn run(&mut self) -> Checked<()> {
        let last = self.code.len().checked_sub(1).ok_or(InvalidCode)?;
        self.regions.push(Region {
            inside: Inside::Pattern,
            end: last,
        });
        let mut at = self.info()?;
        while let Some(region) = self.regions.last() {
            if at > region.end {
                return Err(InvalidCode);
            }
            at = if at == region.end {
                self.close(at)?
            } else {
                self.step(at)?
            };
        }
        if at == self.code.len() {
            Ok(())
        } else {
            Err(InvalidCode)
        }
    }

    fn word(&self, at: usize) -> Checked<u32> {
        self.code.get(at).copied().ok_or(InvalidCode)
    }

    /// The place that a skip at `at` leads to.
    fn target(&self, at: usize) -> Checked<usize> {
        let target = at.checked_add(self.word(at)? as usize).ok_or(InvalidCode)?;
        if target > at && target < self.code.len() {
            Ok(target)
        } else {
            Err(InvalidCode)
        }
    }

    fn here(&self) -> u32 {
        self.program.insts.len() as u32
    }

    fn emit(&mut self, inst: Inst) -> usize {
        self.program.insts.push(inst);
        self.program.insts.len() - 1
    }

    /// Something may jump to the next instruction.
    fn label(&mut self) -> u32 {
        self.joinable_from = self.program.insts.len();
        self.here()
    }

    fn open(&mut self, inside: Inside, end: usize) -> Checked<()> {
        let outer = self.regions.last().ok_or(InvalidCode)?.end;
        if end > outer {
            return Err(InvalidCode);
        }
        self.regions.push(Region { inside, end });
        self.label();
        Ok(())
    }

    fn class(&mut self, class: Option<Class>) -> Checked<u32> {
        self.program.classes.push(class.ok_or(InvalidCode)?);
        Ok(self.program.classes.len() as u32 - 1)
    }

    /// The place after the introduction, which says nothing that the program itself does not.
    fn info(&mut self) -> Checked<usize> {
        match self.code.first().copied().and_then(Op::from_word) {
            Some(Op::Info) => self.target(1),
            _ => Ok(0),
        }
    }

    /// The test of one character at `at`, if there is one, and the place after it.
    fn single(&mut self, at: usize) -> Checked<Option<(Single, usize)>> {
        let op = Op::from_word(self.word(at)?).ok_or(InvalidCode)?;
        let fold = match op {
            Op::LiteralIgnore | Op::NotLiteralIgnore | Op::InIgnore => Fold::Ascii,
            Op::LiteralLocIgnore | Op::NotLiteralLocIgnore | Op::InLocIgnore => Fold::Locale,
            Op::LiteralUniIgnore | Op::NotLiteralUniIgnore | Op::InUniIgnore => Fold::Unicode,
            _ => Fold::None,
        };
        let single = match op {
            Op::Any => (Single::Any, at + 1),
            Op::AnyAll => (Single::All, at + 1),
            Op::Literal => (Single::Char(self.word(at + 1)?), at + 2),
            Op::NotLiteral => (Single::NotChar(self.word(at + 1)?), at + 2),
            Op::LiteralIgnore | Op::LiteralLocIgnore | Op::LiteralUniIgnore => {
                let class = Class::of_literal(self.word(at + 1)?, false, fold);
                (Single::Class(self.class(Some(class))?), at + 2)
            }
            Op::NotLiteralIgnore | Op::NotLiteralLocIgnore | Op::NotLiteralUniIgnore => {
                let class = Class::of_literal(self.word(at + 1)?, true, fold);
                (Single::Class(self.class(Some(class))?), at + 2)
            }
            Op::Category => {
                let category = Category::from_word(self.word(at + 1)?).ok_or(InvalidCode)?;
                (Single::Class(self.class(Some(Class::of_category(category)))?), at + 2)
            }
            Op::In | Op::InIgnore | Op::InLocIgnore | Op::InUniIgnore => {
                let end = self.target(at + 1)?;
                let set = self.code.get(at + 2..end).ok_or(InvalidCode)?;
                (Single::Class(self.class(Class::parse(set, fold))?), end)
            }
            _ => return Ok(None),
        };
        Ok(Some(single))
    }

    fn emit_single(&mut self, single: Single) {
        let program = &mut self.program;
        let Single::Char(c) = single else {
            program.insts.push(Inst::Single(single));
            return;
        };
        let joinable = program.insts.len() > self.joinable_from;
        match program.insts.last_mut() {
            Some(last @ Inst::Single(Single::Char(_))) if joinable => {
                if let Inst::Single(Single::Char(before)) = *last {
                    *last = Inst::Text(program.text.len() as u32, 2);
                    program.text.extend([before, c]);
                }
            }
            Some(Inst::Text(_, length)) if joinable => {
                *length += 1;
                program.text.push(c);
            }
            _ => program.insts.push(Inst::Single(single)),
        }
    }

    fn word_class(&mut self, category: Category) -> Checked<u32> {
        if let Some((_, index)) = self.word_classes.iter().find(|(known, _)| *known == category) {
            return Ok(*index);
        }
        let index = self.class(Some(Class::of_category(category)))?;
        self.word_classes.push((category, index));
        Ok(index)
    }

    fn position(&mut self, code: u32) -> Checked<Position> {
        Ok(match AtCode::from_word(code).ok_or(InvalidCode)? {
            AtCode::Beginning | AtCode::BeginningString => Position::Beginning,
            AtCode::BeginningLine => Position::BeginningLine,
            AtCode::End => Position::End,
            AtCode::EndLine => Position::EndLine,
            AtCode::EndString => Position::EndString,
            AtCode::Boundary => Position::Boundary(self.word_class(Category::Word)?),
            AtCode::NonBoundary => Position::NonBoundary(self.word_class(Category::Word)?),
            AtCode::LocBoundary => Position::Boundary(self.word_class(Category::LocWord)?),
            AtCode::LocNonBoundary => Position::NonBoundary(self.word_class(Category::LocWord)?),
            AtCode::UniBoundary => Position::Boundary(self.word_class(Category::UniWord)?),
            AtCode::UniNonBoundary => Position::NonBoundary(self.word_class(Category::UniWord)?),
        })
    }

    fn group(&self, at: usize) -> Checked<u32> {
        let group = self.word(at)?;
        if (group as usize) < self.program.groups {
            Ok(group)
        } else {
            Err(InvalidCode)
        }
    }

    /// Translates the operation at `at`; gives the place to go on at.
    fn step(&mut self, at: usize) -> Checked<usize> {
        if let Some((single, next)) = self.single(at)? {
            self.emit_single(single);
            return Ok(next);
        }
        let op = Op::from_word(self.word(at)?).ok_or(InvalidCode)?;
        match op {
            Op::Failure => {
                self.emit(Inst::Fail);
                Ok(at + 1)
            }
            Op::At => {
                let position = self.position(self.word(at + 1)?)?;
                self.emit(Inst::At(position));
                Ok(at + 2)
            }
            Op::Mark => {
                let mark = self.word(at + 1)?;
                if mark as usize >= 2 * self.program.groups {
                    return Err(InvalidCode);
                }
                self.emit(Inst::Mark(mark));
                Ok(at + 2)
            }
            Op::GroupRef | Op::GroupRefIgnore | Op::GroupRefLocIgnore | Op::GroupRefUniIgnore => {
                let fold = match op {
                    Op::GroupRef => Fold::None,
                    Op::GroupRefIgnore => Fold::Ascii,
                    Op::GroupRefLocIgnore => Fold::Locale,
                    _ => Fold::Unicode,
                };
                let group = self.group(at + 1)?;
                self.emit(Inst::GroupRef(group, fold));
                Ok(at + 2)
            }
            Op::RepeatOne | Op::MinRepeatOne | Op::PossessiveRepeatOne => self.repeat_one(op, at),
            Op::Repeat | Op::PossessiveRepeat => self.repeat(op, at),
            Op::Branch => self.branch(at),
            Op::Assert | Op::AssertNot => {
                let end = self.target(at + 1)?.checked_sub(1).ok_or(InvalidCode)?;
                let back = self.word(at + 2)?;
                let inst = if op == Op::Assert {
                    Inst::Assert(back, 0)
                } else {
                    Inst::AssertNot(back, 0)
                };
                let inst = self.emit(inst);
                self.open(Inside::Assert(inst), end)?;
                Ok(at + 3)
            }
            Op::AtomicGroup => {
                let end = self.target(at + 1)?.checked_sub(1).ok_or(InvalidCode)?;
                self.emit(Inst::Atomic);
                self.open(Inside::Atomic, end)?;
                Ok(at + 2)
            }
            Op::GroupRefExists => self.conditional(at),
            _ => Err(InvalidCode),
        }
    }

    fn limits(&self, at: usize) -> Checked<(u32, u32)> {
        let (min, max) = (self.word(at)?, self.word(at + 1)?);
        if min <= max { Ok((min, max)) } else { Err(InvalidCode) }
    }

    fn repeat_one(&mut self, op: Op, at: usize) -> Checked<usize> {
        let end = self.target(at + 1)?;
        let (min, max) = self.limits(at + 2)?;
        let Some((single, after)) = self.single(at + 4)? else {
            return Err(InvalidCode);
        };
        if after + 1 != end || self.word(after)? != Op::Success as u32 {
            return Err(InvalidCode);
        }
        let index = self.program.repeats.len() as u32;
        self.program.repeats.push(Repeat {
            single,
            min,
            max,
            next: First::Anything,
            exclusive: false,
        });
        self.emit(match op {
            Op::RepeatOne => Inst::Greedy(index),
            Op::MinRepeatOne => Inst::Lazy(index),
            _ => Inst::Possessive(index),
        });
        Ok(end)
    }

    fn repeat(&mut self, op: Op, at: usize) -> Checked<usize> {
        let target = self.target(at + 1)?;
        let (min, max) = self.limits(at + 2)?;
        let start = self.emit(Inst::LoopStart(self.registers, 0));
        let index = self.program.loops.len() as u32;
        self.program.loops.push(Loop {
            register: self.registers,
            min,
            max,
            body: 0,
            exit: 0,
        });
        self.registers += 1;
        if op == Op::Repeat {
            // The word after the body says whether it is greedy.
            self.program.insts[start] = Inst::LoopStart(self.registers - 1, index);
            self.open(Inside::Loop(start), target)?;
        } else {
            let test = self.emit(Inst::PossessiveLoop(index));
            self.program.insts[start] = Inst::LoopStart(self.registers - 1, test as u32);
            self.open(Inside::PossessiveLoop(test), target)?;
        }
        self.program.loops[index as usize].body = self.here();
        Ok(at + 4)
    }

    fn branch(&mut self, at: usize) -> Checked<usize> {
        // Each way is preceded by the distance to the next one; the last distance is 0.
        let first = self.program.alternatives.len();
        let mut skip = at + 1;
        while self.word(skip)? != 0 {
            self.program.alternatives.push(Alternative {
                pc: 0,
                first: First::Anything,
            });
            skip = self.target(skip)?;
        }
        let count = self.program.alternatives.len() - first;
        if count == 0 {
            return Err(InvalidCode);
        }
        self.emit(Inst::Branch(first as u32, count as u32));
        self.open(Inside::Branch(first), skip)?;
        self.program.alternatives[first].pc = self.here();
        // A way is a region of its own, which ends at its jump.
        self.open_way(at + 1)
    }

    /// Opens the way whose distance is at `skip`. It ends with a jump of two words behind the branch.
    fn open_way(&mut self, skip: usize) -> Checked<usize> {
        let next = self.target(skip)?;
        let jump = next.checked_sub(2).filter(|jump| *jump > skip).ok_or(InvalidCode)?;
        if self.word(jump)? != Op::Jump as u32 {
            return Err(InvalidCode);
        }
        let branch = self.regions.last().ok_or(InvalidCode)?.end;
        if self.target(jump + 1)? != branch + 1 && self.target(jump + 1)? != branch {
            return Err(InvalidCode);
        }
        self.open(Inside::Else, jump)?;
        Ok(skip + 1)
    }

    fn conditional(&mut self, at: usize) -> Checked<usize> {
        let group = self.group(at + 1)?;
        // The distance leads to the second part, or to the end if there is none; a jump precedes a second part.
        let target = (at + 1)
            .checked_add(self.word(at + 2)? as usize)
            .filter(|target| *target > at + 2 && *target < self.code.len())
            .ok_or(InvalidCode)?;
        let inst = self.emit(Inst::GroupExists(group, 0));
        let jump = target.checked_sub(2).filter(|jump| *jump >= at + 3);
        let has_else = match jump {
            Some(jump) => self.is_jump(at + 3, jump, target)?,
            None => false,
        };
        let end = if has_else { target - 2 } else { target };
        self.open(Inside::Then(inst, has_else), end)?;
        Ok(at + 3)
    }

    /// Whether the operations from `at` on reach a jump at `jump`. The words there may also be the end of another
    /// operation, which happens to look like one: so the operations are counted off.
    fn is_jump(&self, mut at: usize, jump: usize, end: usize) -> Checked<bool> {
        if self.word(jump)? != Op::Jump as u32 {
            return Ok(false);
        }
        while at < jump {
            let op = Op::from_word(self.word(at)?).ok_or(InvalidCode)?;
            at = match op {
                Op::Failure | Op::Success | Op::Any | Op::AnyAll => at + 1,
                Op::In
                | Op::InIgnore
                | Op::InLocIgnore
                | Op::InUniIgnore
                | Op::RepeatOne
                | Op::MinRepeatOne
                | Op::PossessiveRepeatOne
                | Op::Assert
                | Op::AssertNot
                | Op::AtomicGroup => self.target(at + 1)?,
                Op::Repeat | Op::PossessiveRepeat => self.target(at + 1)? + 1,
                Op::Branch => {
                    let mut skip = at + 1;
                    while self.word(skip)? != 0 {
                        skip = self.target(skip)?;
                    }
                    skip + 1
                }
                Op::GroupRefExists => {
                    let target = at + 1 + self.word(at + 2)? as usize;
                    let inner = target.checked_sub(2).filter(|inner| *inner >= at + 3);
                    // The parser allows conditionals within conditionals; the jump of an inner one ends at its own end.
                    match inner {
                        Some(inner) if self.word(inner)? == Op::Jump as u32 && target < jump => {
                            let after = self.target(inner + 1)?;
                            if after <= jump { after } else { target }
                        }
                        _ => target,
                    }
                }
                _ => at + 2,
            };
        }
        Ok(at == jump && at + 2 == end)
    }

    /// Ends the innermost region, whose end is `at`; gives the place to go on at.
    fn close(&mut self, at: usize) -> Checked<usize> {
        let region = self.regions.pop().ok_or(InvalidCode)?;
        let expect = |word: u32, op: Op| if word == op as u32 { Ok(()) } else { Err(InvalidCode) };
        let word = self.word(at)?;
        let next = match region.inside {
            Inside::Pattern => {
                expect(word, Op::Success)?;
                self.emit(Inst::Success);
                at + 1
            }
            Inside::Assert(inst) => {
                expect(word, Op::Success)?;
                let after = self.here() + 1;
                let end = match &mut self.program.insts[inst] {
                    Inst::Assert(_, to) => {
                        *to = after;
                        Inst::AssertEnd
                    }
                    Inst::AssertNot(_, to) => {
                        *to = after;
                        Inst::AssertNotEnd
                    }
                    _ => return Err(InvalidCode),
                };
                self.emit(end);
                at + 1
            }
            Inside::Atomic => {
                expect(word, Op::Success)?;
                self.emit(Inst::AtomicEnd);
                at + 1
            }
            Inside::PossessiveLoop(test) => {
                expect(word, Op::Success)?;
                self.emit(Inst::PossessiveEnd(test as u32));
                let exit = self.here();
                if let Inst::PossessiveLoop(index) = self.program.insts[test] {
                    self.program.loops[index as usize].exit = exit;
                }
                at + 1
            }
            Inside::Loop(start) => {
                let Inst::LoopStart(register, index) = self.program.insts[start] else {
                    return Err(InvalidCode);
                };
                let test = match Op::from_word(word) {
                    Some(Op::MaxUntil) => self.emit(Inst::GreedyLoop(index)),
                    Some(Op::MinUntil) => self.emit(Inst::LazyLoop(index)),
                    _ => return Err(InvalidCode),
                };
                self.program.insts[start] = Inst::LoopStart(register, test as u32);
                self.program.loops[index as usize].exit = self.here();
                at + 1
            }
            Inside::Branch(_) => at + 1,
            Inside::Else => return self.close_way(at),
            Inside::Then(inst, has_else) => {
                let jump = has_else.then(|| self.emit(Inst::Jump(0)));
                let after = self.here();
                if let Some(Inst::GroupExists(_, otherwise)) = self.program.insts.get_mut(inst) {
                    *otherwise = after;
                }
                if let Some(jump) = jump {
                    let end = self.target(at + 1)?;
                    self.open(Inside::Then(usize::MAX, false), end)?;
                    self.jumps.push((self.regions.len(), jump));
                    return Ok(at + 2);
                }
                self.patch_jumps();
                at
            }
        };
        self.label();
        Ok(next)
    }

    /// Ends a way of a branch; `at` is its jump.
    fn close_way(&mut self, at: usize) -> Checked<usize> {
        let jump = self.emit(Inst::Jump(0));
        let depth = self.regions.len();
        self.jumps.push((depth, jump));
        let skip = at + 2;
        let end = self.regions.last().ok_or(InvalidCode)?.end;
        if skip == end {
            self.patch_jumps_of(depth);
            self.label();
            return Ok(skip);
        }
        let here = self.label();
        let Some(Region {
            inside: Inside::Branch(current),
            ..
        }) = self.regions.last_mut()
        else {
            return Err(InvalidCode);
        };
        *current += 1;
        let current = *current;
        self.program.alternatives.get_mut(current).ok_or(InvalidCode)?.pc = here;
        self.open_way(skip)
    }

    /// Lets the jumps of the region that was just closed lead here.
    fn patch_jumps(&mut self) {
        self.patch_jumps_of(self.regions.len() + 1);
    }

    fn patch_jumps_of(&mut self, depth: usize) {
        let here = self.here();
        while let Some((of, inst)) = self.jumps.last().copied()
            && of >= depth
        {
            self.jumps.pop();
            self.program.insts[inst] = Inst::Jump(here);
        }
        self.label();
    }
}

//! The translated pattern.
//!
//! Invariant: every index in an instruction (another instruction, a set, a mark, a register, a text) is valid; the
//! translator makes sure of it, and the matcher relies on it for sense, not for memory safety.

use crate::case::Fold;
use crate::charset::{Class, Table};
use crate::stack::Room;

/// Test of one character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Single {
    Char(u32),
    NotChar(u32),
    /// All but the newline.
    Any,
    All,
    Class(u32),
}

/// Test of a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Position {
    Beginning,
    BeginningLine,
    End,
    EndLine,
    EndString,
    /// Between a character of the class of word characters and another.
    Boundary(u32),
    NonBoundary(u32),
}

/// What a way on from some instruction may start with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum First {
    /// Anything, nothing included.
    Anything,
    /// This character.
    Char(u32),
    /// A character of this first set.
    Set(u32),
}

/// A set of first characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FirstSet {
    pub(crate) table: Table,
    /// Whether characters above 255 are in it.
    pub(crate) high: bool,
}

/// One way of a branch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternative {
    pub(crate) pc: u32,
    pub(crate) first: First,
}

/// A repetition of one test.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repeat {
    pub(crate) single: Single,
    pub(crate) min: u32,
    pub(crate) max: u32,
    /// What must follow.
    pub(crate) next: First,
    /// No character that is repeated can be what follows: giving some back is of no use.
    pub(crate) exclusive: bool,
}

/// A repetition of a part of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loop {
    pub(crate) register: u32,
    pub(crate) min: u32,
    pub(crate) max: u32,
    /// First instruction of the body.
    pub(crate) body: u32,
    /// First instruction after the loop.
    pub(crate) exit: u32,
}

/// Instructions. A number is an index of an instruction unless said otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Inst {
    Fail,
    Success,
    Single(Single),
    /// Consecutive characters: start and length in `Program::text`.
    Text(u32, u32),
    At(Position),
    Mark(u32),
    Jump(u32),
    /// Start and length in `Program::alternatives`.
    Branch(u32, u32),
    /// Index of a [`Repeat`].
    Greedy(u32),
    Lazy(u32),
    Possessive(u32),
    /// Register; then the loop's test.
    LoopStart(u32, u32),
    /// Index of a [`Loop`].
    GreedyLoop(u32),
    LazyLoop(u32),
    PossessiveLoop(u32),
    /// End of the body of a possessive loop.
    PossessiveEnd(u32),
    /// Steps back; then the instruction after the assertion.
    Assert(u32, u32),
    AssertNot(u32, u32),
    AssertEnd,
    AssertNotEnd,
    Atomic,
    AtomicEnd,
    /// Group number from 0.
    GroupRef(u32, Fold),
    /// Group number from 0; where to go if it did not match.
    GroupExists(u32, u32),
}

/// Where a search may begin.
#[derive(Debug)]
pub(crate) enum Start {
    Anywhere,
    /// At the beginning of the subject only.
    Beginning,
    /// With this text; the searcher is for Latin-1 subjects, and absent if the text is not Latin-1.
    Text(Box<[u32]>, Option<Box<memchr::memmem::Finder<'static>>>),
    /// With a character of the set; if few, they are listed.
    Set(Box<FirstSet>, Vec<u8>),
}

/// A pattern ready to be matched.
pub struct Program {
    pub(crate) insts: Vec<Inst>,
    pub(crate) classes: Vec<Class>,
    pub(crate) text: Vec<u32>,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) repeats: Vec<Repeat>,
    pub(crate) loops: Vec<Loop>,
    pub(crate) firsts: Vec<FirstSet>,
    pub(crate) start: Start,
    pub(crate) groups: usize,
    /// What the last matcher needed, for the next one.
    pub(crate) spare: std::cell::Cell<Option<Room>>,
}

impl Program {
    /// Number of groups, the whole match not counted.
    pub fn groups(&self) -> usize {
        self.groups
    }
}

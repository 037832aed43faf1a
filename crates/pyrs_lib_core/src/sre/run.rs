//! Running a pattern on a subject, once or many times.

use super::match_object::MatchObject;
use super::pattern::PatternObject;
use super::subject::Subject;
use crate::invoke::poll;
use pyrs_object::str::Chars;
use pyrs_object::{PyResult, Ref, Thread, Value};
use pyrs_regex::{Goal, Matcher, Stop};

/// The part of a subject that is searched, and where the search has come to.
pub struct Run<'p> {
    /// The pattern.
    pub pattern: Ref<PatternObject>,
    /// The subject.
    pub subject: Subject,
    /// `pos`.
    pub pos: usize,
    /// `endpos`.
    pub end: usize,
    /// Where the next match may begin.
    pub at: usize,
    /// The next match may not be an empty one there.
    pub must_advance: bool,
    matcher: Matcher<'p>,
}

/// A position given by Python code within `0..=length`.
fn clamp(position: i64, length: usize) -> usize {
    usize::try_from(position).unwrap_or(0).min(length)
}

impl Run<'_> {
    /// Checks that pattern and subject go together.
    pub fn new<'p>(
        thread: &mut Thread,
        pattern: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        end: Option<i64>,
    ) -> PyResult<Run<'p>> {
        let subject = Subject::open(thread, string)?;
        let message = match pattern.wants_bytes() {
            Some(false) if subject.is_bytes() => "cannot use a string pattern on a bytes-like object",
            Some(true) if !subject.is_bytes() => "cannot use a bytes pattern on a string-like object",
            _ => "",
        };
        if !message.is_empty() {
            return Err(thread.type_error(format_args!("{message}")));
        }
        let length = subject.len();
        let pos = clamp(pos.unwrap_or(0), length);
        Ok(Run {
            matcher: Matcher::new(pattern.program()),
            pattern,
            subject,
            pos,
            end: clamp(end.unwrap_or(i64::MAX), length),
            at: pos,
            must_advance: false,
        })
    }

    /// The next match; then the place of the search is behind it.
    pub fn step(&mut self, thread: &mut Thread, goal: Goal) -> PyResult<bool> {
        let mut raised = None;
        let mut go_on = || {
            raised = poll(thread).err();
            raised.is_none()
        };
        let (matcher, at, end, advance) = (&mut self.matcher, self.at, self.end, self.must_advance);
        let found = match self.subject.units() {
            Chars::One(units) => matcher.run(units.get(..end).unwrap_or(units), at, goal, advance, &mut go_on),
            Chars::Two(units) => matcher.run(units.get(..end).unwrap_or(units), at, goal, advance, &mut go_on),
            Chars::Four(units) => matcher.run(units.get(..end).unwrap_or(units), at, goal, advance, &mut go_on),
        };
        match (found, raised) {
            (_, Some(raised)) => Err(raised),
            (Err(Stop::OutOfMemory), _) => Err(thread.memory_error()),
            (Err(Stop::Interrupted), _) => Err(thread.system_error(format_args!("match stopped without a reason"))),
            (Ok(found), None) => {
                if found {
                    let (start, end) = self.matcher.span();
                    self.must_advance = start == end;
                    self.at = end;
                }
                Ok(found)
            }
        }
    }

    /// Where the last match began and ended.
    pub fn span(&self) -> (usize, usize) {
        self.matcher.span()
    }

    /// Where a group of the last match began and ended; group 0 is the match.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        if group == 0 {
            Some(self.span())
        } else {
            self.matcher.group(group)
        }
    }

    /// A match object of the last match.
    pub fn match_object(&self, thread: &mut Thread) -> PyResult<Ref<MatchObject>> {
        let groups = self.pattern.groups() + 1;
        MatchObject::new(
            thread,
            self.pattern,
            self.subject.object,
            (self.pos, self.end),
            self.matcher.last_index(),
            (0..groups).map(|group| self.group(group)),
        )
    }
}

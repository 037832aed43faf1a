//! `sub` and `subn`.

use super::pattern::PatternObject;
use super::run::Run;
use super::subject::Subject;
use super::template::{Output, compile, parts_of};
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};
use pyrs_regex::Goal;

/// What each match is replaced by.
enum Replacement {
    /// Always the same.
    Literal(Value),
    /// A compiled template.
    Template(Value),
    /// What a function returns.
    Function(Value),
}

/// Whether a replacement is text or bytes without backslashes, which stand for themselves.
fn is_plain(thread: &mut Thread, replacement: Value) -> PyResult<bool> {
    if replacement.downcast::<pyrs_object::str::StrObject>().is_none()
        && pyrs_object::bytes::as_bytes(&replacement).is_none()
    {
        return Ok(false);
    }
    let subject = Subject::open(thread, replacement)?;
    Ok(match subject.units() {
        pyrs_object::str::Chars::One(bytes) => !bytes.contains(&b'\\'),
        wide => wide.iter().all(|c| c != u32::from(b'\\')),
    })
}

fn replacement_of(thread: &mut Thread, pattern: Ref<PatternObject>, given: Value) -> PyResult<Replacement> {
    if class_of(given).slot(|slots| slots.call).is_some() {
        return Ok(Replacement::Function(given));
    }
    if is_plain(thread, given)? {
        return Ok(Replacement::Literal(given));
    }
    let compiled = compile(thread, pattern.value(), given)?;
    Ok(match parts_of(compiled) {
        Some(_) => Replacement::Template(compiled),
        None => Replacement::Literal(compiled),
    })
}

/// Replaces up to `limit` matches (0: all); gives the result and how many there were.
pub fn substitute(
    thread: &mut Thread,
    pattern: Ref<PatternObject>,
    replacement: Value,
    string: Value,
    limit: i64,
) -> PyResult<(Value, i64)> {
    let replacement = replacement_of(thread, pattern, replacement)?;
    let mut run = Run::new(thread, pattern, string, None, None)?;
    let mut output = Output::like(&run.subject);
    let (mut made, mut last) = (0, 0);
    // Number of pieces so far, and the first that does not fit: an error once all matches are made.
    let mut pieces = 0;
    let mut misfit: Option<(usize, Value)> = None;
    while (limit == 0 || made < limit) && run.step(thread, Goal::Search)? {
        let (start, end) = run.span();
        if last < start {
            output.push_slice(&run.subject, last, start);
            pieces += 1;
        }
        let item = match replacement {
            Replacement::Literal(text) => text,
            Replacement::Function(function) => {
                let found = run.match_object(thread)?;
                protocol::call(thread, function, &[found.value()])?
            }
            Replacement::Template(compiled) => {
                let parts = parts_of(compiled).unwrap_or_default();
                let groups = pattern.groups();
                output.push_template(thread, parts, &run.subject, groups, |group| run.group(group))?;
                pieces += 1;
                none()
            }
        };
        if item != none() {
            if !output.push_value(item) && misfit.is_none() {
                misfit = Some((pieces, item));
            }
            pieces += 1;
        }
        made += 1;
        last = end;
    }
    if let Some((index, value)) = misfit {
        return Err(output.misfit(thread, index, value));
    }
    if made == 0 {
        let whole = run.subject.slice(thread, 0, run.end)?;
        return Ok((whole, 0));
    }
    output.push_slice(&run.subject, last, run.end);
    Ok((output.finish(thread)?, made))
}

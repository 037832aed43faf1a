//! `SRE_Scanner`: goes through a subject match by match.

use super::match_object::MatchObject;
use super::pattern::PatternObject;
use super::run::Run;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none};
use pyrs_regex::Goal;
use std::cell::Cell;

/// A scanner.
#[repr(C)]
pub struct ScannerObject {
    header: Header,
    pattern: Field<Option<Ref<PatternObject>>>,
    string: Field<Option<Value>>,
    /// `pos` and `endpos` of the matches.
    pos: Cell<usize>,
    end: Cell<usize>,
    /// Where the next match may begin; [`DONE`] after the last.
    at: Cell<usize>,
    must_advance: Cell<usize>,
}
heap_object!(ScannerObject, "_sre.SRE_Scanner", SCANNER_LAYOUT, [pattern, string]);

const DONE: usize = usize::MAX;

/// `_sre.SRE_Scanner`.
pub static SCANNER: NativeClass =
    NativeClass::new("_sre", "SRE_Scanner", &SCANNER_LAYOUT).methods(ScannerMethods::TYPE_METHODS);

impl ScannerObject {
    /// A scanner of `string`.
    pub fn create(
        thread: &mut Thread,
        pattern: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        end: Option<i64>,
    ) -> PyResult<Value> {
        let run = Run::new(thread, pattern, string, pos, end)?;
        let this: Ref<ScannerObject> = SCANNER.get().allocate_instance(thread)?;
        this.pattern.set(this, Some(pattern));
        this.string.set(this, Some(string));
        this.pos.set(run.pos);
        this.end.set(run.end);
        this.at.set(run.at);
        Ok(this.value())
    }
}

fn step(thread: &mut Thread, this: Ref<ScannerObject>, goal: Goal) -> PyResult<Option<Ref<MatchObject>>> {
    let (Some(pattern), Some(string)) = (this.pattern.get(), this.string.get()) else {
        return Ok(None);
    };
    if this.at.get() == DONE {
        return Ok(None);
    }
    let (pos, end) = (this.pos.get() as i64, this.end.get() as i64);
    let mut run = Run::new(thread, pattern, string, Some(pos), Some(end))?;
    run.at = this.at.get();
    run.must_advance = this.must_advance.get() != 0;
    if !run.step(thread, goal)? {
        this.at.set(DONE);
        return Ok(None);
    }
    this.at.set(run.at);
    this.must_advance.set(run.must_advance as usize);
    run.match_object(thread).map(Some)
}

/// Holds the methods of scanners.
pub struct ScannerMethods;

#[pymethods]
impl ScannerMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create '_sre.SRE_Scanner' instances")))
    }

    #[method(name = "match")]
    fn match_(thread: &mut Thread, this: Ref<ScannerObject>) -> PyResult<Option<Ref<MatchObject>>> {
        step(thread, this, Goal::Match)
    }

    #[method]
    fn search(thread: &mut Thread, this: Ref<ScannerObject>) -> PyResult<Option<Ref<MatchObject>>> {
        step(thread, this, Goal::Search)
    }

    #[getter]
    fn pattern(_thread: &mut Thread, this: Ref<ScannerObject>) -> Value {
        this.pattern.get().map_or_else(none, |pattern| pattern.value())
    }
}

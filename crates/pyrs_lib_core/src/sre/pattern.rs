//! `re.Pattern`.
//!
//! Invariant: `compiled` is set before anybody sees the object, and freed when the object is reclaimed.

use super::match_object::MatchObject;
use super::run::Run;
use super::scanner::ScannerObject;
use super::subject::Subject;
use super::substitute::substitute;
use crate::collect::generic_alias;
use crate::invoke::builtin;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::int::{as_i64, from_i64};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, heap_object, none, not_implemented, protocol};
use pyrs_regex::{Goal, Program};
use std::cell::Cell;

/// What a pattern owns outside of the heap.
struct Compiled {
    program: Program,
    code: Box<[u32]>,
}

/// A compiled pattern.
#[repr(C)]
pub struct PatternObject {
    header: Header,
    pattern: Field<Option<Value>>,
    /// Group numbers by name.
    pub group_index: Field<Option<Ref<DictObject>>>,
    /// Group names by number.
    pub index_group: Field<Option<Ref<TupleObject>>>,
    flags: Cell<i64>,
    /// 1 for bytes, 0 for text, -1 if it goes with both.
    is_bytes: Cell<i64>,
    compiled: Cell<*mut Compiled>,
}
heap_object!(
    PatternObject,
    "re.Pattern",
    PATTERN_LAYOUT,
    [pattern, group_index, index_group],
    drop = release
);

/// Frees what a dead pattern owned.
///
/// # Safety
/// `object` is a pattern that is about to be reclaimed.
unsafe fn release(object: *mut u8) {
    // SAFETY: as the caller says; the box was made by `compile` and belongs to this object alone.
    unsafe {
        let compiled = (*(object as *const PatternObject))
            .compiled
            .replace(std::ptr::null_mut());
        if !compiled.is_null() {
            drop(Box::from_raw(compiled));
        }
    }
}

/// `re.Pattern`.
pub static PATTERN: NativeClass = NativeClass::new("re", "Pattern", &PATTERN_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(PatternMethods::TYPE_METHODS);

impl PatternObject {
    fn compiled<'p>(&self) -> &'p Compiled {
        // SAFETY: set before the object was published (module invariant); whoever calls this holds the object.
        unsafe { &*self.compiled.get() }
    }

    /// The program. It lives as long as the pattern, which the caller holds.
    pub fn program<'p>(&self) -> &'p Program {
        &self.compiled().program
    }

    /// Number of groups, the whole match not counted.
    pub fn groups(&self) -> usize {
        self.program().groups()
    }

    /// Whether subjects must be bytes-like, if that matters.
    pub fn wants_bytes(&self) -> Option<bool> {
        match self.is_bytes.get() {
            -1 => None,
            kind => Some(kind == 1),
        }
    }
}

/// `_sre.compile`.
pub fn compile(
    thread: &mut Thread,
    pattern: Value,
    flags: i64,
    code: Ref<ListObject>,
    groups: i64,
    (group_index, index_group): (Ref<DictObject>, Ref<TupleObject>),
) -> PyResult<Value> {
    let mut words = Vec::with_capacity(code.len());
    for index in 0..code.len() {
        let word = code.get(index).and_then(as_i64);
        match word.map(u32::try_from) {
            Some(Ok(word)) => words.push(word),
            Some(Err(_)) if word < Some(0) => {
                return Err(thread.overflow_error(format_args!("can't convert negative value to unsigned int")));
            }
            _ => {
                return Err(thread.overflow_error(format_args!("regular expression code size limit exceeded")));
            }
        }
    }
    let is_bytes = if pattern == none() {
        -1
    } else {
        Subject::open(thread, pattern)?.is_bytes() as i64
    };
    let program = usize::try_from(groups)
        .ok()
        .and_then(|groups| Program::new(&words, groups).ok());
    let Some(program) = program else {
        return Err(thread.runtime_error(format_args!("invalid SRE code")));
    };
    let this: Ref<PatternObject> = PATTERN.get().allocate_instance(thread)?;
    let compiled = Box::new(Compiled {
        program,
        code: words.into(),
    });
    this.compiled.set(Box::into_raw(compiled));
    // SAFETY: the object's layout has a drop function, which takes the box that was just stored.
    unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
    this.pattern.set(this, Some(pattern));
    this.group_index.set(this, Some(group_index));
    this.index_group.set(this, Some(index_group));
    this.flags.set(flags);
    this.is_bytes.set(is_bytes);
    Ok(this.value())
}

fn find(
    thread: &mut Thread,
    this: Ref<PatternObject>,
    string: Value,
    (pos, end): (Option<i64>, Option<i64>),
    goal: Goal,
) -> PyResult<Option<Ref<MatchObject>>> {
    let mut run = Run::new(thread, this, string, pos, end)?;
    if run.step(thread, goal)? {
        run.match_object(thread).map(Some)
    } else {
        Ok(None)
    }
}

/// A group of the last match as `findall` and `split` give it.
fn group_of(thread: &mut Thread, run: &Run, group: usize, default: Value) -> PyResult<Value> {
    match run.group(group) {
        Some((start, end)) => run.subject.slice(thread, start, end),
        None => Ok(default),
    }
}

/// Names of the flags, in the order that `repr` shows them in.
static FLAGS: &[(&str, i64)] = &[
    ("re.IGNORECASE", 2),
    ("re.LOCALE", LOCALE),
    ("re.MULTILINE", 8),
    ("re.DOTALL", 16),
    ("re.UNICODE", UNICODE),
    ("re.VERBOSE", 64),
    ("re.DEBUG", 128),
    ("re.ASCII", ASCII),
];
const LOCALE: i64 = 4;
const UNICODE: i64 = 32;
const ASCII: i64 = 256;
/// Characters of the pattern that `repr` shows at most.
const SHOWN: usize = 200;

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<PatternObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(crate::collect::wrong_receiver(thread, "re.Pattern", this)),
    }
}

/// Holds the methods of `re.Pattern`.
pub struct PatternMethods;

/// Compiled regular expression object.
#[pymethods]
impl PatternMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 're.Pattern' instances")))
    }

    /// Matches zero or more characters at the beginning of the string.
    #[method(
        name = "match",
        keywords = "string, pos, endpos",
        signature = "(string, pos=0, endpos=sys.maxsize)"
    )]
    fn match_(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        endpos: Option<i64>,
    ) -> PyResult<Option<Ref<MatchObject>>> {
        find(thread, this, string, (pos, endpos), Goal::Match)
    }

    /// Matches against all of the string.
    #[method(keywords = "string, pos, endpos", signature = "(string, pos=0, endpos=sys.maxsize)")]
    fn fullmatch(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        endpos: Option<i64>,
    ) -> PyResult<Option<Ref<MatchObject>>> {
        find(thread, this, string, (pos, endpos), Goal::FullMatch)
    }

    /// Scan through string looking for a match, and return a corresponding match object instance.
    ///
    /// Return None if no position in the string matches.
    #[method(keywords = "string, pos, endpos", signature = "(string, pos=0, endpos=sys.maxsize)")]
    fn search(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        endpos: Option<i64>,
    ) -> PyResult<Option<Ref<MatchObject>>> {
        find(thread, this, string, (pos, endpos), Goal::Search)
    }

    /// Return a list of all non-overlapping matches of pattern in string.
    #[method(keywords = "string, pos, endpos", signature = "(string, pos=0, endpos=sys.maxsize)")]
    fn findall(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        endpos: Option<i64>,
    ) -> PyResult<Value> {
        let mut run = Run::new(thread, this, string, pos, endpos)?;
        let list = ListObject::with_capacity(thread, 0)?;
        let groups = this.groups();
        let empty = run.subject.slice(thread, 0, 0)?;
        while run.step(thread, Goal::Search)? {
            let item = match groups {
                0 | 1 => group_of(thread, &run, groups, empty)?,
                _ => {
                    let tuple = TupleObject::with_length(thread, groups)?;
                    for group in 1..=groups {
                        let value = group_of(thread, &run, group, empty)?;
                        tuple.initialise_item(group - 1, value);
                    }
                    tuple.value()
                }
            };
            list.push(thread, item)?;
        }
        Ok(list.value())
    }

    /// Return an iterator over all non-overlapping matches for the RE pattern in string.
    ///
    /// For each match, the iterator returns a match object.
    #[method(keywords = "string, pos, endpos", signature = "(string, pos=0, endpos=sys.maxsize)")]
    fn finditer(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        endpos: Option<i64>,
    ) -> PyResult<Value> {
        let scanner = ScannerObject::create(thread, this, string, pos, endpos)?;
        let search = StrObject::intern(thread, "search")?;
        let search = protocol::getattr(thread, scanner, search)?;
        let iter = builtin(thread, "iter")?;
        protocol::call(thread, iter, &[search, none()])
    }

    #[method(keywords = "string, pos, endpos", signature = "(string, pos=0, endpos=sys.maxsize)")]
    fn scanner(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        string: Value,
        pos: Option<i64>,
        endpos: Option<i64>,
    ) -> PyResult<Value> {
        ScannerObject::create(thread, this, string, pos, endpos)
    }

    /// Split string by the occurrences of pattern.
    #[method(keywords = "string, maxsplit", signature = "(string, maxsplit=0)")]
    fn split(thread: &mut Thread, this: Ref<PatternObject>, string: Value, maxsplit: Option<i64>) -> PyResult<Value> {
        let mut run = Run::new(thread, this, string, None, None)?;
        let list = ListObject::with_capacity(thread, 0)?;
        let limit = maxsplit.unwrap_or(0);
        let (mut count, mut last) = (0, 0);
        while (limit == 0 || count < limit) && run.step(thread, Goal::Search)? {
            let (start, end) = run.span();
            let piece = run.subject.slice(thread, last, start)?;
            list.push(thread, piece)?;
            for group in 1..=this.groups() {
                let value = group_of(thread, &run, group, none())?;
                list.push(thread, value)?;
            }
            count += 1;
            last = end;
        }
        let piece = run.subject.slice(thread, last, run.end)?;
        list.push(thread, piece)?;
        Ok(list.value())
    }

    /// Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the
    /// replacement repl.
    #[method(keywords = "repl, string, count", signature = "(repl, string, count=0)")]
    fn sub(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        repl: Value,
        string: Value,
        count: Option<i64>,
    ) -> PyResult<Value> {
        substitute(thread, this, repl, string, count.unwrap_or(0)).map(|(value, _)| value)
    }

    /// Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of
    /// pattern with the replacement repl.
    #[method(keywords = "repl, string, count", signature = "(repl, string, count=0)")]
    fn subn(
        thread: &mut Thread,
        this: Ref<PatternObject>,
        repl: Value,
        string: Value,
        count: Option<i64>,
    ) -> PyResult<Value> {
        let (value, made) = substitute(thread, this, repl, string, count.unwrap_or(0))?;
        let made = from_i64(thread, made)?;
        Ok(TupleObject::from_slice(thread, &[value, made])?.value())
    }

    #[method(name = "__copy__")]
    fn copy(_thread: &mut Thread, this: Ref<PatternObject>) -> Value {
        this.value()
    }

    #[method(name = "__deepcopy__")]
    fn deepcopy(_thread: &mut Thread, this: Ref<PatternObject>, memo: Value) -> Value {
        let _ = memo;
        this.value()
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }

    /// The pattern string from which the RE object was compiled.
    #[getter]
    fn pattern(_thread: &mut Thread, this: Ref<PatternObject>) -> Option<Value> {
        this.pattern.get()
    }

    /// The regex matching flags.
    #[getter]
    fn flags(_thread: &mut Thread, this: Ref<PatternObject>) -> i64 {
        this.flags.get()
    }

    /// The number of capturing groups in the pattern.
    #[getter]
    fn groups(_thread: &mut Thread, this: Ref<PatternObject>) -> usize {
        this.groups()
    }

    /// A dictionary mapping group names to group numbers.
    #[getter]
    fn groupindex(thread: &mut Thread, this: Ref<PatternObject>) -> PyResult<Value> {
        let Some(names) = this.group_index.get() else {
            return Ok(DictObject::new(thread)?.value());
        };
        // The class of read-only mappings is known by the namespace of a class.
        let object = core().types.object.get().value();
        let proxy = protocol::getattr(thread, object, core().names.dict.get())?;
        protocol::call(thread, class_of(proxy).value(), &[names.value()])
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let pattern = this.pattern.get().unwrap_or_else(none);
        let mut flags = this.flags.get();
        if pattern.downcast::<StrObject>().is_some() && flags & (LOCALE | UNICODE | ASCII) == UNICODE {
            flags &= !UNICODE;
        }
        let mut names: Vec<String> = Vec::new();
        for (name, flag) in FLAGS {
            if flags & flag != 0 {
                names.push((*name).to_owned());
                flags &= !flag;
            }
        }
        if flags != 0 {
            names.push(format!("0x{flags:x}"));
        }
        let text = protocol::repr(thread, pattern)?;
        let chars = text.chars_unbound();
        let mut shown = crate::text_buffer::TextBuffer::default();
        shown.push_bytes(b"re.compile(");
        shown.push_chars(chars.slice(0..chars.len().min(SHOWN)));
        if !names.is_empty() {
            shown.push_bytes(b", ");
            shown.push_bytes(names.join("|").as_bytes());
        }
        shown.push_bytes(b")");
        Ok(shown.finish(thread)?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let this = receiver(thread, this)?;
        let pattern = this.pattern.get().unwrap_or_else(none);
        let own = protocol::hash(thread, pattern)?;
        Ok(own ^ this.flags.get() ^ this.is_bytes.get() ^ (this.compiled().code.len() as i64) << 20)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<PatternObject>(), right.downcast::<PatternObject>()) else {
            return Ok(not_implemented());
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let same = a == b
            || a.flags.get() == b.flags.get()
                && a.is_bytes.get() == b.is_bytes.get()
                && a.compiled().code == b.compiled().code
                && protocol::equals(
                    thread,
                    a.pattern.get().unwrap_or_else(none),
                    b.pattern.get().unwrap_or_else(none),
                )?;
        Ok(bool_value(same == (op == CompareOp::Eq)))
    }
}

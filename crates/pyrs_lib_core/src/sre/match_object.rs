//! `re.Match`: the spans of the groups lie behind the fixed part of the object.

use super::pattern::PatternObject;
use super::subject::Subject;
use super::template;
use crate::collect::generic_alias;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::int::{as_i64, from_i64};
use pyrs_object::layout::Layout;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::UnaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, none, protocol};
use std::cell::Cell;

/// A match.
#[repr(C)]
pub struct MatchObject {
    header: Header,
    string: Field<Option<Value>>,
    pattern: Field<Option<Ref<PatternObject>>>,
    /// `regs`, once asked for.
    regs: Field<Option<Value>>,
    pos: Cell<usize>,
    end: Cell<usize>,
    last_index: Cell<usize>,
    /// Groups, the whole match included.
    count: Cell<usize>,
}

/// Layout of [`MatchObject`].
pub static MATCH_LAYOUT: Layout = Layout {
    name: "re.Match",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_object::gc::Visitor) {
            // SAFETY: called for matches only.
            let this = unsafe { &*(object as *const MatchObject) };
            for bits in [this.string.bits(), this.pattern.bits(), this.regs.bits()] {
                // SAFETY: traced fields hold heap words.
                unsafe { visitor.visit(bits) };
            }
        }
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for matches only.
            MatchObject::size(unsafe { (*(object as *const MatchObject)).count.get() })
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
pyrs_object::heap_object!(@impl MatchObject, MATCH_LAYOUT);

/// `re.Match`.
pub static MATCH: NativeClass = NativeClass::new("re", "Match", &MATCH_LAYOUT).methods(MatchMethods::TYPE_METHODS);

/// Start and end of a group; both [`UNSET`] if it did not take part.
type Span = [usize; 2];
const UNSET: usize = usize::MAX;

impl MatchObject {
    fn size(count: usize) -> usize {
        std::mem::size_of::<MatchObject>() + count * std::mem::size_of::<Span>()
    }

    /// A match of `string`; `spans` has one item for each group and the whole.
    pub fn new(
        thread: &mut Thread,
        pattern: Ref<PatternObject>,
        string: Value,
        (pos, end): (usize, usize),
        last_index: usize,
        spans: impl ExactSizeIterator<Item = Option<(usize, usize)>>,
    ) -> PyResult<Ref<MatchObject>> {
        let count = spans.len();
        let this: Ref<MatchObject> = thread.allocate(MATCH.get().root_shape(), Self::size(count))?;
        this.count.set(count);
        this.string.set(this, Some(string));
        this.pattern.set(this, Some(pattern));
        this.pos.set(pos);
        this.end.set(end);
        this.last_index.set(last_index);
        for (index, span) in spans.enumerate() {
            let span: Span = span.map_or([UNSET; 2], |(start, end)| [start, end]);
            // SAFETY: the object was made with room for `count` spans.
            unsafe { this.spans_ptr().add(index).write(span) };
        }
        Ok(this)
    }

    fn spans_ptr(&self) -> *mut Span {
        // SAFETY: the spans follow the fixed part in the same object.
        unsafe { (self as *const MatchObject).add(1) as *mut Span }
    }

    fn spans(&self) -> &[Span] {
        // SAFETY: inside the object, and never changed once it is published.
        unsafe { std::slice::from_raw_parts(self.spans_ptr(), self.count.get()) }
    }

    /// Where a group began and ended; group 0 is the match.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        match *self.spans().get(group)? {
            [UNSET, _] => None,
            [start, end] => Some((start, end)),
        }
    }

    /// Groups, the whole match included.
    pub fn count(&self) -> usize {
        self.count.get()
    }

    /// The subject.
    pub fn subject(&self, thread: &mut Thread) -> PyResult<Subject> {
        Subject::open(thread, self.string.get().unwrap_or_else(none))
    }

    fn name_of(&self, index: usize) -> Option<Value> {
        let names = self.pattern.get()?.index_group.get()?;
        names.items_unbound().get(index).copied()
    }
}

#[cold]
fn no_such_group(thread: &mut Thread) -> Raised {
    thread.index_error(format_args!("no such group"))
}

/// Number of the group that `key` is the number or the name of.
fn index_of(thread: &mut Thread, this: Ref<MatchObject>, key: Value) -> PyResult<usize> {
    let number = if protocol::convert(thread, UnaryOp::Index, key)?.is_some() {
        protocol::index_clamped(thread, key)?
    } else {
        let names = this.pattern.get().and_then(|pattern| pattern.group_index.get());
        match names {
            Some(names) => names.get(thread, key)?.and_then(as_i64).unwrap_or(-1),
            None => -1,
        }
    };
    match usize::try_from(number) {
        Ok(index) if index < this.count() => Ok(index),
        _ => Err(no_such_group(thread)),
    }
}

fn group_value(
    thread: &mut Thread,
    this: Ref<MatchObject>,
    subject: &Subject,
    index: usize,
    default: Value,
) -> PyResult<Value> {
    match this.span(index) {
        Some((start, end)) => subject.slice(thread, start, end),
        None => Ok(default),
    }
}

fn group(thread: &mut Thread, this: Ref<MatchObject>, key: Value) -> PyResult<Value> {
    let index = index_of(thread, this, key)?;
    let subject = this.subject(thread)?;
    group_value(thread, this, &subject, index, none())
}

fn edges(thread: &mut Thread, this: Ref<MatchObject>, key: Option<Value>) -> PyResult<(i64, i64)> {
    let index = match key {
        Some(key) => index_of(thread, this, key)?,
        None => 0,
    };
    Ok(this
        .span(index)
        .map_or((-1, -1), |(start, end)| (start as i64, end as i64)))
}

fn span_tuple(thread: &mut Thread, (start, end): (i64, i64)) -> PyResult<Value> {
    let (start, end) = (from_i64(thread, start)?, from_i64(thread, end)?);
    Ok(TupleObject::from_slice(thread, &[start, end])?.value())
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<MatchObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(crate::collect::wrong_receiver(thread, "re.Match", this)),
    }
}

/// Holds the methods of `re.Match`.
pub struct MatchMethods;

/// The result of re.match() and re.search().
/// Match objects always have a boolean value of True.
#[pymethods]
impl MatchMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 're.Match' instances")))
    }

    /// group([group1, ...]) -> str or tuple.
    /// Return subgroup(s) of the match by indices or names.
    /// For 0 returns the entire match.
    #[method]
    fn group(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        crate::collect::no_keywords(thread, "Match.group", args)?;
        let this = receiver(thread, this)?;
        match *args.positional() {
            [] => group(thread, this, Value::small_int(0)),
            [key] => group(thread, this, key),
            ref keys => {
                let result = TupleObject::with_length(thread, keys.len())?;
                for (index, key) in keys.iter().enumerate() {
                    let value = group(thread, this, *key)?;
                    result.initialise_item(index, value);
                }
                Ok(result.value())
            }
        }
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        group(thread, this, key)
    }

    /// Return a tuple containing all the subgroups of the match, from 1.
    ///
    ///   default
    ///     Is used for groups that did not participate in the match.
    #[method(keywords = "default", signature = "(default=None)")]
    fn groups(thread: &mut Thread, this: Ref<MatchObject>, default: Option<Value>) -> PyResult<Value> {
        let default = default.unwrap_or_else(none);
        let subject = this.subject(thread)?;
        let result = TupleObject::with_length(thread, this.count().saturating_sub(1))?;
        for index in 1..this.count() {
            let value = group_value(thread, this, &subject, index, default)?;
            result.initialise_item(index - 1, value);
        }
        Ok(result.value())
    }

    /// Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.
    ///
    ///   default
    ///     Is used for groups that did not participate in the match.
    #[method(keywords = "default", signature = "(default=None)")]
    fn groupdict(thread: &mut Thread, this: Ref<MatchObject>, default: Option<Value>) -> PyResult<Value> {
        let default = default.unwrap_or_else(none);
        let result = DictObject::new(thread)?;
        let Some(names) = this.pattern.get().and_then(|pattern| pattern.group_index.get()) else {
            return Ok(result.value());
        };
        let subject = this.subject(thread)?;
        let mut position = 0;
        while let Some((at, name, _)) = names.next_entry(position) {
            position = at + 1;
            let index = index_of(thread, this, name)?;
            let value = group_value(thread, this, &subject, index, default)?;
            result.set(thread, name, value)?;
        }
        Ok(result.value())
    }

    /// Return index of the start of the substring matched by group.
    #[method(signature = "(group=0, /)")]
    fn start(thread: &mut Thread, this: Ref<MatchObject>, group: Option<Value>) -> PyResult<i64> {
        Ok(edges(thread, this, group)?.0)
    }

    /// Return index of the end of the substring matched by group.
    #[method(signature = "(group=0, /)")]
    fn end(thread: &mut Thread, this: Ref<MatchObject>, group: Option<Value>) -> PyResult<i64> {
        Ok(edges(thread, this, group)?.1)
    }

    /// For match object m, return the 2-tuple (m.start(group), m.end(group)).
    #[method(signature = "(group=0, /)")]
    fn span(thread: &mut Thread, this: Ref<MatchObject>, group: Option<Value>) -> PyResult<Value> {
        let edges = edges(thread, this, group)?;
        span_tuple(thread, edges)
    }

    /// Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.
    #[method(keywords = "template")]
    fn expand(thread: &mut Thread, this: Ref<MatchObject>, template: Value) -> PyResult<Value> {
        let pattern = this.pattern.get().map_or_else(none, |pattern| pattern.value());
        let compiled = template::compile(thread, pattern, template)?;
        template::expand(thread, compiled, this)
    }

    #[method(name = "__copy__")]
    fn copy(_thread: &mut Thread, this: Ref<MatchObject>) -> Value {
        this.value()
    }

    #[method(name = "__deepcopy__")]
    fn deepcopy(_thread: &mut Thread, this: Ref<MatchObject>, memo: Value) -> Value {
        let _ = memo;
        this.value()
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let (start, end) = edges(thread, this, None)?;
        let text = group(thread, this, Value::small_int(0))?;
        let text = protocol::repr(thread, text)?.to_generalised_utf8();
        let mut shown = format!("<re.Match object; span=({start}, {end}), match=").into_bytes();
        shown.extend(text);
        shown.push(b'>');
        Ok(StrObject::from_generalised_utf8(thread, &shown)?.value())
    }

    /// The string passed to match() or search().
    #[getter]
    fn string(_thread: &mut Thread, this: Ref<MatchObject>) -> Option<Value> {
        this.string.get()
    }

    /// The regular expression object.
    #[getter]
    fn re(_thread: &mut Thread, this: Ref<MatchObject>) -> Option<Ref<PatternObject>> {
        this.pattern.get()
    }

    /// The index into the string at which the RE engine started looking for a match.
    #[getter]
    fn pos(_thread: &mut Thread, this: Ref<MatchObject>) -> usize {
        this.pos.get()
    }

    /// The index into the string beyond which the RE engine will not go.
    #[getter]
    fn endpos(_thread: &mut Thread, this: Ref<MatchObject>) -> usize {
        this.end.get()
    }

    /// The integer index of the last matched capturing group.
    #[getter]
    fn lastindex(thread: &mut Thread, this: Ref<MatchObject>) -> PyResult<Value> {
        match this.last_index.get() {
            0 => Ok(none()),
            index => from_i64(thread, index as i64),
        }
    }

    /// The name of the last matched capturing group.
    #[getter]
    fn lastgroup(_thread: &mut Thread, this: Ref<MatchObject>) -> Option<Value> {
        match this.last_index.get() {
            0 => None,
            index => this.name_of(index),
        }
    }

    #[getter]
    fn regs(thread: &mut Thread, this: Ref<MatchObject>) -> PyResult<Value> {
        if let Some(regs) = this.regs.get() {
            return Ok(regs);
        }
        let regs = TupleObject::with_length(thread, this.count())?;
        for index in 0..this.count() {
            let edges = this
                .span(index)
                .map_or((-1, -1), |(start, end)| (start as i64, end as i64));
            let span = span_tuple(thread, edges)?;
            regs.initialise_item(index, span);
        }
        this.regs.set(this, Some(regs.value()));
        Ok(regs.value())
    }
}

/// The class of `key`, for messages about templates.
pub(super) fn is_index(key: Value) -> bool {
    class_of(key).is_subtype(core().types.int.get())
}

//! Methods of `str` that search, split, join and pad.

use crate::slicing;
use crate::str::part;
use crate::str_search::{self, matches_at};
use crate::text_builder::{TextBuilder, copy_bytes, copy_into, maximum};
use pyrs_macros::pymethods;
use pyrs_object::list::ListObject;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, class_of, core, none, protocol};
use pyrs_text::unicode::{is_line_break, is_space};
use smallvec::SmallVec;

/// Position of an occurrence within a window of the string.
fn search(
    thread: &mut Thread,
    this: Ref<StrObject>,
    sub: Ref<StrObject>,
    start: Option<Value>,
    end: Option<Value>,
    find: fn(Chars, Chars) -> Option<usize>,
) -> PyResult<Option<usize>> {
    let Some(window) = slicing::window(thread, start, end, this.len())? else {
        return Ok(None);
    };
    let from = window.start;
    Ok(find(this.chars().slice(window), sub.chars()).map(|at| from + at))
}

fn not_found(thread: &mut Thread) -> Raised {
    thread.value_error(format_args!("substring not found"))
}

/// The fill character of `center` and the like.
fn fill_char(thread: &mut Thread, fill: Option<Value>) -> PyResult<u32> {
    let Some(fill) = fill else { return Ok(' ' as u32) };
    match fill.downcast::<StrObject>() {
        Some(fill) if fill.len() == 1 => Ok(fill.chars().get(0)),
        Some(_) => Err(thread.type_error(format_args!("The fill character must be exactly one character long"))),
        None => {
            let class = class_of(fill).name_for_message();
            Err(thread.type_error(format_args!(
                "The fill character must be a unicode character, not {class}"
            )))
        }
    }
}

fn padded(thread: &mut Thread, this: Ref<StrObject>, left: usize, right: usize, fill: u32) -> PyResult<Ref<StrObject>> {
    if left + right == 0 {
        return crate::str::to_plain(thread, this);
    }
    let length = this.len() + left + right;
    let result = StrObject::with_length(thread, core().types.str_.get(), length, maximum(&this).max(fill))?;
    result.fill(0, std::iter::repeat_n(fill, left));
    copy_into(result, left, this.chars());
    result.fill(left + this.len(), std::iter::repeat_n(fill, right));
    Ok(result)
}

fn missing_width(this: Ref<StrObject>, width: i64) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(this.len())
}

/// The range that remains when characters satisfying `drop` are taken off the ends.
fn stripped(chars: Chars, left: bool, right: bool, drop: impl Fn(u32) -> bool) -> std::ops::Range<usize> {
    let (mut start, mut end) = (0, chars.len());
    while left && start < end && drop(chars.get(start)) {
        start += 1;
    }
    while right && start < end && drop(chars.get(end - 1)) {
        end -= 1;
    }
    start..end
}

fn strip(
    thread: &mut Thread,
    this: Ref<StrObject>,
    set: Option<Value>,
    name: &str,
    left: bool,
    right: bool,
) -> PyResult<Ref<StrObject>> {
    let chars = this.chars_unbound();
    let range = match set.filter(|set| *set != none()) {
        None => stripped(chars, left, right, is_space),
        Some(set) => match set.downcast::<StrObject>() {
            Some(set) => stripped(chars, left, right, |c| set.chars().iter().any(|s| s == c)),
            None => return Err(thread.type_error(format_args!("{name} arg must be None or str"))),
        },
    };
    part(thread, this, range)
}

/// Whether `this` has one of the prefixes (or suffixes) at the edge of a window.
fn has_affix(
    thread: &mut Thread,
    this: Ref<StrObject>,
    affix: Value,
    start: Option<Value>,
    end: Option<Value>,
    name: &str,
    at_end: bool,
) -> PyResult<bool> {
    let window = slicing::window(thread, start, end, this.len())?;
    let test = |affix: Ref<StrObject>| {
        window.clone().is_some_and(|window| {
            affix.len() <= window.len()
                && matches_at(
                    this.chars(),
                    affix.chars(),
                    if at_end { window.end - affix.len() } else { window.start },
                )
        })
    };
    if let Some(affix) = affix.downcast::<StrObject>() {
        return Ok(test(affix));
    }
    let Some(affixes) = affix.downcast::<TupleObject>() else {
        let class = class_of(affix).name_for_message();
        return Err(thread.type_error(format_args!(
            "{name} first arg must be str or a tuple of str, not {class}"
        )));
    };
    for affix in affixes.items() {
        match affix.downcast::<StrObject>() {
            Some(affix) if test(affix) => return Ok(true),
            Some(_) => {}
            None => {
                let class = class_of(*affix).name_for_message();
                return Err(thread.type_error(format_args!("tuple for {name} must only contain str, not {class}")));
            }
        }
    }
    Ok(false)
}

/// The separator of `split`: `None` for white space.
fn separator(thread: &mut Thread, sep: Option<Value>) -> PyResult<Option<Ref<StrObject>>> {
    let Some(sep) = sep.filter(|sep| *sep != none()) else {
        return Ok(None);
    };
    match sep.downcast::<StrObject>() {
        Some(sep) if sep.is_empty() => Err(thread.value_error(format_args!("empty separator"))),
        Some(sep) => Ok(Some(sep)),
        None => {
            let class = class_of(sep).name_for_message();
            Err(thread.type_error(format_args!("must be str or None, not {class}")))
        }
    }
}

fn limit(maxsplit: Option<i64>) -> usize {
    usize::try_from(maxsplit.unwrap_or(-1)).unwrap_or(usize::MAX)
}

/// The words of a text as ranges, from the left; after `limit` words the rest is one piece.
fn split_space(chars: Chars, limit: usize) -> Vec<std::ops::Range<usize>> {
    let length = chars.len();
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        while at < length && is_space(chars.get(at)) {
            at += 1;
        }
        if at == length {
            return pieces;
        }
        let start = at;
        if pieces.len() == limit {
            pieces.push(start..length);
            return pieces;
        }
        while at < length && !is_space(chars.get(at)) {
            at += 1;
        }
        pieces.push(start..at);
    }
}

/// The same from the right; the ranges come in reverse order.
fn rsplit_space(chars: Chars, limit: usize) -> Vec<std::ops::Range<usize>> {
    let mut pieces = Vec::new();
    let mut end = chars.len();
    loop {
        while end > 0 && is_space(chars.get(end - 1)) {
            end -= 1;
        }
        if end == 0 {
            return pieces;
        }
        if pieces.len() == limit {
            pieces.push(0..end);
            return pieces;
        }
        let stop = end;
        while end > 0 && !is_space(chars.get(end - 1)) {
            end -= 1;
        }
        pieces.push(end..stop);
    }
}

/// A list of parts of a string.
fn list_of_parts(
    thread: &mut Thread,
    this: Ref<StrObject>,
    pieces: impl ExactSizeIterator<Item = std::ops::Range<usize>>,
) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, pieces.len())?;
    for piece in pieces {
        let piece = part(thread, this, piece)?;
        list.push(thread, piece.value())?;
    }
    Ok(list)
}

/// Where the lines of a text are, with or without their ends.
fn lines(chars: Chars, keep_ends: bool) -> Vec<std::ops::Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut at, length) = (0, 0, chars.len());
    while at < length {
        let c = chars.get(at);
        if !is_line_break(c) {
            at += 1;
            continue;
        }
        let end = at;
        at += 1;
        if c == 0x0d && at < length && chars.get(at) == 0x0a {
            at += 1;
        }
        pieces.push(start..if keep_ends { at } else { end });
        start = at;
    }
    if start < length {
        pieces.push(start..length);
    }
    pieces
}

/// `separator.join(iterable)`.
pub fn join(thread: &mut Thread, separator: Ref<StrObject>, iterable: Value) -> PyResult<Ref<StrObject>> {
    let items = collect(thread, iterable)?;
    let (list, tuple) = (items.downcast::<ListObject>(), items.downcast::<TupleObject>());
    // No Python code runs from here on, so the items stay as they are.
    let items = match (&list, &tuple) {
        (Some(list), _) => list.items(),
        (_, Some(tuple)) => tuple.items(),
        _ => &[],
    };
    let (mut length, mut widest) = (0usize, if items.len() > 1 { maximum(&separator) } else { 0 });
    for (i, item) in items.iter().enumerate() {
        let Some(string) = item.downcast::<StrObject>() else {
            let class = class_of(*item).name_for_message();
            return Err(thread.type_error(format_args!("sequence item {i}: expected str instance, {class} found")));
        };
        length = length
            .saturating_add(string.len())
            .saturating_add(if i > 0 { separator.len() } else { 0 });
        widest = widest.max(maximum(&string));
    }
    if let [only] = items
        && let Some(string) = only.downcast::<StrObject>()
    {
        return crate::str::to_plain(thread, string);
    }
    if length == 0 {
        return StrObject::from_str(thread, "");
    }
    let result = StrObject::with_length(thread, core().types.str_.get(), length, widest)?;
    let mut at = 0;
    for (i, item) in items.iter().enumerate() {
        if i > 0 && !separator.is_empty() {
            copy_into(result, at, separator.chars());
            at += separator.len();
        }
        // SAFETY: all items were found to be strings, and nothing has run since that could change them.
        let string = unsafe { item.cast_unchecked::<StrObject>() };
        copy_into(result, at, string.chars());
        at += string.len();
    }
    Ok(result)
}

/// The items of an iterable as a list or tuple.
pub fn collect(thread: &mut Thread, iterable: Value) -> PyResult<Value> {
    let class = class_of(iterable);
    if class == core().types.list.get() || class == core().types.tuple.get() {
        return Ok(iterable);
    }
    if class.slot(|s| s.iter).is_none() && class.slot(|s| s.getitem).is_none() {
        return Err(thread.type_error(format_args!("can only join an iterable")));
    }
    let list = ListObject::with_capacity(thread, 0)?;
    protocol::for_each(thread, iterable, |thread, item| list.push(thread, item))?;
    Ok(list.value())
}

/// `this.replace(old, new, count)`.
pub fn replace(
    thread: &mut Thread,
    this: Ref<StrObject>,
    old: Ref<StrObject>,
    new: Ref<StrObject>,
    count: usize,
) -> PyResult<Ref<StrObject>> {
    let (chars, new_chars) = (this.chars_unbound(), new.chars_unbound());
    let mut out = TextBuilder::default();
    if old.is_empty() {
        let mut left = count;
        for i in 0..=chars.len() {
            if left > 0 {
                out.push_chars(new_chars);
                left -= 1;
            }
            if i < chars.len() {
                out.push(chars.get(i));
            }
        }
        return out.finish(thread);
    }
    if count == 0 || str_search::find(chars, old.chars_unbound()).is_none() {
        return crate::str::to_plain(thread, this);
    }
    if this.is_ascii() && new.is_ascii() {
        return replace_ascii(thread, this, old, new, count);
    }
    let (mut start, mut done) = (0, 0);
    str_search::for_each_match(chars, old.chars_unbound(), |at| {
        out.push_chars(chars.slice(start..at));
        out.push_chars(new_chars);
        start = at + old.len();
        done += 1;
        done < count
    });
    out.push_chars(chars.slice(start..chars.len()));
    out.finish(thread)
}

/// `replace` in ASCII text, where the result is ASCII too: it is measured first and then written once.
fn replace_ascii(
    thread: &mut Thread,
    this: Ref<StrObject>,
    old: Ref<StrObject>,
    new: Ref<StrObject>,
    count: usize,
) -> PyResult<Ref<StrObject>> {
    let class = core().types.str_.get();
    let (hay, new) = (this.data(), new.data());
    if let (&[from], &[to]) = (old.data(), new)
        && count >= hay.len()
    {
        let result = StrObject::with_length(thread, class, hay.len(), 0x7f)?;
        // SAFETY: the result is fresh and as long as the text.
        let target = unsafe { std::slice::from_raw_parts_mut(result.data_ptr(), hay.len()) };
        for (target, &c) in target.iter_mut().zip(hay) {
            *target = if c == from { to } else { c };
        }
        return Ok(result);
    }
    let mut matches: SmallVec<[usize; 32]> = SmallVec::new();
    str_search::for_each_match(this.chars(), old.chars(), |at| {
        matches.push(at);
        matches.len() < count
    });
    let kept = hay.len() - matches.len() * old.len();
    let length = matches.len().saturating_mul(new.len()).saturating_add(kept);
    let result = StrObject::with_length(thread, class, length, 0x7f)?;
    let (mut from, mut target) = (0, result.data_ptr());
    let mut put = |piece: &[u8]| {
        // SAFETY: the pieces together are as long as the result, which is fresh.
        unsafe {
            copy_bytes(piece, target);
            target = target.add(piece.len());
        }
    };
    for at in matches {
        put(&hay[from..at]);
        put(new);
        from = at + old.len();
    }
    put(&hay[from..]);
    Ok(result)
}

/// Holds the searching and splitting methods of `str`.
pub struct StrMethods;

#[pymethods]
impl StrMethods {
    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Return -1 on failure.
    #[method(signature = "($self, sub[, start[, end]], /)")]
    fn find(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sub: Ref<StrObject>,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<i64> {
        Ok(search(thread, this, sub, start, end, str_search::find)?.map_or(-1, |at| at as i64))
    }

    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Return -1 on failure.
    #[method(signature = "($self, sub[, start[, end]], /)")]
    fn rfind(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sub: Ref<StrObject>,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<i64> {
        Ok(search(thread, this, sub, start, end, str_search::rfind)?.map_or(-1, |at| at as i64))
    }

    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Raises ValueError when the substring is not found.
    #[method(signature = "($self, sub[, start[, end]], /)")]
    fn index(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sub: Ref<StrObject>,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<usize> {
        match search(thread, this, sub, start, end, str_search::find)? {
            Some(at) => Ok(at),
            None => Err(not_found(thread)),
        }
    }

    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Raises ValueError when the substring is not found.
    #[method(signature = "($self, sub[, start[, end]], /)")]
    fn rindex(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sub: Ref<StrObject>,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<usize> {
        match search(thread, this, sub, start, end, str_search::rfind)? {
            Some(at) => Ok(at),
            None => Err(not_found(thread)),
        }
    }

    /// Return the number of non-overlapping occurrences of substring sub in string S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    #[method(signature = "($self, sub[, start[, end]], /)")]
    fn count(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sub: Ref<StrObject>,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<usize> {
        let Some(window) = slicing::window(thread, start, end, this.len())? else {
            return Ok(0);
        };
        if sub.is_empty() {
            return Ok(if window.start > this.len() { 0 } else { window.len() + 1 });
        }
        Ok(str_search::count(this.chars().slice(window), sub.chars()))
    }

    /// Return True if the string starts with the specified prefix, False otherwise.
    ///
    ///   prefix
    ///     A string or a tuple of strings to try.
    ///   start
    ///     Optional start position. Default: start of the string.
    ///   end
    ///     Optional stop position. Default: end of the string.
    #[method(signature = "($self, prefix[, start[, end]], /)")]
    fn startswith(
        thread: &mut Thread,
        this: Ref<StrObject>,
        prefix: Value,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<bool> {
        has_affix(thread, this, prefix, start, end, "startswith", false)
    }

    /// Return True if the string ends with the specified suffix, False otherwise.
    ///
    ///   suffix
    ///     A string or a tuple of strings to try.
    ///   start
    ///     Optional start position. Default: start of the string.
    ///   end
    ///     Optional stop position. Default: end of the string.
    #[method(signature = "($self, suffix[, start[, end]], /)")]
    fn endswith(
        thread: &mut Thread,
        this: Ref<StrObject>,
        suffix: Value,
        start: Option<Value>,
        end: Option<Value>,
    ) -> PyResult<bool> {
        has_affix(thread, this, suffix, start, end, "endswith", true)
    }

    /// Return a str with the given prefix string removed if present.
    ///
    /// If the string starts with the prefix string, return string[len(prefix):].
    /// Otherwise, return a copy of the original string.
    #[method]
    fn removeprefix(thread: &mut Thread, this: Ref<StrObject>, prefix: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        let drop = if matches_at(this.chars(), prefix.chars(), 0) {
            prefix.len()
        } else {
            0
        };
        part(thread, this, drop..this.len())
    }

    /// Return a str with the given suffix string removed if present.
    ///
    /// If the string ends with the suffix string and that suffix is not empty,
    /// return string[:-len(suffix)]. Otherwise, return a copy of the original
    /// string.
    #[method]
    fn removesuffix(thread: &mut Thread, this: Ref<StrObject>, suffix: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        let kept = this.len().checked_sub(suffix.len());
        let end = match kept {
            Some(kept) if matches_at(this.chars(), suffix.chars(), kept) => kept,
            _ => this.len(),
        };
        part(thread, this, 0..end)
    }

    /// Return a copy with all occurrences of substring old replaced by new.
    ///
    ///   count
    ///     Maximum number of occurrences to replace.
    ///     -1 (the default value) means replace all occurrences.
    ///
    /// If the optional argument count is given, only the first count occurrences are
    /// replaced.
    #[method(keywords = "count", signature = "($self, old, new, /, count=-1)")]
    fn replace(
        thread: &mut Thread,
        this: Ref<StrObject>,
        old: Ref<StrObject>,
        new: Ref<StrObject>,
        count: Option<i64>,
    ) -> PyResult<Ref<StrObject>> {
        replace(thread, this, old, new, limit(count))
    }

    /// Return a list of the substrings in the string, using sep as the separator string.
    ///
    ///   sep
    ///     The separator used to split the string.
    ///
    ///     When set to None (the default value), will split on any whitespace
    ///     character (including \n \r \t \f and spaces) and will discard
    ///     empty strings from the result.
    ///   maxsplit
    ///     Maximum number of splits.
    ///     -1 (the default value) means no limit.
    ///
    /// Splitting starts at the front of the string and works to the end.
    ///
    /// Note, str.split() is mainly useful for data that has been intentionally
    /// delimited.  With natural text that includes punctuation, consider using
    /// the regular expression module.
    #[method(keywords = "sep, maxsplit", signature = "($self, /, sep=None, maxsplit=-1)")]
    fn split(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sep: Option<Value>,
        maxsplit: Option<i64>,
    ) -> PyResult<Ref<ListObject>> {
        let limit = limit(maxsplit);
        let chars = this.chars_unbound();
        let Some(sep) = separator(thread, sep)? else {
            return list_of_parts(thread, this, split_space(chars, limit).into_iter());
        };
        let mut pieces = Vec::new();
        let mut start = 0;
        if limit > 0 {
            str_search::for_each_match(chars, sep.chars_unbound(), |at| {
                pieces.push(start..at);
                start = at + sep.len();
                pieces.len() < limit
            });
        }
        pieces.push(start..chars.len());
        list_of_parts(thread, this, pieces.into_iter())
    }

    /// Return a list of the substrings in the string, using sep as the separator string.
    ///
    ///   sep
    ///     The separator used to split the string.
    ///
    ///     When set to None (the default value), will split on any whitespace
    ///     character (including \n \r \t \f and spaces) and will discard
    ///     empty strings from the result.
    ///   maxsplit
    ///     Maximum number of splits.
    ///     -1 (the default value) means no limit.
    ///
    /// Splitting starts at the end of the string and works to the front.
    #[method(keywords = "sep, maxsplit", signature = "($self, /, sep=None, maxsplit=-1)")]
    fn rsplit(
        thread: &mut Thread,
        this: Ref<StrObject>,
        sep: Option<Value>,
        maxsplit: Option<i64>,
    ) -> PyResult<Ref<ListObject>> {
        let limit = limit(maxsplit);
        let chars = this.chars_unbound();
        let Some(sep) = separator(thread, sep)? else {
            return list_of_parts(thread, this, rsplit_space(chars, limit).into_iter().rev());
        };
        let mut pieces = Vec::new();
        let mut end = chars.len();
        while pieces.len() < limit
            && let Some(at) = str_search::rfind(chars.slice(0..end), sep.chars_unbound())
        {
            pieces.push(at + sep.len()..end);
            end = at;
        }
        pieces.push(0..end);
        list_of_parts(thread, this, pieces.into_iter().rev())
    }

    /// Return a list of the lines in the string, breaking at line boundaries.
    ///
    /// Line breaks are not included in the resulting list unless keepends is given and
    /// true.
    #[method(keywords = "keepends", signature = "($self, /, keepends=False)")]
    fn splitlines(thread: &mut Thread, this: Ref<StrObject>, keepends: Option<bool>) -> PyResult<Ref<ListObject>> {
        let pieces = lines(this.chars(), keepends.unwrap_or(false));
        list_of_parts(thread, this, pieces.into_iter())
    }

    /// Partition the string into three parts using the given separator.
    ///
    /// This will search for the separator in the string.  If the separator is found,
    /// returns a 3-tuple containing the part before the separator, the separator
    /// itself, and the part after it.
    ///
    /// If the separator is not found, returns a 3-tuple containing the original string
    /// and two empty strings.
    #[method]
    fn partition(thread: &mut Thread, this: Ref<StrObject>, sep: Value) -> PyResult<Ref<TupleObject>> {
        let sep = partition_separator(thread, sep)?;
        let at = str_search::find(this.chars(), sep.chars());
        let (head, tail) = match at {
            Some(at) => (0..at, at + sep.len()..this.len()),
            None => (0..this.len(), 0..0),
        };
        partition_tuple(thread, this, sep, head, at.is_some(), tail)
    }

    /// Partition the string into three parts using the given separator.
    ///
    /// This will search for the separator in the string, starting at the end. If
    /// the separator is found, returns a 3-tuple containing the part before the
    /// separator, the separator itself, and the part after it.
    ///
    /// If the separator is not found, returns a 3-tuple containing two empty strings
    /// and the original string.
    #[method]
    fn rpartition(thread: &mut Thread, this: Ref<StrObject>, sep: Value) -> PyResult<Ref<TupleObject>> {
        let sep = partition_separator(thread, sep)?;
        let at = str_search::rfind(this.chars(), sep.chars());
        let (head, tail) = match at {
            Some(at) => (0..at, at + sep.len()..this.len()),
            None => (0..0, 0..this.len()),
        };
        partition_tuple(thread, this, sep, head, at.is_some(), tail)
    }

    /// Concatenate any number of strings.
    ///
    /// The string whose method is called is inserted in between each given string.
    /// The result is returned as a new string.
    ///
    /// Example: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'
    #[method]
    fn join(thread: &mut Thread, this: Ref<StrObject>, iterable: Value) -> PyResult<Ref<StrObject>> {
        join(thread, this, iterable)
    }

    /// Return a copy of the string with leading and trailing whitespace removed.
    ///
    /// If chars is given and not None, remove characters in chars instead.
    #[method(signature = "($self, chars=None, /)")]
    fn strip(thread: &mut Thread, this: Ref<StrObject>, chars: Option<Value>) -> PyResult<Ref<StrObject>> {
        strip(thread, this, chars, "strip", true, true)
    }

    /// Return a copy of the string with leading whitespace removed.
    ///
    /// If chars is given and not None, remove characters in chars instead.
    #[method(signature = "($self, chars=None, /)")]
    fn lstrip(thread: &mut Thread, this: Ref<StrObject>, chars: Option<Value>) -> PyResult<Ref<StrObject>> {
        strip(thread, this, chars, "lstrip", true, false)
    }

    /// Return a copy of the string with trailing whitespace removed.
    ///
    /// If chars is given and not None, remove characters in chars instead.
    #[method(signature = "($self, chars=None, /)")]
    fn rstrip(thread: &mut Thread, this: Ref<StrObject>, chars: Option<Value>) -> PyResult<Ref<StrObject>> {
        strip(thread, this, chars, "rstrip", false, true)
    }

    /// Return a centered string of length width.
    ///
    /// Padding is done using the specified fill character (default is a space).
    #[method(signature = "($self, width, fillchar=' ', /)")]
    fn center(
        thread: &mut Thread,
        this: Ref<StrObject>,
        width: i64,
        fillchar: Option<Value>,
    ) -> PyResult<Ref<StrObject>> {
        let fill = fill_char(thread, fillchar)?;
        let missing = missing_width(this, width);
        // An odd rest goes to the left if the width is odd.
        let left = missing / 2 + (missing & width.max(0) as usize & 1);
        padded(thread, this, left, missing - left, fill)
    }

    /// Return a left-justified string of length width.
    ///
    /// Padding is done using the specified fill character (default is a space).
    #[method(signature = "($self, width, fillchar=' ', /)")]
    fn ljust(
        thread: &mut Thread,
        this: Ref<StrObject>,
        width: i64,
        fillchar: Option<Value>,
    ) -> PyResult<Ref<StrObject>> {
        let fill = fill_char(thread, fillchar)?;
        padded(thread, this, 0, missing_width(this, width), fill)
    }

    /// Return a right-justified string of length width.
    ///
    /// Padding is done using the specified fill character (default is a space).
    #[method(signature = "($self, width, fillchar=' ', /)")]
    fn rjust(
        thread: &mut Thread,
        this: Ref<StrObject>,
        width: i64,
        fillchar: Option<Value>,
    ) -> PyResult<Ref<StrObject>> {
        let fill = fill_char(thread, fillchar)?;
        padded(thread, this, missing_width(this, width), 0, fill)
    }

    /// Pad a numeric string with zeros on the left, to fill a field of the given width.
    ///
    /// The string is never truncated.
    #[method]
    fn zfill(thread: &mut Thread, this: Ref<StrObject>, width: i64) -> PyResult<Ref<StrObject>> {
        let missing = missing_width(this, width);
        if missing == 0 {
            return crate::str::to_plain(thread, this);
        }
        protocol::check_room(thread, missing)?;
        let chars = this.chars_unbound();
        let signed = chars.iter().next().is_some_and(|c| c == '+' as u32 || c == '-' as u32);
        let mut out = TextBuilder::with_capacity(chars.len() + missing);
        out.push_chars(chars.slice(0..usize::from(signed)));
        out.push_repeated('0' as u32, missing);
        out.push_chars(chars.slice(usize::from(signed)..chars.len()));
        out.finish(thread)
    }

    /// Return a copy where all tab characters are expanded using spaces.
    ///
    /// If tabsize is not given, a tab size of 8 characters is assumed.
    #[method(keywords = "tabsize", signature = "($self, /, tabsize=8)")]
    fn expandtabs(thread: &mut Thread, this: Ref<StrObject>, tabsize: Option<i32>) -> PyResult<Ref<StrObject>> {
        let size = usize::try_from(tabsize.unwrap_or(8)).unwrap_or(0);
        let mut out = TextBuilder::with_capacity(this.len());
        let mut column = 0;
        for c in this.chars().iter() {
            match c {
                0x09 => {
                    let missing = if size > 0 { size - column % size } else { 0 };
                    out.push_repeated(' ' as u32, missing);
                    column += missing;
                }
                _ => {
                    out.push(c);
                    column = if c == 0x0a || c == 0x0d { 0 } else { column + 1 };
                }
            }
        }
        out.finish(thread)
    }

    /// Replace each character in the string using the given translation table.
    ///
    ///   table
    ///     Translation table, which must be a mapping of Unicode ordinals to
    ///     Unicode ordinals, strings, or None.
    ///
    /// The table must implement lookup/indexing via __getitem__, for instance a
    /// dictionary or list.  If this operation raises LookupError, the character is
    /// left untouched.  Characters mapped to None are deleted.
    #[method]
    fn translate(thread: &mut Thread, this: Ref<StrObject>, table: Value) -> PyResult<Ref<StrObject>> {
        crate::translate::translate(thread, this, table)
    }

    /// Return a translation table usable for str.translate().
    ///
    /// If there is only one argument, it must be a dictionary mapping Unicode
    /// ordinals (integers) or characters to Unicode ordinals, strings or None.
    /// Character keys will be then converted to ordinals.
    /// If there are two arguments, they must be strings of equal length, and
    /// in the resulting dictionary, each character in x will be mapped to the
    /// character at the same position in y. If there is a third argument, it
    /// must be a string, whose characters will be mapped to None in the result.
    #[staticmethod]
    fn maketrans(
        thread: &mut Thread,
        x: Value,
        y: Option<Ref<StrObject>>,
        z: Option<Ref<StrObject>>,
    ) -> PyResult<Value> {
        crate::translate::make_table(thread, x, y, z)
    }

    /// Return a formatted version of the string, using substitutions from args and kwargs.
    ///
    /// The substitutions are identified by braces ('{' and '}').
    #[method(signature = "($self, /, *args, **kwargs)")]
    fn format(thread: &mut Thread, this: Ref<StrObject>, args: pyrs_object::Args) -> PyResult<Ref<StrObject>> {
        crate::str_format::format(thread, this, crate::str_format::Fields::Call(args))
    }

    /// Return a formatted version of the string, using substitutions from mapping.
    ///
    /// The substitutions are identified by braces ('{' and '}').
    #[method]
    fn format_map(thread: &mut Thread, this: Ref<StrObject>, mapping: Value) -> PyResult<Ref<StrObject>> {
        crate::str_format::format(thread, this, crate::str_format::Fields::Mapping(mapping))
    }
}

/// The separator of `partition`, which is not empty.
fn partition_separator(thread: &mut Thread, value: Value) -> PyResult<Ref<StrObject>> {
    match value.downcast::<StrObject>() {
        Some(sep) if !sep.is_empty() => Ok(sep),
        Some(_) => Err(thread.value_error(format_args!("empty separator"))),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("must be str, not {class}")))
        }
    }
}

fn partition_tuple(
    thread: &mut Thread,
    this: Ref<StrObject>,
    sep: Ref<StrObject>,
    head: std::ops::Range<usize>,
    found: bool,
    tail: std::ops::Range<usize>,
) -> PyResult<Ref<TupleObject>> {
    let head = part(thread, this, head)?;
    let middle = part(thread, sep, 0..if found { sep.len() } else { 0 })?;
    let tail = part(thread, this, tail)?;
    TupleObject::from_slice(thread, &[head.value(), middle.value(), tail.value()])
}

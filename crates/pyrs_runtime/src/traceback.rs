//! Printing of exceptions that nobody caught: traceback, chained causes, notes, SyntaxError displays.
//!
//! Native, because a program that fails must not depend on importing Python code for it. Absent: "Did you mean" hints.

use crate::source;
use pyrs_builtins::exception::group::exceptions_of;
use pyrs_bytecode::Position;
use pyrs_bytecode::positions::Positions;
use pyrs_object::core::{core, none};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::traceback::TracebackObject;
use std::fmt::Write as _;

/// Longest chain of causes that is printed.
const MAX_CHAIN: usize = 64;
/// Repetitions of a line of recursion that are shown.
const SHOWN_REPEATS: usize = 3;
/// Exceptions of one group that are shown.
const MAX_GROUP_WIDTH: usize = 15;
/// Groups within groups that are shown.
const MAX_GROUP_DEPTH: usize = 10;

/// The text so far, and where in a tree of groups it is.
#[derive(Default)]
struct Page {
    text: String,
    /// Groups around the exception being printed.
    depth: usize,
    /// The innermost of the last exceptions has yet to draw the closing line.
    open: bool,
}

impl Page {
    /// Adds lines, with the margin of the groups around them.
    fn add(&mut self, lines: &str, margin: char) {
        if self.depth == 0 {
            return self.text.push_str(lines);
        }
        for line in lines.split_inclusive('\n') {
            let _ = write!(self.text, "{:1$}{margin} {line}", "", 2 * self.depth);
        }
    }

    /// Adds a line of the tree itself.
    fn rule(&mut self, line: &str) {
        let _ = writeln!(self.text, "{:1$}{line}", "", 2 * self.depth);
    }
}

/// Prints an exception to `sys.stderr`.
pub(crate) fn show(thread: &mut Thread, exception: Ref<ExceptionObject>) {
    let pending = thread.raised.take();
    let mut page = Page::default();
    render(thread, exception, &mut page, 0);
    write_error(thread, &page.text);
    thread.raised = pending;
}

/// Prints an exception that cannot be raised: its own entries without carets, neither causes nor notes.
pub(crate) fn show_short(thread: &mut Thread, exception: Ref<ExceptionObject>) {
    let pending = thread.raised.take();
    let mut text = String::new();
    if let Some(traceback) = exception.traceback.get() {
        text.push_str("Traceback (most recent call last):\n");
        render_entries(traceback, false, &mut text);
    }
    let _ = writeln!(text, "{}", last_line(thread, exception));
    write_error(thread, &text);
    thread.raised = pending;
}

/// The pending exception as one text, for errors before `sys.stderr` exists.
pub(crate) fn describe_pending(thread: &mut Thread) -> String {
    match thread.take_raised() {
        Some(exception) => {
            let mut page = Page::default();
            render(thread, exception, &mut page, 0);
            page.text
        }
        None => "unknown error".to_owned(),
    }
}

/// Writes to `sys.stderr`, or to the descriptor where that fails.
pub(crate) fn write_error(thread: &mut Thread, text: &str) {
    let stream = crate::sys::attribute(core().names.stderr.get()).filter(|s| *s != none());
    if let Some(stream) = stream
        && let Ok(string) = StrObject::from_str(thread, text)
    {
        let written = protocol::call_method(thread, stream, core().names.write.get(), &[string.value()])
            .and_then(|_| protocol::call_method(thread, stream, core().names.flush.get(), &[]));
        if written.is_ok() {
            return;
        }
        thread.take_raised();
    }
    eprint!("{text}");
}

fn render(thread: &mut Thread, exception: Ref<ExceptionObject>, page: &mut Page, chained: usize) {
    if chained < MAX_CHAIN {
        let cause = exception.cause.get();
        let context = exception
            .context
            .get()
            .filter(|_| exception.suppress_context.get() == 0);
        let link = if cause.is_some() {
            "\nThe above exception was the direct cause of the following exception:\n\n"
        } else {
            "\nDuring handling of the above exception, another exception occurred:\n\n"
        };
        if let Some(earlier) = cause.or(context) {
            render(thread, earlier, page, chained + 1);
            page.add(link, '|');
        }
    }
    if !exception.class().is_subtype(core().types.base_exception_group.get()) {
        let mut lines = String::new();
        if let Some(traceback) = exception.traceback.get() {
            lines.push_str("Traceback (most recent call last):\n");
            render_entries(traceback, true, &mut lines);
        }
        render_message(thread, exception, &mut lines);
        page.add(&lines, '|');
    } else if page.depth > MAX_GROUP_DEPTH {
        page.add(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
    } else {
        render_group(thread, exception, page);
    }
}

/// A group: its own traceback, then its exceptions as branches.
fn render_group(thread: &mut Thread, group: Ref<ExceptionObject>, page: &mut Page) {
    let is_root = page.depth == 0;
    if is_root {
        page.depth = 1;
    }
    let mut lines = String::new();
    if let Some(traceback) = group.traceback.get() {
        let margin = if is_root { '+' } else { '|' };
        page.add("Exception Group Traceback (most recent call last):\n", margin);
        render_entries(traceback, true, &mut lines);
    }
    render_message(thread, group, &mut lines);
    page.add(&lines, '|');
    let parts = exceptions_of(group);
    let shown = parts.len().min(MAX_GROUP_WIDTH + 1);
    for index in 0..shown {
        let is_last = index + 1 == shown;
        page.open |= is_last;
        let title = match index {
            MAX_GROUP_WIDTH => "...".to_owned(),
            _ => (index + 1).to_string(),
        };
        let branch = if index == 0 { "+-" } else { "  " };
        page.rule(&format!("{branch}+---------------- {title} ----------------"));
        page.depth += 1;
        if index == MAX_GROUP_WIDTH {
            let more = parts.len() - MAX_GROUP_WIDTH;
            let plural = if more == 1 { "" } else { "s" };
            page.add(&format!("and {more} more exception{plural}\n"), '|');
        } else if let Some(part) = parts
            .items_unbound()
            .get(index)
            .and_then(|part| part.downcast::<ExceptionObject>())
        {
            render(thread, part, page, 0);
        }
        if is_last && page.open {
            page.rule("+------------------------------------");
            page.open = false;
        }
        page.depth -= 1;
    }
    if is_root {
        page.depth = 0;
    }
}

/// What comes after the frames: the place of a syntax error, class and text, notes.
fn render_message(thread: &mut Thread, exception: Ref<ExceptionObject>, out: &mut String) {
    render_syntax_place(thread, exception, out);
    let _ = writeln!(out, "{}", last_line(thread, exception));
    render_notes(thread, exception, out);
}

fn render_entries(first: Ref<TracebackObject>, carets: bool, out: &mut String) {
    let mut entry = Some(first);
    let mut previous: Option<(u64, u32)> = None;
    let mut repeats = 0usize;
    while let Some(current) = entry {
        let code = current.code.get();
        let here = (code.address(), current.line());
        if previous == Some(here) {
            repeats += 1;
        } else {
            render_repeats(repeats, out);
            (previous, repeats) = (Some(here), 0);
        }
        if repeats < SHOWN_REPEATS {
            render_entry(current, carets, out);
        }
        entry = current.next.get();
    }
    render_repeats(repeats, out);
}

fn render_repeats(repeats: usize, out: &mut String) {
    if repeats >= SHOWN_REPEATS {
        let more = repeats - SHOWN_REPEATS + 1;
        let plural = if more == 1 { "" } else { "s" };
        let _ = writeln!(out, "  [Previous line repeated {more} more time{plural}]");
    }
}

fn render_entry(entry: Ref<TracebackObject>, carets: bool, out: &mut String) {
    let code = entry.code.get();
    let filename = code.filename.get().to_string_lossy();
    let name = code.qualname.get().to_string_lossy();
    let name = name.rsplit('.').next().unwrap_or(&name);
    let _ = writeln!(out, "  File \"{filename}\", line {}, in {name}", entry.line());
    let text = match name {
        // Functions that were made at the prompt before belong to other texts.
        "<module>" if filename == "<stdin>" => source::interactive(),
        // As CPython's short form, which only knows files.
        _ if !carets && filename == source::COMMAND_NAME => None,
        _ => source::text(&filename),
    };
    let Some(text) = text else { return };
    let template = code.template();
    let position = Positions::new(&template.positions, template.first_line).position_of(entry.pc.get() as usize);
    let position = position.filter(|_| carets);
    render_source(&text, entry.line(), position, out);
}

/// The source lines of an instruction, with carets unless they would underline a whole line.
fn render_source(text: &str, line: u32, position: Option<Position>, out: &mut String) {
    let lines: Vec<&str> = text.lines().collect();
    let Some(first) = lines.get((line as usize).saturating_sub(1)) else {
        return;
    };
    let shown = first.trim();
    if shown.is_empty() {
        return;
    }
    let _ = writeln!(out, "    {shown}");
    let Some(position) = position.filter(|p| p.line == line && p.end_line == p.line && p.end_column > p.column) else {
        return;
    };
    let indent = first.len() - first.trim_start().len();
    let (start, end) = (
        position.column as usize,
        (position.end_column as usize).min(first.trim_end().len()),
    );
    let Some(segment) = first.get(start..end) else { return };
    if start <= indent && end >= first.trim_end().len() && anchors(segment).is_none()
        || is_whole_call(first, start, end)
    {
        return;
    }
    let lead = first.get(indent..start).map_or(0, |s| s.chars().count());
    let _ = writeln!(out, "    {}{}", " ".repeat(lead), underline(segment));
}

/// Whether a line is no more than the return or assignment of the call at these columns: carets would say nothing.
fn is_whole_call(line: &str, start: usize, end: usize) -> bool {
    use pyrs_syntax::ast::{ExprKind, StmtKind};
    let indent = line.len() - line.trim_start().len();
    let Ok(source) = pyrs_syntax::Source::from_str(line.trim_start()) else {
        return false;
    };
    let Ok(parsed) = pyrs_syntax::parse_module(&source) else {
        return false;
    };
    let value = match parsed.module.body.first().map(|statement| &statement.kind) {
        Some(StmtKind::Return { value: Some(value) }) => match &value.kind {
            ExprKind::Call { func, .. } if matches!(func.kind, ExprKind::Name { .. }) => value,
            _ => return false,
        },
        Some(StmtKind::Assign { value, .. }) if matches!(value.kind, ExprKind::Call { .. }) => value,
        _ => return false,
    };
    (value.range.start as usize + indent, value.range.end as usize + indent) == (start, end)
}

fn underline(segment: &str) -> String {
    let width = segment.chars().count();
    match anchors(segment) {
        Some((from, to)) => {
            let before = segment[..from].chars().count();
            let inside = segment[from..to].chars().count();
            format!(
                "{}{}{}",
                "~".repeat(before),
                "^".repeat(inside),
                "~".repeat(width - before - inside)
            )
        }
        None => "^".repeat(width),
    }
}

/// The part of an expression that an error is about: the operator of a binary operation, the brackets of a subscript
/// or a call.
fn anchors(segment: &str) -> Option<(usize, usize)> {
    use pyrs_syntax::ast::ExprKind;
    // In parentheses, so that a segment of several lines parses; offsets shift by one.
    let wrapped = format!("({segment}\n)");
    let parsed = pyrs_syntax::parse_expression(&pyrs_syntax::Source::from_str(&wrapped).ok()?).ok()?;
    let bytes = wrapped.as_bytes();
    let (from, to) = match &parsed.module.body.kind {
        ExprKind::BinOp { left, right, .. } => {
            let (mut from, end) = (left.range.end as usize, right.range.start as usize);
            while from < end && matches!(bytes[from], b' ' | b')' | b'\n' | b'\t' | b'\\') {
                from += 1;
            }
            let length = if bytes
                .get(from + 1)
                .is_some_and(|b| !b.is_ascii_whitespace() && b"*/<>".contains(b))
            {
                2
            } else {
                1
            };
            (from, from + length)
        }
        ExprKind::Subscript { value, .. } => {
            let open = value.range.end as usize + wrapped[value.range.end as usize..].find('[')?;
            (open, parsed.module.body.range.end as usize)
        }
        ExprKind::Call { func, .. } => {
            let open = func.range.end as usize + wrapped[func.range.end as usize..].find('(')?;
            (open, parsed.module.body.range.end as usize)
        }
        _ => return None,
    };
    let (from, to) = (from.checked_sub(1)?, to.checked_sub(1)?);
    (from < to && to <= segment.len() && segment.is_char_boundary(from) && segment.is_char_boundary(to))
        .then_some((from, to))
}

/// File, line and caret of a SyntaxError.
fn render_syntax_place(thread: &mut Thread, exception: Ref<ExceptionObject>, out: &mut String) {
    if !exception.class().is_subtype(core().types.syntax_error.get()) {
        return;
    }
    let field = |index| exception.extra_field(index).filter(|v| *v != none());
    let Some(line) = field(2).and_then(|v| v.as_small_int()) else {
        return;
    };
    let filename = match field(1) {
        Some(name) => protocol::str(thread, name).map_or_else(|_| String::new(), |s| s.to_string_lossy()),
        None => "<string>".to_owned(),
    };
    let _ = writeln!(out, "  File \"{filename}\", line {line}");
    let Some(text) = field(4).and_then(|v| v.downcast::<StrObject>()) else {
        return;
    };
    let text = text.to_string_lossy();
    let stripped = text.trim_end().trim_start_matches([' ', '\t', '\u{c}']);
    let _ = writeln!(out, "    {stripped}");
    let indent = text.trim_end().chars().count() - stripped.chars().count();
    let Some(offset) = field(3).and_then(|v| v.as_small_int()) else {
        return;
    };
    let end_line = field(5).and_then(|v| v.as_small_int()).unwrap_or(line);
    let end = field(6).and_then(|v| v.as_small_int()).unwrap_or(offset);
    let width = stripped.chars().count() as i64;
    let start = offset - 1 - indent as i64;
    let end = if end_line == line && end > offset {
        end - 1 - indent as i64
    } else {
        start + 1
    };
    let end = if end_line > line { width } else { end };
    if start >= 0 {
        let carets = (end.min(width.max(start + 1)) - start).max(1);
        let _ = writeln!(out, "    {}{}", " ".repeat(start as usize), "^".repeat(carets as usize));
    }
}

/// `module.Class: text`.
fn last_line(thread: &mut Thread, exception: Ref<ExceptionObject>) -> String {
    let class = exception.class();
    let qualname = class.qualname.get().to_string_lossy();
    let module = class
        .dict
        .get()
        .get_interned(core().names.module.get())
        .and_then(|m| m.downcast::<StrObject>());
    let name = match module.map(|m| m.to_string_lossy()) {
        Some(module) if module != "builtins" && module != "__main__" => format!("{module}.{qualname}"),
        _ => qualname,
    };
    let text = if class.is_subtype(core().types.syntax_error.get()) {
        match exception.extra_field(0).filter(|v| *v != none()) {
            Some(message) => protocol::str(thread, message),
            None => protocol::str(thread, exception.value()),
        }
    } else {
        protocol::str(thread, exception.value())
    };
    match text {
        Ok(text) if text.is_empty() => name,
        Ok(text) => format!("{name}: {}", text.to_string_lossy()),
        Err(_) => {
            thread.take_raised();
            format!("{name}: <exception str() failed>")
        }
    }
}

fn render_notes(thread: &mut Thread, exception: Ref<ExceptionObject>, out: &mut String) {
    let notes = protocol::getattr_optional(thread, exception.value(), core().names.notes.get());
    let Ok(Some(notes)) = notes else {
        thread.take_raised();
        return;
    };
    let shown = protocol::for_each(thread, notes, |thread, note| {
        let note = protocol::str(thread, note)?;
        let _ = writeln!(out, "{}", note.to_string_lossy());
        Ok(())
    });
    if shown.is_err() {
        thread.take_raised();
    }
}

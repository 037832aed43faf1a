//! Lines of source for messages: from the file, or from the packed library.

use std::sync::{Mutex, OnceLock, PoisonError};

/// Folder that the packed library pretends to be in: `sys._stdlib_dir`.
pub(crate) fn library_folder() -> &'static str {
    static FOLDER: OnceLock<String> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = crate::layout::library_below(&crate::layout::get().base_prefix);
        folder.to_string_lossy().into_owned()
    })
}

/// A line of a file, counted from 1, with its end.
pub(crate) fn line(filename: &str, number: u32) -> Option<String> {
    let text = text(filename).filter(|_| filename != COMMAND_NAME)?;
    let line = text.lines().nth((number as usize).checked_sub(1)?)?;
    Some(format!("{line}\n"))
}

/// The name that the source of `-c` goes by.
pub(crate) const COMMAND_NAME: &str = "<string>";

/// The source of `-c`, which no file holds.
static COMMAND: OnceLock<String> = OnceLock::new();

/// Keeps the source of `-c` for tracebacks.
pub(crate) fn keep_command(text: &str) {
    // There is one command a process.
    let _ = COMMAND.set(text.to_owned());
}

/// The last statement at the interactive prompt, which no file holds either.
static INTERACTIVE: Mutex<String> = Mutex::new(String::new());

/// Keeps the text of a statement at the interactive prompt.
pub(crate) fn keep_interactive(text: &str) {
    *INTERACTIVE.lock().unwrap_or_else(PoisonError::into_inner) = text.to_owned();
}

/// The text of the statement that runs at the interactive prompt, if there is one.
pub(crate) fn interactive() -> Option<String> {
    let text = INTERACTIVE.lock().unwrap_or_else(PoisonError::into_inner);
    (!text.is_empty()).then(|| text.clone())
}

/// The text of a source file as a traceback shows it; `None` if it cannot be had.
pub(crate) fn text(filename: &str) -> Option<String> {
    if let Some(relative) = filename
        .strip_prefix(library_folder())
        .and_then(|rest| rest.strip_prefix('/'))
    {
        let entry = pyrs_stdlib::entries().iter().find(|entry| entry.path == relative)?;
        return String::from_utf8(entry.source().ok()?).ok();
    }
    if filename == COMMAND_NAME {
        return COMMAND.get().cloned();
    }
    let bytes = std::fs::read(filename).ok()?;
    match pyrs_syntax::Source::decode(&bytes, filename) {
        Ok(source) => Some(source.text().to_owned()),
        Err(_) => Some(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

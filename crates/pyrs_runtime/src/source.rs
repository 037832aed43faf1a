//! Lines of source for messages: from the file, or from the packed library.

/// Folder that the packed library pretends to be in: `sys._stdlib_dir`.
pub(crate) fn library_folder() -> String {
    let executable = std::env::current_exe().ok();
    let prefix = executable
        .as_deref()
        .and_then(|path| path.parent())
        .and_then(|bin| bin.parent());
    let prefix = prefix.map_or_else(|| "/usr/local".to_owned(), |p| p.to_string_lossy().into_owned());
    format!("{prefix}/lib/python3.14")
}

/// The text of a source file as a traceback shows it; `None` if it cannot be had.
pub(crate) fn text(filename: &str) -> Option<String> {
    if let Some(relative) = filename
        .strip_prefix(&library_folder())
        .and_then(|rest| rest.strip_prefix('/'))
    {
        let entry = pyrs_stdlib::entries().iter().find(|entry| entry.path == relative)?;
        return String::from_utf8(entry.source().ok()?).ok();
    }
    let bytes = std::fs::read(filename).ok()?;
    match pyrs_syntax::Source::decode(&bytes, filename) {
        Ok(source) => Some(source.text().to_owned()),
        Err(_) => Some(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

//! What `site` does when the runtime starts: site-packages in `sys.path`, and the names that it adds to `builtins`.
//!
//! Done natively where nothing needs Python code for it, as importing `site` costs a good part of a start. As soon as
//! there is a `.pth` file, a `sitecustomize` or a `usercustomize`, the library's module does all of it. The added names are
//! stand-ins, which make the real objects when they are used.

mod lazy_names;

use crate::config::RunConfig;
use crate::layout;
use pyrs_object::core::{bool_value, core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use std::path::{Component, Path, PathBuf};

/// Modules by which an installation adapts start-up.
const CUSTOMISERS: [&str; 2] = ["sitecustomize", "usercustomize"];

/// Does it, unless `-S` says no.
pub(crate) fn install(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    if config.flags.no_site {
        return Ok(());
    }
    let folders = folders(config);
    let given: Vec<PathBuf> = absolute_path(config);
    if needs_python(config, &given, &folders) {
        let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
            return Err(thread.import_error(format_args!("__import__ not found")));
        };
        let site = StrObject::intern(thread, "site")?;
        return protocol::call(thread, import, &[site.value()]).map(|_| ());
    }
    let mut path = given;
    for folder in folders {
        if !path.contains(&folder) {
            path.push(folder);
        }
    }
    let list = ListObject::with_capacity(thread, path.len())?;
    for entry in path {
        let text = crate::sys::path_text(thread, entry.as_os_str())?;
        list.push(thread, text)?;
    }
    let sys = crate::sys::dictionary(thread)?;
    sys.set_str(thread, "path", list.value())?;
    set_home(thread, sys)?;
    sys.set_str(thread, "_site_done", bool_value(true))?;
    lazy_names::install(thread)
}

/// `sys._home`: where the executable of a virtual environment's base is.
fn set_home(thread: &mut Thread, sys: Ref<DictObject>) -> PyResult<()> {
    let home = match &layout::get().environment {
        Some(environment) => crate::sys::path_text(thread, environment.home.as_os_str())?,
        None => none(),
    };
    sys.set_str(thread, "_home", home)
}

/// The folders with installed modules that exist, in order.
fn folders(config: &RunConfig) -> Vec<PathBuf> {
    let layout = layout::get();
    let mut folders = Vec::new();
    let mut add = |folder: PathBuf| {
        if !folders.contains(&folder) && folder.is_dir() {
            folders.push(folder);
        }
    };
    if layout.environment.is_some() {
        add(layout::site_packages_below(&layout.prefix));
    }
    if has_user_site(config)
        && let Some(folder) = layout::user_site(!config.flags.ignore_environment)
    {
        add(folder);
    }
    let base = [&layout.base_prefix, &layout.base_exec_prefix];
    let mut prefixes = vec![&layout.prefix, &layout.exec_prefix];
    if layout
        .environment
        .as_ref()
        .is_some_and(|environment| environment.with_system_site)
    {
        prefixes.extend(base);
    }
    for prefix in prefixes {
        add(layout::site_packages_below(prefix));
    }
    folders
}

/// Whether the user's own folder is searched.
fn has_user_site(config: &RunConfig) -> bool {
    let isolated_environment = layout::get()
        .environment
        .as_ref()
        .is_some_and(|environment| !environment.with_system_site);
    // SAFETY: plain system calls.
    let is_own = unsafe { libc::getuid() == libc::geteuid() && libc::getgid() == libc::getegid() };
    !config.flags.no_user_site && !isolated_environment && is_own
}

/// Whether there is something that only the library's module can do.
fn needs_python(config: &RunConfig, given: &[PathBuf], folders: &[PathBuf]) -> bool {
    if folders.iter().any(|folder| has_path_files(folder)) {
        return true;
    }
    let mut all = given.iter().chain(folders).filter(|folder| folder.is_dir());
    let has_archive = config.path.iter().any(|entry| Path::new(entry).is_file());
    has_archive
        || all.any(|folder| {
            CUSTOMISERS.iter().any(|name| {
                folder.join(format!("{name}.py")).exists()
                    || folder.join(format!("{name}.pyc")).exists()
                    || folder.join(name).is_dir()
            })
        })
}

/// Whether a folder has files that add to `sys.path`.
fn has_path_files(folder: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.as_bytes();
        name.ends_with(b".pth") && !name.starts_with(b".")
    })
}

/// The first entries of `sys.path`, absolute and each once.
fn absolute_path(config: &RunConfig) -> Vec<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let mut path: Vec<PathBuf> = Vec::new();
    for entry in crate::sys::first_path_entries(config) {
        let entry = plain(&here.join(entry));
        if !path.contains(&entry) {
            path.push(entry);
        }
    }
    path
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_plain() {
        assert_eq!(plain(Path::new("/a/./b/../c/")), Path::new("/a/c"));
        assert_eq!(plain(Path::new("/../a")), Path::new("/a"));
    }
}

//! Where things are: the executable, the prefixes, the folder that the packed library pretends to be in.
//!
//! Found from how the executable was called, as CPython does it: a link to the executable in a folder with `pyvenv.cfg` is
//! a virtual environment. Found once; afterwards it only changes by `sys`, which is the program's. Absent: build folders.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The library's folder below a prefix.
pub(crate) const LIBRARY: &str = "lib/python3.14";

/// The places.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// `sys.executable`.
    pub(crate) executable: PathBuf,
    /// `sys._base_executable`.
    pub(crate) base_executable: PathBuf,
    /// `sys.prefix`.
    pub(crate) prefix: PathBuf,
    /// `sys.exec_prefix`.
    pub(crate) exec_prefix: PathBuf,
    /// `sys.base_prefix`.
    pub(crate) base_prefix: PathBuf,
    /// `sys.base_exec_prefix`.
    pub(crate) base_exec_prefix: PathBuf,
    /// The virtual environment, if this is one.
    pub(crate) environment: Option<Environment>,
}

/// What `pyvenv.cfg` says.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// `home`: the folder of the executable that it was made by.
    pub(crate) home: PathBuf,
    /// Whether the base's site-packages are searched too.
    pub(crate) with_system_site: bool,
}

static LAYOUT: OnceLock<Layout> = OnceLock::new();

/// Finds the places; `home` is `PYTHONHOME`.
pub(crate) fn set_home(home: Option<&OsStr>) {
    let _ = LAYOUT.set(find(home));
}

/// The places.
pub(crate) fn get() -> &'static Layout {
    LAYOUT.get_or_init(|| find(None))
}

fn find(home: Option<&OsStr>) -> Layout {
    let real = std::env::current_exe().unwrap_or_default();
    let executable = called_executable().unwrap_or_else(|| real.clone());
    let mut layout = Layout {
        base_executable: executable.clone(),
        base_prefix: prefix_of(&real),
        executable,
        ..Layout::default()
    };
    let folder = layout.executable.parent().map(Path::to_path_buf);
    let found = folder.as_deref().and_then(|folder| {
        let above = folder.parent();
        [Some(folder), above]
            .into_iter()
            .flatten()
            .find_map(|place| read_environment(&place.join("pyvenv.cfg")))
            .map(|environment| (environment, above.unwrap_or(folder).to_path_buf()))
    });
    layout.prefix = layout.base_prefix.clone();
    if let Some((environment, prefix)) = found {
        layout.base_executable = base_executable(&layout.executable, &environment.home, &real);
        layout.prefix = prefix;
        layout.environment = Some(environment);
    }
    layout.base_exec_prefix = layout.base_prefix.clone();
    layout.exec_prefix = layout.prefix.clone();
    if let Some(home) = home {
        let bytes = home.as_bytes();
        let mut parts = bytes
            .splitn(2, |byte| *byte == b':')
            .map(|part| PathBuf::from(OsStr::from_bytes(part)));
        let prefix = parts.next().unwrap_or_default();
        let exec_prefix = parts.next().unwrap_or_else(|| prefix.clone());
        layout.base_prefix = prefix.clone();
        layout.base_exec_prefix = exec_prefix.clone();
        if layout.environment.is_none() {
            layout.prefix = prefix;
            layout.exec_prefix = exec_prefix;
        }
    }
    layout
}

/// The executable as it was called: links in its path are kept.
fn called_executable() -> Option<PathBuf> {
    let name = std::env::args_os().next().filter(|name| !name.is_empty())?;
    if name.as_bytes().contains(&b'/') {
        return absolute(Path::new(&name)).filter(|path| path.exists());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .filter_map(|folder| absolute(&folder.join(&name)))
        .find(|path| is_executable(path))
}

fn absolute(path: &Path) -> Option<PathBuf> {
    if path.is_absolute() {
        return Some(path.to_path_buf());
    }
    let path = path.strip_prefix(".").unwrap_or(path);
    Some(std::env::current_dir().ok()?.join(path))
}

fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// The folder above that of an executable.
fn prefix_of(executable: &Path) -> PathBuf {
    let prefix = executable.parent().and_then(Path::parent);
    prefix.map_or_else(|| PathBuf::from("/usr/local"), Path::to_path_buf)
}

/// The executable outside of an environment: the one of the same name in its home, or what the environment's links to.
fn base_executable(executable: &Path, home: &Path, real: &Path) -> PathBuf {
    let same_name = executable.file_name().map(|name| home.join(name));
    match same_name {
        Some(path) if path.is_file() => path,
        _ => real.to_path_buf(),
    }
}

/// Reads a `pyvenv.cfg`; `None` if there is none.
fn read_environment(file: &Path) -> Option<Environment> {
    let text = std::fs::read(file).ok()?;
    let mut environment = Environment {
        home: PathBuf::new(),
        with_system_site: true,
    };
    for line in text.split(|byte| *byte == b'\n') {
        let Some(equals) = line.iter().position(|byte| *byte == b'=') else {
            continue;
        };
        let key = String::from_utf8_lossy(&line[..equals]).trim().to_lowercase();
        let value = line[equals + 1..].trim_ascii();
        match key.as_str() {
            "home" => environment.home = PathBuf::from(OsStr::from_bytes(value)),
            "include-system-site-packages" => {
                environment.with_system_site = value.eq_ignore_ascii_case(b"true");
            }
            _ => {}
        }
    }
    Some(environment)
}

/// The folder of the library below a prefix.
pub(crate) fn library_below(prefix: &Path) -> PathBuf {
    prefix.join(LIBRARY)
}

/// The folder where pip installs below a prefix.
pub(crate) fn site_packages_below(prefix: &Path) -> PathBuf {
    library_below(prefix).join("site-packages")
}

/// The folder where pip installs for the user, and whether it may be used: `None` for no home folder.
pub(crate) fn user_site(reads_environment: bool) -> Option<PathBuf> {
    let variable = |name: &str| -> Option<OsString> { std::env::var_os(name).filter(|value| !value.is_empty()) };
    let base = match variable("PYTHONUSERBASE").filter(|_| reads_environment) {
        Some(base) => PathBuf::from(base),
        None => PathBuf::from(variable("HOME")?).join(".local"),
    };
    Some(site_packages_below(&base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environments_are_read() {
        let folder = std::env::temp_dir().join(format!("pyrs-layout-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("pyvenv.cfg");
        std::fs::write(
            &file,
            "home = /opt/p/bin\ninclude-system-site-packages = False\nversion = 3.14\n",
        )
        .unwrap();
        let environment = read_environment(&file).unwrap();
        assert_eq!(environment.home, Path::new("/opt/p/bin"));
        assert!(!environment.with_system_site);
        std::fs::write(&file, "Include-System-Site-Packages=TRUE\n").unwrap();
        assert!(read_environment(&file).unwrap().with_system_site);
        assert!(read_environment(&folder.join("none")).is_none());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_home_replaces_the_prefixes() {
        let layout = find(Some(OsStr::new("/a:/b")));
        assert_eq!(layout.base_prefix, Path::new("/a"));
        assert_eq!(layout.base_exec_prefix, Path::new("/b"));
        assert_eq!(
            site_packages_below(&layout.prefix),
            Path::new("/a/lib/python3.14/site-packages")
        );
    }
}

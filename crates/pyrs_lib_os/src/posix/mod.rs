//! The module `posix`: files, directories, processes. What takes a path takes `dir_fd` too, by the `*at` system calls.
//!
//! The functions are spread over several tables by subject, all of which are entered in the one module. Absent: timer
//! descriptors, namespaces, `forkpty`.

mod children;
mod constants;
mod descriptor;
mod directory;
mod entry;
mod identity;
mod limits;
mod process;
mod status;
mod transfer;
mod volumes;

use crate::os_error::os_error;
use crate::path::{self, PathArgument};
use pyrs_macros::pymodule;
use pyrs_object::{PyResult, Thread, Value};
use std::ffi::CString;

/// `dir_fd`, or the working directory.
fn directory_of(dir_fd: Option<i32>) -> i32 {
    dir_fd.unwrap_or(libc::AT_FDCWD)
}

/// A path with its object, for error messages.
struct NamedPath {
    text: CString,
    object: Value,
}

fn named(thread: &mut Thread, function: &str, argument: &str, object: Value) -> PyResult<NamedPath> {
    let text = path::convert_path(thread, function, argument, object)?;
    Ok(NamedPath { text, object })
}

/// A path or descriptor with its object.
enum Target {
    Path(NamedPath),
    Descriptor(i32, Value),
}

fn target(thread: &mut Thread, function: &str, argument: &str, object: Value) -> PyResult<Target> {
    Ok(match path::convert(thread, function, argument, object)? {
        PathArgument::Path(text) => Target::Path(NamedPath { text, object }),
        PathArgument::Descriptor(fd) => Target::Descriptor(fd, object),
    })
}

/// None for a result that is not negative, else OSError with the path.
fn check(thread: &mut Thread, result: Result<i32, i32>, path: Value) -> PyResult<()> {
    match result {
        Ok(_) => Ok(()),
        Err(errno) => Err(os_error(thread, errno, Some(path))),
    }
}

/// This module provides access to operating system functionality that is
/// standardized by the C Standard and the POSIX standard.
#[pymodule(name = "posix")]
mod module {
    use super::{
        children, constants, descriptor, directory, entry, identity, limits, process, status, transfer, volumes,
    };
    use crate::path;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::core::core;
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value};
    use std::os::unix::ffi::OsStrExt;

    /// Return the file system path representation of the object.
    #[function(keywords = "path")]
    fn fspath(thread: &mut Thread, path: Value) -> PyResult<Value> {
        match path::fspath(thread, path)? {
            Some(path) => Ok(path),
            None => {
                let class = class_of(path).name_for_message();
                Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")))
            }
        }
    }

    /// Translate an error code to a message string.
    #[function]
    fn strerror(_thread: &mut Thread, code: i32) -> String {
        crate::os_error::strerror(code)
    }

    #[attr]
    fn error(_thread: &mut Thread) -> Value {
        core().types.os_error.get().value()
    }

    #[attr]
    fn environ(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        create_environ(thread)
    }

    /// Create the environment dictionary.
    #[function(name = "_create_environ")]
    fn create_environ(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        let dict = DictObject::new(thread)?;
        for (name, value) in std::env::vars_os() {
            let name = BytesObject::new(thread, name.as_bytes())?;
            let value = BytesObject::new(thread, value.as_bytes())?;
            dict.set(thread, name.value(), value.value())?;
        }
        Ok(dict)
    }

    #[attr(name = "_have_functions")]
    fn have_functions(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let names = ListObject::with_capacity(thread, 0)?;
        for name in constants::HAVE_FUNCTIONS {
            let name = StrObject::intern(thread, name)?;
            names.push(thread, name.value())?;
        }
        Ok(names)
    }

    /// Normalize the path, without looking at the file system.
    #[function(name = "_path_normpath", keywords = "path")]
    fn path_normpath(thread: &mut Thread, path: Value) -> PyResult<Value> {
        let Some(converted) = path::fspath(thread, path)? else {
            return fspath(thread, path);
        };
        let bytes = path::encode(thread, converted)?;
        let normal = super::normalise(&bytes);
        path::decode_like(thread, &normal, Some(converted))
    }

    /// Split a pathname into drive, root and tail.
    #[function(name = "_path_splitroot_ex", keywords = "path")]
    fn path_splitroot_ex(thread: &mut Thread, path: Value) -> PyResult<Value> {
        let Some(converted) = path::fspath(thread, path)? else {
            return fspath(thread, path);
        };
        let bytes = path::encode(thread, converted)?;
        let slashes = bytes.iter().take_while(|b| **b == b'/').count();
        let root = if slashes == 2 { 2 } else { slashes.min(1) };
        let parts = [&b""[..], &bytes[..root], &bytes[root..]];
        let tuple = TupleObject::with_length(thread, 3)?;
        for (i, part) in parts.iter().enumerate() {
            let part = path::decode_like(thread, part, Some(converted))?;
            tuple.initialise_item(i, part);
        }
        Ok(tuple.value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, value) in constants::CONSTANTS {
            let value = pyrs_object::int::from_i64(thread, *value)?;
            dict.set_str(thread, name, value)?;
        }
        for table in [
            &children::table::MODULE,
            &descriptor::table::MODULE,
            &directory::table::MODULE,
            &identity::table::MODULE,
            &limits::table::MODULE,
            &process::table::MODULE,
            &status::table::MODULE,
            &transfer::table::MODULE,
            &volumes::table::MODULE,
        ] {
            table.fill(thread, module)?;
        }
        let entry_class = entry::create(thread)?;
        dict.set_str(thread, "DirEntry", entry_class.value())
    }
}

/// `os.path.normpath` on bytes.
fn normalise(path: &[u8]) -> Vec<u8> {
    if path.is_empty() {
        return b".".to_vec();
    }
    let slashes = path.iter().take_while(|b| **b == b'/').count();
    let root: &[u8] = match slashes {
        0 => b"",
        2 => b"//",
        _ => b"/",
    };
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in path.split(|b| *b == b'/') {
        match part {
            b"" | b"." => {}
            b".." if parts.last().is_some_and(|last| *last != b"..") => {
                parts.pop();
            }
            b".." if !root.is_empty() => {}
            part => parts.push(part),
        }
    }
    let mut out = root.to_vec();
    out.extend(parts.join(&b'/'));
    if out.is_empty() { b".".to_vec() } else { out }
}

pub use module::MODULE;
pub use process::CPU_COUNT;

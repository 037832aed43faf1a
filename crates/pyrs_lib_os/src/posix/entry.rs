//! `os.scandir` and `os.DirEntry`. The directory is read at once, so that the iterator holds no system resource.

use super::status;
use crate::invoke;
use crate::os_error::os_error;
use crate::path;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;
use std::ffi::CString;

/// An entry of a directory.
#[repr(C)]
pub struct DirEntryObject {
    header: Header,
    name: Field<Value>,
    path: Field<Value>,
    stat: Field<Option<Value>>,
    lstat: Field<Option<Value>>,
    inode: Cell<u64>,
    /// Descriptor of the directory if that is how it was given, else -1.
    directory: Cell<i32>,
    /// `d_type`.
    kind: Cell<u32>,
}
heap_object!(
    DirEntryObject,
    "posix.DirEntry",
    DIR_ENTRY_LAYOUT,
    [name, path, stat, lstat]
);

/// `os.DirEntry`.
pub static DIR_ENTRY: NativeClass =
    NativeClass::new("posix", "DirEntry", &DIR_ENTRY_LAYOUT).methods(DirEntryMethods::TYPE_METHODS);

/// An iterator over entries.
#[repr(C)]
pub struct ScandirObject {
    header: Header,
    entries: Field<Option<Ref<ListObject>>>,
    position: Cell<usize>,
}
heap_object!(ScandirObject, "posix.ScandirIterator", SCANDIR_LAYOUT, [entries]);

static SCANDIR: NativeClass =
    NativeClass::new("posix", "ScandirIterator", &SCANDIR_LAYOUT).methods(ScandirMethods::TYPE_METHODS);

/// Makes the classes.
pub fn create(thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
    SCANDIR.create(thread)?;
    DIR_ENTRY.create(thread)
}

/// What `readdir` tells of an entry.
pub struct RawEntry {
    /// Name.
    pub name: Vec<u8>,
    /// Inode number.
    pub inode: u64,
    /// `d_type`.
    pub kind: u8,
}

/// A directory to be read.
pub enum Place {
    /// By path.
    Path(CString),
    /// By descriptor.
    Descriptor(i32),
}

/// Reads a directory without `.` and `..`.
pub fn read(place: &Place) -> Result<Vec<RawEntry>, i32> {
    // SAFETY: the stream is opened here, used by this thread only and closed at the end; names end with a zero.
    unsafe {
        let stream = match place {
            Place::Path(path) => libc::opendir(path.as_ptr()),
            Place::Descriptor(fd) => {
                let copy = libc::fcntl(*fd, libc::F_DUPFD_CLOEXEC, 0);
                if copy < 0 {
                    return Err(crate::os_error::last_errno());
                }
                let stream = libc::fdopendir(copy);
                if stream.is_null() {
                    let errno = crate::os_error::last_errno();
                    libc::close(copy);
                    return Err(errno);
                }
                libc::rewinddir(stream);
                stream
            }
        };
        if stream.is_null() {
            return Err(crate::os_error::last_errno());
        }
        let mut entries = Vec::new();
        loop {
            *libc::__errno_location() = 0;
            let entry = libc::readdir(stream);
            if entry.is_null() {
                let errno = crate::os_error::last_errno();
                libc::closedir(stream);
                return if errno == 0 { Ok(entries) } else { Err(errno) };
            }
            let name = std::ffi::CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes();
            if name != b"." && name != b".." {
                entries.push(RawEntry {
                    name: name.to_vec(),
                    inode: (*entry).d_ino,
                    kind: (*entry).d_type,
                });
            }
        }
    }
}

/// `scandir(path)`.
pub fn scandir(thread: &mut Thread, argument: Option<Value>) -> PyResult<Value> {
    let (place, base, like) = super::directory::place(thread, "scandir", argument)?;
    let entries = match read(&place) {
        Ok(entries) => entries,
        Err(errno) => return Err(os_error(thread, errno, argument)),
    };
    let list = ListObject::with_capacity(thread, entries.len())?;
    for raw in &entries {
        let name = path::decode_like(thread, &raw.name, like)?;
        let full = match &base {
            Some(base) => {
                let mut full = base.clone();
                if full.last().is_some_and(|last| *last != b'/') {
                    full.push(b'/');
                }
                full.extend_from_slice(&raw.name);
                path::decode_like(thread, &full, like)?
            }
            None => name,
        };
        let entry: Ref<DirEntryObject> = DIR_ENTRY.get().allocate_instance(thread)?;
        entry.name.set(entry, name);
        entry.path.set(entry, full);
        entry.inode.set(raw.inode);
        entry.kind.set(raw.kind.into());
        entry.directory.set(match place {
            Place::Descriptor(fd) => fd,
            Place::Path(_) => -1,
        });
        list.push(thread, entry.value())?;
    }
    let iterator: Ref<ScandirObject> = SCANDIR.get().allocate_instance(thread)?;
    iterator.entries.set(iterator, Some(list));
    Ok(iterator.value())
}

/// Holds the methods of the iterator.
pub struct ScandirMethods;

#[pymethods]
impl ScandirMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(_thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(iterator) = this.downcast::<ScandirObject>() else {
            return Ok(None);
        };
        let position = iterator.position.get();
        let entry = iterator.entries.get().and_then(|entries| entries.get(position));
        iterator.position.set(position + 1);
        Ok(entry)
    }

    #[method]
    fn close(_thread: &mut Thread, this: Ref<ScandirObject>) {
        this.entries.set(this, None);
    }

    #[method(name = "__enter__")]
    fn enter(_thread: &mut Thread, this: Ref<ScandirObject>) -> Ref<ScandirObject> {
        this
    }

    #[method(name = "__exit__")]
    fn exit(_thread: &mut Thread, this: Ref<ScandirObject>, _args: Args) {
        this.entries.set(this, None);
    }
}

fn look_up(thread: &mut Thread, entry: Ref<DirEntryObject>, follow: bool) -> PyResult<Result<Value, i32>> {
    let cache = if follow { &entry.stat } else { &entry.lstat };
    if let Some(known) = cache.get() {
        return Ok(Ok(known));
    }
    let (path, directory) = match entry.directory.get() {
        -1 => (entry.path.get(), libc::AT_FDCWD),
        fd => (entry.name.get(), fd),
    };
    let text = path::convert_path(thread, "stat", "path", path)?;
    match status::query(&text, directory, follow) {
        Ok(found) => {
            let found = status::result(thread, &found)?;
            cache.set(entry, Some(found));
            Ok(Ok(found))
        }
        Err(errno) => Ok(Err(errno)),
    }
}

fn is_kind(thread: &mut Thread, entry: Ref<DirEntryObject>, follow: bool, kind: u8, mode: u32) -> PyResult<bool> {
    let known = entry.kind.get() as u8;
    let link = known == libc::DT_LNK;
    if known != libc::DT_UNKNOWN && !(link && follow) {
        return Ok(known == kind);
    }
    match look_up(thread, entry, follow)? {
        Ok(found) => {
            let found = invoke::attribute(thread, found, "st_mode")?;
            Ok(protocol::index_i64(thread, found)? as u32 & libc::S_IFMT == mode)
        }
        Err(libc::ENOENT) => Ok(false),
        Err(errno) => Err(os_error(thread, errno, Some(entry.path.get()))),
    }
}

/// Holds the methods of DirEntry.
pub struct DirEntryMethods;

#[pymethods]
impl DirEntryMethods {
    /// The entry's base filename.
    #[getter]
    fn name(_thread: &mut Thread, this: Ref<DirEntryObject>) -> Value {
        this.name.get()
    }

    /// The entry's full path name.
    #[getter]
    fn path(_thread: &mut Thread, this: Ref<DirEntryObject>) -> Value {
        this.path.get()
    }

    #[method(name = "__fspath__")]
    fn fspath(_thread: &mut Thread, this: Ref<DirEntryObject>) -> Value {
        this.path.get()
    }

    /// Return inode of the entry.
    #[method]
    fn inode(_thread: &mut Thread, this: Ref<DirEntryObject>) -> u64 {
        this.inode.get()
    }

    /// Return True if the entry is a directory.
    #[method(keywords = "follow_symlinks", kwonly = "follow_symlinks")]
    fn is_dir(thread: &mut Thread, this: Ref<DirEntryObject>, follow_symlinks: Option<bool>) -> PyResult<bool> {
        is_kind(
            thread,
            this,
            follow_symlinks.unwrap_or(true),
            libc::DT_DIR,
            libc::S_IFDIR,
        )
    }

    /// Return True if the entry is a file.
    #[method(keywords = "follow_symlinks", kwonly = "follow_symlinks")]
    fn is_file(thread: &mut Thread, this: Ref<DirEntryObject>, follow_symlinks: Option<bool>) -> PyResult<bool> {
        is_kind(
            thread,
            this,
            follow_symlinks.unwrap_or(true),
            libc::DT_REG,
            libc::S_IFREG,
        )
    }

    /// Return True if the entry is a symbolic link.
    #[method]
    fn is_symlink(thread: &mut Thread, this: Ref<DirEntryObject>) -> PyResult<bool> {
        is_kind(thread, this, false, libc::DT_LNK, libc::S_IFLNK)
    }

    /// Return True if the entry is a junction; always false here.
    #[method]
    fn is_junction(_thread: &mut Thread, _this: Ref<DirEntryObject>) -> bool {
        false
    }

    /// Return stat_result object for the entry.
    #[method(keywords = "follow_symlinks", kwonly = "follow_symlinks")]
    fn stat(thread: &mut Thread, this: Ref<DirEntryObject>, follow_symlinks: Option<bool>) -> PyResult<Value> {
        match look_up(thread, this, follow_symlinks.unwrap_or(true))? {
            Ok(found) => Ok(found),
            Err(errno) => Err(os_error(thread, errno, Some(this.path.get()))),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let name = this
            .downcast::<DirEntryObject>()
            .map_or_else(none, |entry| entry.name.get());
        let name = protocol::repr(thread, name)?.to_string_lossy();
        Ok(StrObject::from_str(thread, &format!("<DirEntry {name}>"))?.value())
    }
}

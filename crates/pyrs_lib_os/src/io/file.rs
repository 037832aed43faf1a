//! `FileIO`: a file descriptor as a raw stream.

use super::base::{self, RAW_IO_BASE, closed_error, unsupported};
use crate::byte_view::{self, Target};
use crate::invoke::{self, slot_signature};
use crate::os_error::{last_os_error, os_error, poll, retry};
use crate::path::{self, PathArgument};
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::{OptionalNone, Signature};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A raw file.
#[repr(C)]
pub struct FileIoObject {
    header: Header,
    name: Field<Option<Value>>,
    /// Descriptor, or -1.
    fd: Cell<i64>,
    mode: Cell<u32>,
    /// 0: not known, 1: no, 2: yes.
    seekable: Cell<u32>,
}
heap_object!(FileIoObject, "_io.FileIO", FILE_IO_LAYOUT, [name]);

const READABLE: u32 = 1;
const WRITABLE: u32 = 2;
const CREATED: u32 = 4;
const APPENDING: u32 = 8;
const CLOSE_FD: u32 = 16;
/// A buffered stream owns this one and closes it.
const OWNED: u32 = 32;

/// `_io.FileIO`.
pub static FILE_IO: NativeClass = NativeClass::new("_io", "FileIO", &FILE_IO_LAYOUT)
    .base(|| RAW_IO_BASE.get())
    .flags(base::STREAM_FLAGS.union(TypeFlags::HAS_FINALIZER))
    .methods(FileIoMethods::TYPE_METHODS);

impl FileIoObject {
    fn has(&self, flag: u32) -> bool {
        self.mode.get() & flag != 0
    }

    /// Whether the descriptor is closed.
    pub fn is_closed(&self) -> bool {
        self.fd.get() < 0
    }

    /// Whether writing is allowed.
    pub fn is_writable(&self) -> bool {
        self.has(WRITABLE)
    }

    /// Whether reading is allowed.
    pub fn is_readable(&self) -> bool {
        self.has(READABLE)
    }

    /// Marks the file as owned by a buffered stream, or not any more.
    pub fn set_owned(&self, owned: bool) {
        let mode = self.mode.get() & !OWNED;
        self.mode.set(if owned { mode | OWNED } else { mode });
    }

    /// The descriptor of an open file.
    pub fn descriptor(&self, thread: &mut Thread) -> PyResult<i32> {
        match self.fd.get() {
            fd if fd < 0 => Err(closed_error(thread)),
            fd => Ok(fd as i32),
        }
    }

    /// `mode` as Python shows it.
    fn mode_text(&self) -> &'static str {
        let (read, write) = (self.has(READABLE), self.has(WRITABLE));
        match (self.has(CREATED), self.has(APPENDING), read, write) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }

    /// One `read`. `None` if the descriptor would block.
    pub fn read_into(&self, thread: &mut Thread, buffer: &mut [u8]) -> PyResult<Option<usize>> {
        let fd = self.descriptor(thread)?;
        // SAFETY: the buffer has the length given.
        let result = retry(thread, || unsafe {
            libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len())
        })?;
        match result {
            Ok(count) => Ok(Some(count as usize)),
            Err(libc::EAGAIN) => Ok(None),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// One `read` of up to `wanted` bytes behind those in `out`, as far as it has room. `None` if the descriptor would
    /// block.
    pub fn read_behind(&self, thread: &mut Thread, wanted: usize, out: &mut Vec<u8>) -> PyResult<Option<usize>> {
        let fd = self.descriptor(thread)?;
        let room = out.spare_capacity_mut();
        let wanted = wanted.min(room.len());
        // SAFETY: the room is at least as large as wanted, and the system only writes to it.
        let result = retry(thread, || unsafe { libc::read(fd, room.as_mut_ptr().cast(), wanted) })?;
        match result {
            Ok(count) => {
                let count = (count as usize).min(wanted);
                // SAFETY: the system wrote so many bytes into the room, which is behind the length.
                unsafe { out.set_len(out.len() + count) };
                Ok(Some(count))
            }
            Err(libc::EAGAIN) => Ok(None),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// One `write`. `None` if the descriptor would block.
    pub fn write_from(&self, thread: &mut Thread, data: &[u8]) -> PyResult<Option<usize>> {
        let fd = self.descriptor(thread)?;
        // SAFETY: the data have the length given.
        let result = retry(thread, || unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) })?;
        match result {
            Ok(count) => Ok(Some(count as usize)),
            Err(libc::EAGAIN) => Ok(None),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Everything up to the end. `None` if nothing is there and the descriptor would block.
    pub fn read_all(&self, thread: &mut Thread, all: &mut Vec<u8>) -> PyResult<bool> {
        let fd = self.descriptor(thread)?;
        let hint = remaining_size(fd);
        all.reserve(hint.map_or(super::BUFFER_SIZE, |rest| rest + 1));
        let mut any = false;
        loop {
            if all.capacity() == all.len() {
                all.reserve(all.len().max(1));
            }
            match self.read_behind(thread, usize::MAX, all)? {
                Some(0) => return Ok(true),
                Some(_) => any = true,
                None => return Ok(any),
            }
        }
    }

    /// `lseek`.
    pub fn seek_to(&self, thread: &mut Thread, offset: i64, whence: i32) -> PyResult<i64> {
        let fd = self.descriptor(thread)?;
        // SAFETY: a plain system call.
        let position = unsafe { libc::lseek(fd, offset, whence) };
        if position < 0 {
            return Err(last_os_error(thread, None));
        }
        self.seekable.set(2);
        Ok(position)
    }

    /// Whether the file has a position.
    pub fn is_seekable(&self) -> bool {
        if self.seekable.get() == 0 {
            // SAFETY: a plain system call.
            let found = unsafe { libc::lseek(self.fd.get() as i32, 0, libc::SEEK_CUR) } >= 0;
            self.seekable.set(1 + u32::from(found));
        }
        self.seekable.get() == 2
    }
}

impl FileIoObject {
    /// Closes the descriptor.
    pub fn close_descriptor(&self, thread: &mut Thread) -> PyResult<()> {
        let fd = self.fd.replace(-1);
        // SAFETY: the descriptor is this object's own. Linux has closed it even where EINTR is reported.
        if fd >= 0 && self.has(CLOSE_FD) && unsafe { libc::close(fd as i32) } != 0 {
            let errno = crate::os_error::last_errno();
            if errno != libc::EINTR {
                return Err(os_error(thread, errno, None));
            }
        }
        Ok(())
    }
}

/// Bytes from the position to the end of a regular file.
fn remaining_size(fd: i32) -> Option<usize> {
    // SAFETY: plain system calls; the structure is filled by a successful call.
    unsafe {
        let mut status = std::mem::zeroed::<libc::stat>();
        if libc::fstat(fd, &mut status) != 0 || status.st_size <= 0 {
            return None;
        }
        let position = libc::lseek(fd, 0, libc::SEEK_CUR);
        (position >= 0 && status.st_size >= position).then(|| (status.st_size - position) as usize)
    }
}

/// A FileIO over a descriptor that stays open when it is closed.
pub fn of_descriptor(thread: &mut Thread, fd: i32, writable: bool) -> PyResult<Ref<FileIoObject>> {
    let file: Ref<FileIoObject> = FILE_IO.get().allocate_instance(thread)?;
    file.fd.set(fd.into());
    file.mode.set(if writable { WRITABLE } else { READABLE });
    file.name.set(file, Some(Value::small_int(fd.into())));
    Ok(file)
}

static INIT: Signature = slot_signature("FileIO", &["file", "mode", "closefd", "opener"], 1, 0);

fn parse_mode(thread: &mut Thread, mode: &str) -> PyResult<(u32, i32)> {
    let (mut flags, mut open_flags, mut kinds, mut plus) = (0, 0, 0, 0);
    for c in mode.chars() {
        match c {
            'x' => {
                kinds += 1;
                flags |= WRITABLE | CREATED;
                open_flags |= libc::O_EXCL | libc::O_CREAT;
            }
            'r' => {
                kinds += 1;
                flags |= READABLE;
            }
            'w' => {
                kinds += 1;
                flags |= WRITABLE;
                open_flags |= libc::O_CREAT | libc::O_TRUNC;
            }
            'a' => {
                kinds += 1;
                flags |= WRITABLE | APPENDING;
                open_flags |= libc::O_CREAT | libc::O_APPEND;
            }
            '+' => {
                plus += 1;
                flags |= READABLE | WRITABLE;
            }
            'b' => {}
            _ => return Err(thread.value_error(format_args!("invalid mode: {mode}"))),
        }
        if kinds > 1 || plus > 1 {
            kinds = 2;
            break;
        }
    }
    if kinds != 1 {
        return Err(thread.value_error(format_args!(
            "Must have exactly one of create/read/write/append mode and at most one plus"
        )));
    }
    let access = match (flags & READABLE != 0, flags & WRITABLE != 0) {
        (true, true) => libc::O_RDWR,
        (true, false) => libc::O_RDONLY,
        _ => libc::O_WRONLY,
    };
    Ok((flags, open_flags | access | libc::O_CLOEXEC))
}

fn open_path(thread: &mut Thread, name: Value, flags: i32) -> PyResult<i32> {
    let path = match path::convert(thread, "open", "path", name)? {
        PathArgument::Path(path) => path,
        PathArgument::Descriptor(fd) => return Ok(fd),
    };
    // SAFETY: the path ends with a zero.
    match retry(thread, || unsafe { libc::open(path.as_ptr(), flags, 0o666) })? {
        Ok(fd) => Ok(fd),
        Err(errno) => Err(os_error(thread, errno, Some(name))),
    }
}

fn open_with(thread: &mut Thread, name: Value, flags: i32, opener: Value) -> PyResult<i32> {
    let result = protocol::call(thread, opener, &[name, Value::small_int(flags.into())])?;
    let Some(fd) = pyrs_object::int::as_i64(result) else {
        return Err(thread.type_error(format_args!("expected integer from opener")));
    };
    if fd < 0 {
        return Err(thread.value_error(format_args!("opener returned {fd}")));
    }
    // SAFETY: a plain system call; failing to set the flag is no error.
    unsafe { libc::fcntl(fd as i32, libc::F_SETFD, libc::FD_CLOEXEC) };
    Ok(fd as i32)
}

fn initialise(thread: &mut Thread, file: Ref<FileIoObject>, args: Args) -> PyResult<()> {
    let [name, mode, close_fd, opener] = invoke::bind::<4>(thread, &INIT, args)?;
    let name = name.unwrap_or_else(none);
    if file.fd.get() >= 0 {
        file.close_descriptor(thread)?;
    }
    let mode = match mode {
        Some(mode) => invoke::expect_str(thread, "FileIO", "mode", mode)?.to_string_lossy(),
        None => "r".to_owned(),
    };
    let close_fd = match close_fd {
        Some(value) => protocol::truth(thread, value)?,
        None => true,
    };
    if pyrs_object::int::as_bool(name).is_some() {
        crate::warnings::warn(thread, "RuntimeWarning", "bool is used as a file descriptor", 1)?;
    }
    let (flags, open_flags) = parse_mode(thread, &mode)?;
    let given = pyrs_object::int::as_i64(name);
    let fd = match given {
        Some(fd) if fd < 0 => return Err(thread.value_error(format_args!("negative file descriptor"))),
        Some(fd) => fd as i32,
        None if !close_fd => {
            return Err(thread.value_error(format_args!("Cannot use closefd=False with file name")));
        }
        None => match invoke::given(opener) {
            Some(opener) => open_with(thread, name, open_flags, opener)?,
            None => open_path(thread, name, open_flags)?,
        },
    };
    check_file(thread, fd, name, given.is_none())?;
    file.fd.set(fd.into());
    file.mode.set(flags | if close_fd { CLOSE_FD } else { 0 });
    file.seekable.set(0);
    file.name.set(file, Some(name));
    if flags & APPENDING != 0 {
        // SAFETY: a plain system call; a pipe has no position, which is fine.
        unsafe { libc::lseek(fd, 0, libc::SEEK_END) };
    }
    Ok(())
}

/// Directories are refused; a descriptor just opened is closed then.
fn check_file(thread: &mut Thread, fd: i32, name: Value, ours: bool) -> PyResult<()> {
    // SAFETY: the structure is filled by a successful call; the descriptor closed is the one just opened.
    let errno = unsafe {
        let mut status = std::mem::zeroed::<libc::stat>();
        if libc::fstat(fd, &mut status) != 0 {
            crate::os_error::last_errno()
        } else if status.st_mode & libc::S_IFMT == libc::S_IFDIR {
            libc::EISDIR
        } else {
            return Ok(());
        }
    };
    if ours {
        // SAFETY: as above.
        unsafe { libc::close(fd) };
    }
    Err(os_error(thread, errno, Some(name)))
}

/// Holds the methods of FileIO.
pub struct FileIoMethods;

/// Open a file.
#[pymethods]
impl FileIoMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        let file: Ref<FileIoObject> = class.allocate_instance(thread)?;
        file.fd.set(-1);
        file.mode.set(CLOSE_FD);
        Ok(file.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        match this.downcast::<FileIoObject>() {
            Some(file) => initialise(thread, file, args),
            None => Ok(()),
        }
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        if let Some(file) = this.downcast::<FileIoObject>()
            && !file.has(OWNED)
            && file.fd.get() >= 0
        {
            base::close_quietly(thread, this);
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(file) = this.downcast::<FileIoObject>() else {
            return Ok(this);
        };
        let text = if file.fd.get() < 0 {
            "<_io.FileIO [closed]>".to_owned()
        } else {
            let (mode, close_fd) = (file.mode_text(), if file.has(CLOSE_FD) { "True" } else { "False" });
            match file.name.get() {
                Some(name) => {
                    let name = protocol::repr(thread, name)?.to_string_lossy();
                    format!("<_io.FileIO name={name} mode='{mode}' closefd={close_fd}>")
                }
                None => {
                    let fd = file.fd.get();
                    format!("<_io.FileIO fd={fd} mode='{mode}' closefd={close_fd}>")
                }
            }
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// Read at most size bytes, returned as bytes.
    #[method]
    fn read(thread: &mut Thread, this: Ref<FileIoObject>, size: OptionalNone<i64>) -> PyResult<Option<Value>> {
        this.descriptor(thread)?;
        if !this.is_readable() {
            return Err(unsupported(thread, "File not open for reading"));
        }
        let size = size.0.unwrap_or(-1);
        if size < 0 {
            return Self::readall(thread, this);
        }
        let mut buffer = vec![0; (size as usize).min(i32::MAX as usize)];
        match this.read_into(thread, &mut buffer)? {
            Some(count) => Ok(Some(BytesObject::new(thread, &buffer[..count])?.value())),
            None => Ok(None),
        }
    }

    /// Read all data from the file, returned as bytes.
    #[method]
    fn readall(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<Option<Value>> {
        this.descriptor(thread)?;
        if !this.is_readable() {
            return Err(unsupported(thread, "File not open for reading"));
        }
        let mut all = Vec::new();
        if !this.read_all(thread, &mut all)? {
            return Ok(None);
        }
        Ok(Some(BytesObject::new(thread, &all)?.value()))
    }

    /// Same as RawIOBase.readinto().
    #[method]
    fn readinto(thread: &mut Thread, this: Ref<FileIoObject>, buffer: Value) -> PyResult<Option<Value>> {
        this.descriptor(thread)?;
        if !this.is_readable() {
            return Err(unsupported(thread, "File not open for reading"));
        }
        let target = Target::new(thread, "readinto", buffer)?;
        let mut data = vec![0; target.len()];
        match this.read_into(thread, &mut data)? {
            Some(count) => {
                target.fill(thread, &data[..count])?;
                Ok(Some(Value::small_int(count as i64)))
            }
            None => Ok(None),
        }
    }

    /// Write buffer b to file, return number of bytes written.
    #[method]
    fn write(thread: &mut Thread, this: Ref<FileIoObject>, b: Value) -> PyResult<Option<Value>> {
        this.descriptor(thread)?;
        if !this.is_writable() {
            return Err(unsupported(thread, "File not open for writing"));
        }
        let source = byte_view::readable(thread, b)?;
        let data = byte_view::data(&source);
        let count = this.write_from(thread, data)?;
        if count.is_some_and(|count| count < data.len()) {
            // A signal may have cut it short.
            poll(thread)?;
        }
        Ok(count.map(|count| Value::small_int(count as i64)))
    }

    /// Move to new file position and return the file position.
    #[method]
    fn seek(thread: &mut Thread, this: Ref<FileIoObject>, pos: i64, whence: Option<i32>) -> PyResult<i64> {
        this.seek_to(thread, pos, whence.unwrap_or(0))
    }

    /// Current file position.
    #[method]
    fn tell(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<i64> {
        this.seek_to(thread, 0, libc::SEEK_CUR)
    }

    /// Truncate the file to at most size bytes and return the truncated size.
    #[method]
    fn truncate(thread: &mut Thread, this: Ref<FileIoObject>, size: OptionalNone<i64>) -> PyResult<i64> {
        let fd = this.descriptor(thread)?;
        if !this.is_writable() {
            return Err(unsupported(thread, "File not open for writing"));
        }
        let size = match size.0 {
            Some(size) => size,
            None => this.seek_to(thread, 0, libc::SEEK_CUR)?,
        };
        // SAFETY: a plain system call.
        match retry(thread, || unsafe { libc::ftruncate(fd, size) })? {
            Ok(_) => Ok(size),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Close the file.
    #[method]
    fn close(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<()> {
        this.close_descriptor(thread)
    }

    /// Return the underlying file descriptor (an integer).
    #[method]
    fn fileno(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<i32> {
        this.descriptor(thread)
    }

    /// True if the file is connected to a TTY device.
    #[method]
    fn isatty(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<bool> {
        let fd = this.descriptor(thread)?;
        // SAFETY: a plain library call.
        Ok(unsafe { libc::isatty(fd) } == 1)
    }

    #[method(name = "_isatty_open_only")]
    fn isatty_open_only(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<bool> {
        Self::isatty(thread, this)
    }

    /// True if file was opened in a read mode.
    #[method]
    fn readable(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<bool> {
        this.descriptor(thread)?;
        Ok(this.is_readable())
    }

    /// True if file was opened in a write mode.
    #[method]
    fn writable(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<bool> {
        this.descriptor(thread)?;
        Ok(this.is_writable())
    }

    /// True if file supports random-access.
    #[method]
    fn seekable(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<bool> {
        this.descriptor(thread)?;
        Ok(this.is_seekable())
    }

    /// True if the file is closed.
    #[getter]
    fn closed(_thread: &mut Thread, this: Ref<FileIoObject>) -> bool {
        this.fd.get() < 0
    }

    /// True if the file descriptor will be closed by close().
    #[getter]
    fn closefd(_thread: &mut Thread, this: Ref<FileIoObject>) -> bool {
        this.has(CLOSE_FD)
    }

    /// String giving the file mode.
    #[getter]
    fn mode(_thread: &mut Thread, this: Ref<FileIoObject>) -> &'static str {
        this.mode_text()
    }

    /// The name or descriptor that the file was opened with.
    #[getter]
    fn name(thread: &mut Thread, this: Ref<FileIoObject>) -> PyResult<Value> {
        match this.name.get() {
            Some(name) => Ok(name),
            None => {
                let name = StrObject::intern(thread, "name")?;
                Err(pyrs_object::attribute::no_attribute(thread, this.value(), name))
            }
        }
    }

    #[setter]
    fn set_name(_thread: &mut Thread, this: Ref<FileIoObject>, value: Option<Value>) -> PyResult<()> {
        this.name.set(this, value);
        Ok(())
    }

    #[getter(name = "_blksize")]
    fn block_size(_thread: &mut Thread, _this: Ref<FileIoObject>) -> usize {
        super::BUFFER_SIZE
    }
}

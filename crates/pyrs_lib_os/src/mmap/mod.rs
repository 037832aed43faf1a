//! The module `mmap`: files and anonymous memory mapped into the process.
//!
//! Invariant: the mapping does not move or go away while there are views of it ([`MmapObject::exports`]); slices of it
//! are never held across a call that may run Python code.

mod methods;

use crate::os_error::{last_os_error, os_error};
use pyrs_macros::pymodule;
use pyrs_object::header::{Field, Header};
use pyrs_object::memory_view::{Buffer, Exporter, is_lent, register_exporter};
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object};
use std::cell::Cell;

/// What may be done with a mapping: `ACCESS_DEFAULT` and the others.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Access {
    Default = 0,
    Read = 1,
    Write = 2,
    Copy = 3,
}

impl Access {
    const ALL: [(Access, &'static str); 4] = [
        (Access::Default, "ACCESS_DEFAULT"),
        (Access::Read, "ACCESS_READ"),
        (Access::Write, "ACCESS_WRITE"),
        (Access::Copy, "ACCESS_COPY"),
    ];

    fn of(number: i32) -> Option<Access> {
        Access::ALL
            .iter()
            .map(|(access, _)| *access)
            .find(|access| *access as i32 == number)
    }
}

/// A mapping.
#[repr(C)]
pub struct MmapObject {
    header: Header,
    /// First byte; null once closed.
    data: Cell<*mut u8>,
    length: Cell<usize>,
    position: Cell<usize>,
    offset: Cell<i64>,
    /// Views of the memory.
    exports: Cell<usize>,
    /// A descriptor of the mapped file, this object's own, or -1.
    fd: Cell<i32>,
    access: Cell<i32>,
    flags: Cell<i32>,
    /// Whether the descriptor of the file was wanted.
    keeps_fd: Cell<i32>,
}
heap_object!(MmapObject, "mmap.mmap", MMAP_LAYOUT, [], drop = drop_mapping);

/// `mmap.mmap`.
pub static MMAP: NativeClass = NativeClass::new("mmap", "mmap", &MMAP_LAYOUT)
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_WEAKREF))
    .methods(methods::MmapMethods::TYPE_METHODS);

/// An iterator over a mapping's bytes.
#[repr(C)]
struct MmapIterator {
    header: Header,
    mapping: Field<Option<Ref<MmapObject>>>,
    position: Cell<usize>,
}
heap_object!(MmapIterator, "mmap iterator", ITERATOR_LAYOUT, [mapping]);

static ITERATOR: NativeClass =
    NativeClass::new("mmap", "iterator", &ITERATOR_LAYOUT).methods(methods::IteratorMethods::TYPE_METHODS);

static EXPORTER: Exporter = Exporter {
    layout: &MMAP_LAYOUT,
    describe: |thread, object| match object.downcast::<MmapObject>() {
        Some(mapping) => {
            mapping.check_open(thread)?;
            Ok(Buffer {
                data: mapping.data.get(),
                length: mapping.length.get(),
                readonly: mapping.access.get() == Access::Read as i32,
                item_size: 1,
                format: "B",
            })
        }
        None => Err(thread.type_error(format_args!("a mapping is required"))),
    },
    count: Some(|object, by| {
        if let Some(mapping) = object.downcast::<MmapObject>() {
            mapping.exports.set(mapping.exports.get().saturating_add_signed(by));
        }
    }),
};

unsafe fn drop_mapping(object: *mut u8) {
    // SAFETY: called once for a dead object of this layout; nobody has views of it, for they would keep it.
    unsafe { (*(object as *const MmapObject)).unmap() };
}

impl MmapObject {
    /// Gives mapping and descriptor back.
    fn unmap(&self) {
        let data = self.data.replace(std::ptr::null_mut());
        let fd = self.fd.replace(-1);
        // SAFETY: the mapping is this object's, and nothing points into it any more; so is the descriptor.
        unsafe {
            if !data.is_null() {
                libc::munmap(data.cast(), self.length.get());
            }
            if fd >= 0 {
                libc::close(fd);
            }
        }
        self.length.set(0);
    }

    /// The bytes. Not to be held across anything that may run Python code.
    fn bytes(&self) -> &[u8] {
        if self.data.get().is_null() {
            return &[];
        }
        // SAFETY: the mapping has that many bytes, and all that unmaps it needs another call of a method.
        unsafe { std::slice::from_raw_parts(self.data.get(), self.length.get()) }
    }

    /// As [`Self::bytes`], for writing; the caller has checked that it may.
    #[allow(clippy::mut_from_ref)]
    fn bytes_mut(&self) -> &mut [u8] {
        if self.data.get().is_null() {
            return &mut [];
        }
        // SAFETY: as above; one thread runs, and callers keep no second view.
        unsafe { std::slice::from_raw_parts_mut(self.data.get(), self.length.get()) }
    }

    fn check_open(&self, thread: &mut Thread) -> PyResult<()> {
        if self.data.get().is_null() {
            return Err(thread.value_error(format_args!("mmap closed or invalid")));
        }
        Ok(())
    }

    fn check_writable(&self, thread: &mut Thread) -> PyResult<()> {
        if self.access.get() == Access::Read as i32 {
            return Err(thread.type_error(format_args!("mmap can't modify a readonly memory map.")));
        }
        Ok(())
    }

    fn check_resizable(&self, thread: &mut Thread) -> PyResult<()> {
        if is_lent(thread, &self.exports) {
            return Err(thread.buffer_error(format_args!("mmap can't resize with extant buffers exported.")));
        }
        if self.keeps_fd.get() == 0 {
            return Err(thread.value_error(format_args!("mmap can't resize with trackfd=False.")));
        }
        if self.access.get() == Access::Read as i32 || self.access.get() == Access::Copy as i32 {
            return Err(thread.type_error(format_args!(
                "mmap can't resize a readonly or copy-on-write memory map."
            )));
        }
        Ok(())
    }
}

fn mapping_of(thread: &mut Thread, value: Value) -> PyResult<Ref<MmapObject>> {
    match value.downcast() {
        Some(mapping) => Ok(mapping),
        None => Err(pyrs_object::native_class::wrong_receiver(thread, "mmap.mmap", value)),
    }
}

/// What is asked for.
struct Request {
    fd: i32,
    length: i64,
    flags: i32,
    protection: i32,
    access: i32,
    offset: i64,
    keeps_fd: bool,
}

impl Request {
    /// Flags and protection that an access mode stands for, and the mode that a protection stands for.
    fn settle(&mut self, thread: &mut Thread, is_explicit: bool) -> PyResult<()> {
        let both = libc::PROT_READ | libc::PROT_WRITE;
        let Some(access) = Access::of(self.access) else {
            return Err(thread.value_error(format_args!("mmap invalid access parameter.")));
        };
        if access != Access::Default && is_explicit {
            return Err(thread.value_error(format_args!("mmap can't specify both access and flags, prot.")));
        }
        (self.flags, self.protection) = match access {
            Access::Read => (libc::MAP_SHARED, libc::PROT_READ),
            Access::Write => (libc::MAP_SHARED, both),
            Access::Copy => (libc::MAP_PRIVATE, both),
            Access::Default => {
                self.access = match (self.protection & libc::PROT_READ, self.protection & libc::PROT_WRITE) {
                    (0, 0) => self.access,
                    (_, 0) => Access::Read as i32,
                    (0, _) => Access::Write as i32,
                    _ => self.access,
                };
                (self.flags, self.protection)
            }
        };
        Ok(())
    }

    /// The length that the size of the file allows.
    fn fit(&mut self, thread: &mut Thread) -> PyResult<()> {
        // SAFETY: the structure is the call's to fill.
        let (status, state) = unsafe {
            let mut state: libc::stat = std::mem::zeroed();
            (libc::fstat(self.fd, &mut state), state)
        };
        if status != 0 {
            return Err(last_os_error(thread, None));
        }
        if state.st_mode & libc::S_IFMT != libc::S_IFREG {
            return Ok(());
        }
        if self.length == 0 {
            if state.st_size == 0 {
                return Err(thread.value_error(format_args!("cannot mmap an empty file")));
            }
            if self.offset >= state.st_size {
                return Err(thread.value_error(format_args!("mmap offset is greater than file size")));
            }
            self.length = state.st_size - self.offset;
        } else if self.offset > state.st_size || state.st_size - self.offset < self.length {
            return Err(thread.value_error(format_args!("mmap length is greater than file size")));
        }
        Ok(())
    }

    fn map(mut self, thread: &mut Thread, class: Value) -> PyResult<Value> {
        if self.length < 0 {
            return Err(thread.overflow_error(format_args!("memory mapped length must be positive")));
        }
        if self.offset < 0 {
            return Err(thread.overflow_error(format_args!("memory mapped offset must be positive")));
        }
        let object: Ref<MmapObject> = pyrs_object::native_class::allocate(thread, class)?;
        object.fd.set(-1);
        object.keeps_fd.set(self.keeps_fd.into());
        // SAFETY: the layout has a drop function, and the object is registered once.
        unsafe { thread.heap().register_drop(object.as_ptr().cast()) };
        if self.fd == -1 {
            self.flags |= libc::MAP_ANONYMOUS;
        } else {
            self.fit(thread)?;
            if self.keeps_fd {
                // SAFETY: a plain system call.
                let copy = unsafe { libc::fcntl(self.fd, libc::F_DUPFD_CLOEXEC, 0) };
                if copy < 0 {
                    return Err(last_os_error(thread, None));
                }
                object.fd.set(copy);
            }
        }
        // SAFETY: a new mapping at an address of the system's choice.
        let data = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                self.length as usize,
                self.protection,
                self.flags,
                self.fd,
                self.offset,
            )
        };
        if data == libc::MAP_FAILED {
            let errno = crate::os_error::last_errno();
            object.unmap();
            return Err(os_error(thread, errno, None));
        }
        object.length.set(self.length as usize);
        object.offset.set(self.offset);
        object.access.set(self.access);
        object.flags.set(self.flags);
        object.data.set(data.cast());
        Ok(object.value())
    }
}

#[pymodule(name = "mmap")]
pub(crate) mod module {
    use super::{Access, EXPORTER, ITERATOR, MMAP, register_exporter};
    use pyrs_object::core::core;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    macro_rules! constants {
        ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
    }

    static CONSTANTS: &[(&str, i64)] = constants! {
        MADV_DODUMP MADV_DOFORK MADV_DONTDUMP MADV_DONTFORK MADV_DONTNEED MADV_FREE MADV_HUGEPAGE MADV_HWPOISON
        MADV_MERGEABLE MADV_NOHUGEPAGE MADV_NORMAL MADV_RANDOM MADV_REMOVE MADV_SEQUENTIAL MADV_UNMERGEABLE
        MADV_WILLNEED MAP_ANON MAP_ANONYMOUS MAP_DENYWRITE MAP_EXECUTABLE MAP_NORESERVE MAP_POPULATE MAP_PRIVATE
        MAP_SHARED MAP_STACK PROT_EXEC PROT_READ PROT_WRITE
    };

    #[attr]
    fn error(_thread: &mut Thread) -> Value {
        core().types.os_error.get().value()
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        register_exporter(&EXPORTER);
        ITERATOR.create(thread)?;
        let class = MMAP.create(thread)?;
        let dict = module.dict.get();
        dict.set_str(thread, "mmap", class.value())?;
        for (name, value) in CONSTANTS {
            dict.set_str(thread, name, Value::small_int(*value))?;
        }
        #[cfg(target_arch = "x86_64")]
        dict.set_str(thread, "MAP_32BIT", Value::small_int(libc::MAP_32BIT.into()))?;
        for (access, name) in Access::ALL {
            dict.set_str(thread, name, Value::small_int(access as i64))?;
        }
        // SAFETY: a query by number.
        let page = Value::small_int(unsafe { libc::sysconf(libc::_SC_PAGESIZE) });
        dict.set_str(thread, "PAGESIZE", page)?;
        dict.set_str(thread, "ALLOCATIONGRANULARITY", page)
    }
}

pub use module::MODULE;

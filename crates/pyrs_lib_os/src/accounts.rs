//! The modules `pwd` and `grp`: the system's users and groups, by the C library, which knows where they are kept.
//!
//! Lookups use the re-entrant functions, with buffers that grow as the system asks. The lists (`getpwall`, `getgrall`) go
//! by the C library's one cursor, which [`CURSOR`] guards.

use crate::path;
use pyrs_macros::pymodule;
use pyrs_object::list::ListObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::{PyResult, Thread, Value, none};
use std::ffi::CStr;
use std::sync::Mutex;

static CURSOR: Mutex<()> = Mutex::new(());

/// Least and greatest length of the buffer of a lookup.
const BUFFER: (usize, usize) = (1024, 1 << 20);

static PASSWD: StructSequence = StructSequence::new(
    "struct_passwd",
    "pwd",
    &[
        Field("pw_name"),
        Field("pw_passwd"),
        Field("pw_uid"),
        Field("pw_gid"),
        Field("pw_gecos"),
        Field("pw_dir"),
        Field("pw_shell"),
    ],
);

static GROUP: StructSequence = StructSequence::new(
    "struct_group",
    "grp",
    &[Field("gr_name"), Field("gr_passwd"), Field("gr_gid"), Field("gr_mem")],
);

/// A C text as a str; None for a null pointer.
///
/// # Safety
/// The pointer is null or to a text that ends with a zero and stays during the call.
unsafe fn text(thread: &mut Thread, pointer: *const libc::c_char) -> PyResult<Value> {
    if pointer.is_null() {
        return Ok(none());
    }
    // SAFETY: as promised by the caller.
    let bytes = unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec();
    Ok(path::decode(thread, &bytes)?.value())
}

/// An id; the highest one, which means "none", is -1.
fn id(number: u32) -> Value {
    match number {
        u32::MAX => Value::small_int(-1),
        number => Value::small_int(number.into()),
    }
}

/// # Safety
/// The pointers of the entry are null or to texts that stay during the call.
unsafe fn user(thread: &mut Thread, entry: &libc::passwd) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        let fields = [
            text(thread, entry.pw_name)?,
            text(thread, entry.pw_passwd)?,
            id(entry.pw_uid),
            id(entry.pw_gid),
            text(thread, entry.pw_gecos)?,
            text(thread, entry.pw_dir)?,
            text(thread, entry.pw_shell)?,
        ];
        PASSWD.create(thread, &fields)
    }
}

/// # Safety
/// As for [`user`]; the members end with a null pointer.
unsafe fn group(thread: &mut Thread, entry: &libc::group) -> PyResult<Value> {
    let members = ListObject::with_capacity(thread, 0)?;
    // SAFETY: as promised by the caller.
    unsafe {
        let mut member = entry.gr_mem;
        while !member.is_null() && !(*member).is_null() {
            let name = text(thread, *member)?;
            members.push(thread, name)?;
            member = member.add(1);
        }
        let fields = [
            text(thread, entry.gr_name)?,
            text(thread, entry.gr_passwd)?,
            id(entry.gr_gid),
            members.value(),
        ];
        GROUP.create(thread, &fields)
    }
}

/// Calls a re-entrant lookup with a buffer that is long enough. Whether an entry was found; the entry points into the buffer.
fn look_up<T>(thread: &mut Thread, call: impl Fn(*mut T, &mut [u8], *mut *mut T) -> i32) -> Option<(T, Vec<u8>)> {
    let mut length = BUFFER.0;
    loop {
        let mut buffer = vec![0u8; length];
        let mut entry = std::mem::MaybeUninit::<T>::zeroed();
        let mut found = std::ptr::null_mut();
        let status = thread.blocking(|| call(entry.as_mut_ptr(), &mut buffer, &mut found));
        if status == libc::ERANGE && length < BUFFER.1 {
            length *= 2;
            continue;
        }
        if status != 0 || found.is_null() {
            return None;
        }
        // SAFETY: the call has filled the entry, whose pointers are into the buffer's memory.
        return Some((unsafe { entry.assume_init() }, buffer));
    }
}

/// The system's users.
#[pymodule(name = "pwd")]
pub(crate) mod users {
    use super::{CURSOR, PASSWD, look_up, user};
    use pyrs_object::list::ListObject;
    use pyrs_object::slots::UnaryOp;
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Raised, Ref, Thread, Value, int, protocol};

    #[attr]
    fn struct_passwd(thread: &mut Thread) -> PyResult<Value> {
        Ok(PASSWD.class(thread)?.value())
    }

    pub(super) fn not_found(thread: &mut Thread, message: &str) -> Raised {
        match StrObject::from_str(thread, message) {
            Ok(message) => thread.key_error(message.value()),
            Err(raised) => raised,
        }
    }

    /// A user or group id: `None` for a number that no id can be; the error for anything but an int.
    pub(crate) fn number(thread: &mut Thread, what: &str, value: Value) -> PyResult<Option<u32>> {
        if !int::is_int(value) && protocol::convert(thread, UnaryOp::Index, value)?.is_none() {
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("{what} should be integer, not {class}")));
        }
        let number = protocol::index(thread, value)?;
        Ok(match int::as_i64(number) {
            Some(-1) => Some(u32::MAX),
            Some(number) => u32::try_from(number).ok(),
            None => None,
        })
    }

    /// The entry of a user by number.
    #[function]
    fn getpwuid(thread: &mut Thread, uidobj: Value) -> PyResult<Value> {
        let Some(uid) = number(thread, "uid", uidobj)? else {
            return Err(not_found(thread, "getpwuid(): uid not found"));
        };
        let found = look_up(thread, |entry, buffer, found| {
            // SAFETY: entry, buffer and result live during the call.
            unsafe { libc::getpwuid_r(uid, entry, buffer.as_mut_ptr().cast(), buffer.len(), found) }
        });
        match found {
            // SAFETY: the buffer that the entry points into lives.
            Some((entry, _buffer)) => unsafe { user(thread, &entry) },
            None => {
                let shown = if uid == u32::MAX { -1 } else { i64::from(uid) };
                Err(not_found(thread, &format!("getpwuid(): uid not found: {shown}")))
            }
        }
    }

    /// The entry of a user by name.
    #[function]
    fn getpwnam(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Value> {
        let text = super::name(thread, name)?;
        let found = look_up(thread, |entry, buffer, found| {
            // SAFETY: as above; the name ends with a zero.
            unsafe { libc::getpwnam_r(text.as_ptr(), entry, buffer.as_mut_ptr().cast(), buffer.len(), found) }
        });
        match found {
            // SAFETY: the buffer that the entry points into lives.
            Some((entry, _buffer)) => unsafe { user(thread, &entry) },
            None => {
                let shown = protocol::repr(thread, name.value())?.to_string_lossy();
                Err(not_found(thread, &format!("getpwnam(): name not found: {shown}")))
            }
        }
    }

    /// The entries of all users.
    #[function]
    fn getpwall(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let list = ListObject::with_capacity(thread, 8)?;
        let _guard = CURSOR.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // SAFETY: the cursor is this thread's for as long as the guard lives; an entry is used up before the next call.
        unsafe {
            libc::setpwent();
            while let Some(entry) = libc::getpwent().as_ref() {
                let pushed = match user(thread, entry) {
                    Ok(entry) => list.push(thread, entry),
                    Err(raised) => Err(raised),
                };
                if let Err(raised) = pushed {
                    libc::endpwent();
                    return Err(raised);
                }
            }
            libc::endpwent();
        }
        Ok(list)
    }
}

/// A name for the C library.
fn name(thread: &mut Thread, name: pyrs_object::Ref<pyrs_object::str::StrObject>) -> PyResult<std::ffi::CString> {
    let bytes = path::encode(thread, name.value())?;
    match std::ffi::CString::new(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(thread.value_error(format_args!("embedded null byte"))),
    }
}

/// The system's groups.
#[pymodule(name = "grp")]
pub(crate) mod groups {
    use super::users::{not_found, number};
    use super::{CURSOR, GROUP, group, look_up};
    use pyrs_object::list::ListObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

    #[attr]
    fn struct_group(thread: &mut Thread) -> PyResult<Value> {
        Ok(GROUP.class(thread)?.value())
    }

    /// The entry of a group by number.
    #[function(keywords = "id")]
    fn getgrgid(thread: &mut Thread, id: Value) -> PyResult<Value> {
        let Some(gid) = number(thread, "gid", id)? else {
            return Err(thread.overflow_error(format_args!("gid is less than minimum")));
        };
        let found = look_up(thread, |entry, buffer, found| {
            // SAFETY: entry, buffer and result live during the call.
            unsafe { libc::getgrgid_r(gid, entry, buffer.as_mut_ptr().cast(), buffer.len(), found) }
        });
        match found {
            // SAFETY: the buffer that the entry points into lives.
            Some((entry, _buffer)) => unsafe { group(thread, &entry) },
            None => {
                let shown = if gid == u32::MAX { -1 } else { i64::from(gid) };
                Err(not_found(thread, &format!("getgrgid(): gid not found: {shown}")))
            }
        }
    }

    /// The entry of a group by name.
    #[function(keywords = "name")]
    fn getgrnam(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Value> {
        let text = super::name(thread, name)?;
        let found = look_up(thread, |entry, buffer, found| {
            // SAFETY: as above; the name ends with a zero.
            unsafe { libc::getgrnam_r(text.as_ptr(), entry, buffer.as_mut_ptr().cast(), buffer.len(), found) }
        });
        match found {
            // SAFETY: the buffer that the entry points into lives.
            Some((entry, _buffer)) => unsafe { group(thread, &entry) },
            None => {
                let shown = protocol::repr(thread, name.value())?.to_string_lossy();
                Err(not_found(thread, &format!("getgrnam(): name not found: {shown}")))
            }
        }
    }

    /// The entries of all groups.
    #[function]
    fn getgrall(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let list = ListObject::with_capacity(thread, 8)?;
        let _guard = CURSOR.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // SAFETY: the cursor is this thread's for as long as the guard lives; an entry is used up before the next call.
        unsafe {
            libc::setgrent();
            while let Some(entry) = libc::getgrent().as_ref() {
                let pushed = match group(thread, entry) {
                    Ok(entry) => list.push(thread, entry),
                    Err(raised) => Err(raised),
                };
                if let Err(raised) = pushed {
                    libc::endgrent();
                    return Err(raised);
                }
            }
            libc::endgrent();
        }
        Ok(list)
    }
}

pub use groups::MODULE as GROUPS;
pub use users::MODULE as USERS;
pub(crate) use users::number;

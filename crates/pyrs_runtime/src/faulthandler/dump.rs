//! Writing of stacks.

use super::Target;
use pyrs_object::gil;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use std::fmt::Write as _;

/// Frames of a thread that are shown.
const MAX_FRAMES: usize = 100;
/// Threads that are shown.
const MAX_THREADS: usize = 100;
/// Characters of a name that are shown.
const MAX_NAME: usize = 500;

/// Writes a text to a descriptor; errors cannot be told to anybody.
pub(super) fn write(fd: i32, text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        // SAFETY: the data have the length given.
        let count = unsafe { libc::write(fd, rest.as_ptr().cast(), rest.len()) };
        match usize::try_from(count) {
            Ok(count) if count > 0 => rest = rest.get(count..).unwrap_or_default(),
            _ if pyrs_lib_os::os_error::last_errno() == libc::EINTR => {}
            _ => return,
        }
    }
}

/// Writes the stacks of all threads or of the running one.
pub(super) fn stacks(thread: &mut Thread, target: Target) {
    if target.all_threads {
        return all_stacks(thread, target.fd);
    }
    let mut text = "Stack (most recent call first):\n".to_owned();
    frames(thread, &mut text);
    write(target.fd, &text);
}

/// Writes the stacks of all threads, the newest first, but for one of the watchdog's own.
fn all_stacks(current: &mut Thread, fd: i32) {
    others(current, fd, None, true);
}

/// As [`stacks`], for a thread that is not shown itself.
pub(super) fn stacks_of_others(watcher: &mut Thread, fd: i32) {
    let number = watcher.number;
    others(watcher, fd, Some(number), false);
}

fn others(current: &mut Thread, fd: i32, hidden: Option<u64>, has_current: bool) {
    let own: *mut Thread = current;
    let mut threads = gil::threads();
    threads.reverse();
    // SAFETY: threads in the list live, and only the one whose turn it is runs: the one that calls this.
    threads.retain(|other| unsafe { Some((**other).number) != hidden && (**other).ident != 0 });
    for (index, other) in threads.iter().enumerate() {
        let mut text = if index == 0 { String::new() } else { "\n".to_owned() };
        if index == MAX_THREADS {
            text.push_str("...\n");
            write(fd, &text);
            return;
        }
        let title = if has_current && *other == own {
            "Current thread"
        } else {
            "Thread"
        };
        // SAFETY: as above. The running thread is reached by its address only for as long as this borrow goes on.
        let other = unsafe { &mut **other };
        let _ = write!(text, "{title} 0x{:016x}", other.ident);
        if let Some(name) = system_name(other.ident) {
            let _ = write!(text, " [{name}]");
        }
        text.push_str(" (most recent call first):\n");
        frames(other, &mut text);
        write(fd, &text);
    }
}

/// The name by which the system knows a thread.
fn system_name(ident: u64) -> Option<String> {
    let mut buffer = [0u8; 64];
    // SAFETY: the buffer has the length given; the thread is one of ours and lives.
    let status =
        unsafe { libc::pthread_getname_np(ident as libc::pthread_t, buffer.as_mut_ptr().cast(), buffer.len()) };
    let end = buffer.iter().position(|byte| *byte == 0)?;
    let name = String::from_utf8_lossy(&buffer[..end]).into_owned();
    (status == 0 && !name.is_empty()).then_some(name)
}

/// Adds the frames of a thread, the innermost first.
pub(super) fn frames(thread: &mut Thread, text: &mut String) {
    let mut count = 0;
    pyrs_interp::frames::walk(thread, &mut |info, _| {
        if count == MAX_FRAMES {
            return false;
        }
        count += 1;
        let code = info.code;
        text.push_str("  File ");
        quoted(&code.filename.get(), text);
        let _ = write!(text, ", line {} in ", code.line_of(info.pc));
        plain(&code.name.get(), text);
        text.push('\n');
        true
    });
    if count == 0 {
        text.push_str("  <no Python frame>\n");
    }
}

fn quoted(name: &StrObject, text: &mut String) {
    text.push('"');
    plain(name, text);
    text.push('"');
}

/// A name with all but printable ASCII escaped.
fn plain(name: &StrObject, text: &mut String) {
    let name = name.to_string_lossy();
    for character in name.chars().take(MAX_NAME) {
        let _ = match character as u32 {
            0x20..=0x7e => {
                text.push(character);
                Ok(())
            }
            code @ ..=0xff => write!(text, "\\x{code:02x}"),
            code @ ..=0xffff => write!(text, "\\u{code:04x}"),
            code => write!(text, "\\U{code:08x}"),
        };
    }
    if name.chars().nth(MAX_NAME).is_some() {
        text.push_str("...");
    }
}

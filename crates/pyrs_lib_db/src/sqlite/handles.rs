//! What SQLite has open for us: databases, and the statements and blobs that belong to them.
//!
//! Invariants: a handle is closed by code that has its database's turn, never by the collector, which may run while
//! another thread is inside of SQLite: it only marks handles as dead, and the next operation closes them. The database
//! itself is closed last; nothing of it is used afterwards, for closed handles are null.

use libsqlite3_sys as ffi;
use pyrs_object::Thread;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

unsafe extern "C" {
    /// Closes a database, once its last statement is gone. The bindings leave it out.
    fn sqlite3_close_v2(database: *mut ffi::sqlite3) -> std::ffi::c_int;
}

/// What a handle is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A prepared statement.
    Statement,
    /// An open blob.
    Blob,
}

/// A statement or a blob.
pub struct Handle {
    kind: Kind,
    pointer: AtomicPtr<std::ffi::c_void>,
    dead: AtomicBool,
    stalled: AtomicBool,
}

impl Handle {
    /// The statement; null once it is closed, which SQLite takes for a statement that does nothing.
    pub fn statement(&self) -> *mut ffi::sqlite3_stmt {
        self.pointer.load(Ordering::Relaxed).cast()
    }

    /// The blob; null once it is closed.
    pub fn blob(&self) -> *mut ffi::sqlite3_blob {
        self.pointer.load(Ordering::Relaxed).cast()
    }

    /// Nobody will use it any more.
    pub fn abandon(&self) {
        self.dead.store(true, Ordering::Relaxed);
    }

    /// Who ran it is gone: its run ends at the next chance.
    pub fn stall(&self) {
        self.stalled.store(true, Ordering::Relaxed);
    }

    /// Closes it.
    pub fn close(&self) -> i32 {
        let pointer = self.pointer.swap(std::ptr::null_mut(), Ordering::Relaxed);
        if pointer.is_null() {
            return ffi::SQLITE_OK;
        }
        // SAFETY: the handle was open, and is forgotten.
        unsafe {
            match self.kind {
                Kind::Statement => ffi::sqlite3_finalize(pointer.cast()),
                Kind::Blob => ffi::sqlite3_blob_close(pointer.cast()),
            }
        }
    }
}

/// An open database.
pub struct Database {
    /// SQLite's handle.
    pub pointer: *mut ffi::sqlite3,
    handles: Mutex<Vec<Arc<Handle>>>,
    turn: Mutex<Holder>,
    given: Condvar,
}

/// The thread whose turn it is to use a database: its number, or 0, and how many operations it has nested.
#[derive(Default)]
struct Holder {
    thread: u64,
    depth: usize,
}

/// An open database during an operation on it. Operations of other threads wait, so that none of them waits for SQLite's
/// own lock in its turn of the interpreter: who has that lock may need the turn for a callback.
pub struct Using(Arc<Database>);

impl Using {
    /// Waits for the turn of this thread.
    pub fn new(thread: &mut Thread, database: Arc<Database>) -> Using {
        let number = thread.number;
        if !database.try_enter(number) {
            thread.blocking(|| {
                let mut holder = database.holder();
                while holder.thread != 0 {
                    holder = database.given.wait(holder).unwrap_or_else(PoisonError::into_inner);
                }
                *holder = Holder {
                    thread: number,
                    depth: 1,
                };
            });
        }
        Using(database)
    }
}

impl Deref for Using {
    type Target = Arc<Database>;
    fn deref(&self) -> &Arc<Database> {
        &self.0
    }
}

impl Drop for Using {
    fn drop(&mut self) {
        let mut holder = self.0.holder();
        holder.depth -= 1;
        if holder.depth == 0 {
            holder.thread = 0;
            drop(holder);
            self.0.given.notify_one();
        }
    }
}

impl Database {
    /// Takes a database over.
    pub fn new(pointer: *mut ffi::sqlite3) -> Database {
        Database {
            pointer,
            handles: Mutex::new(Vec::new()),
            turn: Mutex::default(),
            given: Condvar::new(),
        }
    }

    fn holder(&self) -> MutexGuard<'_, Holder> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the turn if nobody else has it.
    fn try_enter(&self, number: u64) -> bool {
        let mut holder = self.holder();
        if holder.thread != 0 && holder.thread != number {
            return false;
        }
        holder.thread = number;
        holder.depth += 1;
        true
    }

    /// Takes a statement or blob over.
    pub fn adopt(&self, kind: Kind, pointer: *mut std::ffi::c_void) -> Arc<Handle> {
        let handle = Arc::new(Handle {
            kind,
            pointer: AtomicPtr::new(pointer),
            dead: AtomicBool::new(false),
            stalled: AtomicBool::new(false),
        });
        self.handles().push(handle.clone());
        handle
    }

    fn handles(&self) -> MutexGuard<'_, Vec<Arc<Handle>>> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes what is dead or closed already, and ends the runs that nobody will go on with.
    pub fn reap(&self) {
        let mut dead = Vec::new();
        self.handles().retain(|handle| {
            if handle.stalled.swap(false, Ordering::Relaxed) && handle.kind == Kind::Statement {
                // SAFETY: the statement is open, or null, which is ignored.
                unsafe { ffi::sqlite3_reset(handle.statement()) };
            }
            let gone = handle.dead.load(Ordering::Relaxed) || handle.statement().is_null();
            if gone {
                dead.push(handle.clone());
            }
            !gone
        });
        for handle in dead {
            handle.close();
        }
    }
}

impl Drop for Database {
    /// Closes the blobs, the statements and the database.
    fn drop(&mut self) {
        let handles = std::mem::take(&mut *self.handles());
        for handle in handles {
            handle.close();
        }
        // SAFETY: the database is open, and nothing uses it after this.
        unsafe { sqlite3_close_v2(self.pointer) };
    }
}

// SAFETY: SQLite is compiled for use by several threads, and locks what they share.
unsafe impl Send for Database {}
// SAFETY: as above.
unsafe impl Sync for Database {}

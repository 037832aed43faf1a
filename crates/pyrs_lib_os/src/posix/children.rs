//! Waiting for children in all forms, and starting them by `posix_spawn`. Absent: closing all descriptors from one on, for
//! which C libraries have no common function.

use crate::path;
use pyrs_macros::pymodule;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value, int, none, protocol};
use std::ffi::CString;

/// `os.waitid_result`.
static WAITID_RESULT: StructSequence = StructSequence::new(
    "waitid_result",
    "posix",
    &[
        Field("si_pid"),
        Field("si_uid"),
        Field("si_signo"),
        Field("si_status"),
        Field("si_code"),
    ],
);

/// What is done with descriptors in a new process.
const ACTIONS: [(&str, i64); 3] = [
    ("POSIX_SPAWN_OPEN", 0),
    ("POSIX_SPAWN_CLOSE", 1),
    ("POSIX_SPAWN_DUP2", 2),
];

/// A list of actions of the C library's.
struct FileActions {
    actions: libc::posix_spawn_file_actions_t,
    /// Paths that the actions name; some libraries do not copy them.
    paths: Vec<CString>,
}

impl FileActions {
    fn new() -> FileActions {
        // SAFETY: all zeros are memory that the call initialises.
        let mut actions = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        unsafe { libc::posix_spawn_file_actions_init(&mut actions) };
        FileActions {
            actions,
            paths: Vec::new(),
        }
    }

    fn add(&mut self, thread: &mut Thread, action: Value) -> PyResult<()> {
        let items = match action.downcast::<TupleObject>() {
            Some(items) if !items.items().is_empty() => items,
            _ => {
                return Err(thread.type_error(format_args!("Each file_actions element must be a non-empty tuple")));
            }
        };
        let kind = protocol::index_clamped(thread, items.items()[0])?;
        let number = |thread: &mut Thread, index: usize| -> PyResult<i32> {
            let value = items.items().get(index).copied().unwrap_or_else(none);
            match i32::try_from(protocol::index_clamped(thread, value)?) {
                Ok(number) => Ok(number),
                Err(_) => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
            }
        };
        let expected = match kind {
            0 => 5,
            1 => 2,
            2 => 3,
            _ => return Err(thread.type_error(format_args!("Unknown file_actions identifier"))),
        };
        if items.len() != expected {
            let name = ACTIONS.iter().find(|row| row.1 == kind).map_or("", |row| row.0);
            return Err(thread.type_error(format_args!(
                "A {} file_action tuple must have {expected} elements",
                name.trim_start_matches("POSIX_SPAWN_").to_lowercase()
            )));
        }
        let fd = number(thread, 1)?;
        let actions = &raw mut self.actions;
        // SAFETY: the list is initialised; paths end with a zero and live as long as it does.
        let errno = unsafe {
            match kind {
                0 => {
                    let text = path::convert_path(thread, "posix_spawn", "path", items.items()[2])?;
                    let (flags, mode) = (number(thread, 3)?, number(thread, 4)?);
                    let start = text.as_ptr();
                    self.paths.push(text);
                    libc::posix_spawn_file_actions_addopen(actions, fd, start, flags, mode as libc::mode_t)
                }
                1 => libc::posix_spawn_file_actions_addclose(actions, fd),
                _ => {
                    let to = number(thread, 2)?;
                    libc::posix_spawn_file_actions_adddup2(actions, fd, to)
                }
            }
        };
        match errno {
            0 => Ok(()),
            errno => Err(crate::os_error::os_error(thread, errno, None)),
        }
    }
}

impl Drop for FileActions {
    fn drop(&mut self) {
        // SAFETY: the list was initialised.
        unsafe { libc::posix_spawn_file_actions_destroy(&mut self.actions) };
    }
}

/// The arguments of a program.
fn arguments(thread: &mut Thread, function: &str, argv: Value) -> PyResult<Vec<CString>> {
    let class = class_of(argv);
    if class.slot(|s| s.getitem).is_none() || class.slot(|s| s.len).is_none() || int::is_int(argv) {
        return Err(thread.type_error(format_args!("{function}: argv must be a tuple or list")));
    }
    let mut texts = Vec::new();
    protocol::for_each(thread, argv, |thread, item| {
        texts.push(path::convert_path(thread, function, "argv", item)?);
        Ok(())
    })?;
    match texts.first() {
        None => Err(thread.value_error(format_args!("{function}: argv must not be empty"))),
        Some(first) if first.is_empty() => {
            Err(thread.value_error(format_args!("{function}: argv first element cannot be empty")))
        }
        Some(_) => Ok(texts),
    }
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::named;
    use super::{ACTIONS, FileActions, WAITID_RESULT, arguments};
    use crate::os_error::{os_error, retry};
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};

    #[attr]
    fn waitid_result(thread: &mut Thread) -> PyResult<Value> {
        Ok(WAITID_RESULT.class(thread)?.value())
    }

    fn wait(thread: &mut Thread, pid: i32, options: i32) -> PyResult<Ref<TupleObject>> {
        let mut status = 0;
        // SAFETY: all zeros are a usage, which is the call's to fill.
        let mut used: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: status and usage are the call's to fill.
        match retry(thread, || unsafe { libc::wait4(pid, &mut status, options, &mut used) })? {
            Ok(pid) => {
                let used = crate::resource::usage(thread, &used)?;
                let numbers = [pid, status].map(|number| Value::small_int(number.into()));
                TupleObject::from_slice(thread, &[numbers[0], numbers[1], used])
            }
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Wait for any child: its number, status and what it has used.
    #[function(keywords = "options")]
    fn wait3(thread: &mut Thread, options: i32) -> PyResult<Ref<TupleObject>> {
        wait(thread, -1, options)
    }

    /// Wait for a child: its number, status and what it has used.
    #[function(keywords = "pid, options")]
    fn wait4(thread: &mut Thread, pid: i32, options: i32) -> PyResult<Ref<TupleObject>> {
        wait(thread, pid, options)
    }

    /// Wait for a change of children; None where there is none yet.
    #[function]
    fn waitid(thread: &mut Thread, idtype: i32, id: i32, options: i32) -> PyResult<Value> {
        // SAFETY: all zeros are an information, which is the call's to fill.
        let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        let result = retry(thread, || unsafe {
            libc::waitid(idtype as _, id as libc::id_t, &mut info, options)
        })?;
        if let Err(errno) = result {
            return Err(os_error(thread, errno, None));
        }
        // SAFETY: the call has filled the fields of a child's change.
        let (pid, uid, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
        if pid == 0 {
            return Ok(none());
        }
        let numbers = [
            i64::from(pid),
            i64::from(uid),
            info.si_signo.into(),
            status.into(),
            info.si_code.into(),
        ];
        WAITID_RESULT.create(thread, &numbers.map(Value::small_int))
    }

    /// Whether a status says that the process has left a memory image.
    #[function(name = "WCOREDUMP")]
    fn wcoredump(_thread: &mut Thread, status: i32) -> bool {
        libc::WCOREDUMP(status)
    }

    /// Whether a status says that the process was continued.
    #[function(name = "WIFCONTINUED", keywords = "status")]
    fn wifcontinued(_thread: &mut Thread, status: i32) -> bool {
        libc::WIFCONTINUED(status)
    }

    /// Flags of a spawned process that have attributes of their own.
    struct Wanted {
        setpgroup: Option<i32>,
        resetids: bool,
        setsid: bool,
        setsigmask: Option<libc::sigset_t>,
        setsigdef: Option<libc::sigset_t>,
    }

    fn signals(thread: &mut Thread, set: Option<Value>) -> PyResult<Option<libc::sigset_t>> {
        let Some(set) = set.filter(|set| *set != none()) else {
            return Ok(None);
        };
        // SAFETY: the set is initialised by the call.
        let mut mask = unsafe {
            let mut mask = std::mem::zeroed();
            libc::sigemptyset(&mut mask);
            mask
        };
        protocol::for_each(thread, set, |thread, signal| {
            let number = protocol::index_clamped(thread, signal)?;
            if !(1..=64).contains(&number) {
                return Err(thread.value_error(format_args!("signal number {number} out of range [1; 64]")));
            }
            // SAFETY: the set is initialised, and the number is in range.
            unsafe { libc::sigaddset(&mut mask, number as i32) };
            Ok(())
        })?;
        Ok(Some(mask))
    }

    fn spawn(
        thread: &mut Thread,
        function: &str,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        wanted: Wanted,
    ) -> PyResult<i32> {
        let name = named(thread, function, "path", path)?;
        let texts = arguments(thread, function, argv)?;
        let settings = super::super::process::settings(thread, env)?;
        let mut actions = FileActions::new();
        if let Some(list) = file_actions.filter(|list| *list != none()) {
            protocol::for_each(thread, list, |thread, action| actions.add(thread, action))?;
        }
        let pointers = |texts: &[std::ffi::CString]| -> Vec<*mut libc::c_char> {
            let starts = texts.iter().map(|text| text.as_ptr().cast_mut());
            starts.chain([std::ptr::null_mut()]).collect()
        };
        let (argv, envp) = (pointers(&texts), pointers(&settings));
        // SAFETY: the attributes are initialised and destroyed here; texts and the lists of them end with zeros.
        let (errno, pid) = unsafe {
            let mut attributes: libc::posix_spawnattr_t = std::mem::zeroed();
            libc::posix_spawnattr_init(&mut attributes);
            let mut flags = 0;
            if let Some(group) = wanted.setpgroup {
                libc::posix_spawnattr_setpgroup(&mut attributes, group);
                flags |= libc::POSIX_SPAWN_SETPGROUP;
            }
            if let Some(mask) = &wanted.setsigmask {
                libc::posix_spawnattr_setsigmask(&mut attributes, mask);
                flags |= libc::POSIX_SPAWN_SETSIGMASK;
            }
            if let Some(mask) = &wanted.setsigdef {
                libc::posix_spawnattr_setsigdefault(&mut attributes, mask);
                flags |= libc::POSIX_SPAWN_SETSIGDEF;
            }
            if wanted.resetids {
                flags |= libc::POSIX_SPAWN_RESETIDS;
            }
            if wanted.setsid {
                flags |= libc::POSIX_SPAWN_SETSID as i32;
            }
            libc::posix_spawnattr_setflags(&mut attributes, flags as libc::c_short);
            let start = match function {
                "posix_spawn" => libc::posix_spawn,
                _ => libc::posix_spawnp,
            };
            let mut pid = 0;
            let errno = start(
                &mut pid,
                name.text.as_ptr(),
                &actions.actions,
                &attributes,
                argv.as_ptr(),
                envp.as_ptr(),
            );
            libc::posix_spawnattr_destroy(&mut attributes);
            (errno, pid)
        };
        match errno {
            0 => Ok(pid),
            errno => Err(os_error(thread, errno, Some(path))),
        }
    }

    fn check_scheduler(thread: &mut Thread, scheduler: Option<Value>) -> PyResult<()> {
        match scheduler.filter(|scheduler| *scheduler != none()) {
            None => Ok(()),
            Some(_) => {
                Err(thread
                    .not_implemented_error(format_args!("posix_spawn: the argument scheduler is not supported yet")))
            }
        }
    }

    /// Start a program.
    #[function(
        keywords = "path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler",
        kwonly = "file_actions"
    )]
    fn posix_spawn(
        thread: &mut Thread,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        setpgroup: OptionalNone<i32>,
        resetids: Option<bool>,
        setsid: Option<bool>,
        setsigmask: Option<Value>,
        setsigdef: Option<Value>,
        scheduler: Option<Value>,
    ) -> PyResult<i32> {
        check_scheduler(thread, scheduler)?;
        let wanted = Wanted {
            setpgroup: setpgroup.0,
            resetids: resetids.unwrap_or(false),
            setsid: setsid.unwrap_or(false),
            setsigmask: signals(thread, setsigmask)?,
            setsigdef: signals(thread, setsigdef)?,
        };
        spawn(thread, "posix_spawn", path, argv, env, file_actions, wanted)
    }

    /// Start a program that is looked for in PATH.
    #[function(
        keywords = "path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler",
        kwonly = "file_actions"
    )]
    fn posix_spawnp(
        thread: &mut Thread,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        setpgroup: OptionalNone<i32>,
        resetids: Option<bool>,
        setsid: Option<bool>,
        setsigmask: Option<Value>,
        setsigdef: Option<Value>,
        scheduler: Option<Value>,
    ) -> PyResult<i32> {
        check_scheduler(thread, scheduler)?;
        let wanted = Wanted {
            setpgroup: setpgroup.0,
            resetids: resetids.unwrap_or(false),
            setsid: setsid.unwrap_or(false),
            setsigmask: signals(thread, setsigmask)?,
            setsigdef: signals(thread, setsigdef)?,
        };
        spawn(thread, "posix_spawnp", path, argv, env, file_actions, wanted)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, number) in ACTIONS {
            module.dict.get().set_str(thread, name, Value::small_int(number))?;
        }
        Ok(())
    }
}

//! Tracebacks of failed imports: importlib's own entries say nothing to the user.
//!
//! As CPython does it: of an ImportError all of them go; of another exception those that end where importlib executes a
//! module, so that errors inside importlib itself stay visible.

use pyrs_object::core::core;
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::traceback::TracebackObject;

/// Functions of importlib that execute modules.
const EXECUTING: &[&str] = &["_call_with_frames_removed", "exec_module"];

/// Takes importlib's entries out of the pending exception's traceback.
pub(super) fn forget_importlib(thread: &mut Thread) {
    let Some(exception) = thread.raised else { return };
    let is_import_error = exception.class().is_subtype(core().types.import_error.get());
    let folder = crate::source::library_folder();
    let link = |previous: Option<Ref<TracebackObject>>, next| match previous {
        Some(previous) => previous.next.set(previous, next),
        None => exception.traceback.set(exception, next),
    };
    // The last entry that stays, and the last one in front of the present run of importlib's entries.
    let (mut previous, mut before_run) = (None, None);
    let mut in_run = false;
    let mut current = exception.traceback.get();
    while let Some(entry) = current {
        let next = entry.next.get();
        let ours = is_importlib(entry, folder);
        if ours && !in_run {
            before_run = previous;
        }
        in_run = ours;
        let name = entry.code.get().name.get().to_string_lossy();
        if ours && (is_import_error || EXECUTING.contains(&name.as_str())) {
            link(before_run, next);
            previous = before_run;
        } else {
            previous = Some(entry);
        }
        current = next;
    }
}

fn is_importlib(entry: Ref<TracebackObject>, folder: &str) -> bool {
    let file = entry.code.get().filename.get().to_string_lossy();
    let file = file.strip_prefix(folder);
    ["/importlib/_bootstrap.py", "/importlib/_bootstrap_external.py"]
        .iter()
        .any(|name| file == Some(*name))
}

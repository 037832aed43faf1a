//! Finds the native frames of compiled code by frame pointers and return addresses.
//!
//! A run of native code that was entered from the runtime ends at its entry; what is below is in the thread's list of
//! activations.

use crate::units::with;
use pyrs_abi::Site;
use pyrs_hir::builder::EntryPoint;
use pyrs_object::hooks::FrameInfo;
use pyrs_object::thread::Thread;

/// Frames looked at before the walk gives up.
const MAX_FRAMES: usize = 100_000;

/// Hook: visits the frames of one run of native code, innermost first.
pub(crate) fn native_frames(
    _thread: &mut Thread,
    native_frame: usize,
    native_site: usize,
    visit: &mut dyn FnMut(FrameInfo) -> bool,
) {
    let site = Site(native_site as u64);
    let mut at = Some((site.unit() as u32, site.index() as u32));
    let mut frame = native_frame;
    for _ in 0..MAX_FRAMES {
        let Some((unit, pc)) = at else { return };
        let known = with(|jit| {
            let entry = jit.units.get(unit as usize)?.entry_point;
            Some((jit.code_of(unit), jit.function_of(unit), entry))
        });
        let Some((code, function, entry)) = known.flatten() else {
            return;
        };
        let info = FrameInfo {
            function: Some(function),
            code,
            pc: pc as usize,
            namespace: None,
            is_loop: matches!(entry, EntryPoint::Loop(_)),
            registers: None,
        };
        if !visit(info) {
            return;
        }
        // SAFETY: compiled code keeps frame pointers: at the frame pointer are the caller's and the return address.
        let (caller, address) = unsafe { (*(frame as *const usize), *((frame + 8) as *const usize)) };
        at = with(|jit| jit.find_return(address)).flatten();
        frame = caller;
    }
}

/// The native caller of a native frame: its frame pointer and site, or zeros if the caller is not compiled code.
pub(crate) fn caller_of(frame: usize) -> (usize, usize) {
    // SAFETY: as above.
    let (caller, address) = unsafe { (*(frame as *const usize), *((frame + 8) as *const usize)) };
    match with(|jit| jit.find_return(address)).flatten() {
        Some((unit, pc)) => (caller, Site::new(unit, pc).0 as usize),
        None => (0, 0),
    }
}

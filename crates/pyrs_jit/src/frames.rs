//! Finds the native frames of compiled code by frame pointers and return addresses.
//!
//! A run of native code that was entered from the runtime ends at its entry; what is below is in the thread's list of
//! activations.

use crate::units::with;
use pyrs_abi::Site;
use pyrs_hir::builder::EntryPoint;
use pyrs_object::frame_locals::Saved;
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
        let Some((unit, site)) = at else { return };
        let known = with(|jit| {
            let state = jit.units.get(unit as usize)?;
            let site = state.sites.get(site as usize)?;
            let saved = Saved {
                window: frame.wrapping_add_signed(state.window as isize) as *const u64,
                variables: &site.variables,
            };
            Some(FrameInfo {
                function: Some(jit.function_of(unit)),
                code: jit.code_of(unit),
                pc: site.pc as usize,
                namespace: None,
                is_loop: matches!(state.entry_point, EntryPoint::Loop(_)),
                registers: None,
                saved: Some(saved),
            })
        });
        let Some(info) = known.flatten() else {
            return;
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
        Some((unit, site)) => (caller, Site::new(unit, site).0 as usize),
        None => (0, 0),
    }
}

//! Looking at frames: who called a runtime function.

use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::frame_object::FrameObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;
use pyrs_object::hooks::FrameInfo;
use pyrs_object::thread::Thread;

/// The generator that keeps the registers of a [`FrameFlags::DELEGATING`] frame.
///
/// # Safety
/// `frame` is a live frame.
pub(crate) unsafe fn delegating(frame: *mut Frame) -> Option<Ref<GeneratorObject>> {
    // SAFETY: as promised by the caller.
    unsafe {
        if !(*frame).flags.contains(FrameFlags::DELEGATING) {
            return None;
        }
        (*frame).special?.downcast()
    }
}

/// What is known of an interpreter frame.
///
/// # Safety
/// `frame` is a live frame with its code set.
unsafe fn info_of(frame: *mut Frame) -> Option<FrameInfo> {
    // SAFETY: as promised by the caller.
    unsafe {
        Some(FrameInfo {
            function: (*frame).function,
            code: (*frame).code?,
            pc: Frame::pc_index(frame),
            namespace: if (*frame)
                .code?
                .code_flags()
                .contains(pyrs_bytecode::CodeFlags::OPTIMIZED)
            {
                None
            } else {
                (*frame).special
            },
            is_loop: false,
            registers: Some(match delegating(frame) {
                Some(generator) => generator.registers(),
                None => Frame::registers(frame),
            }),
        })
    }
}

/// Walks all Python frames from the innermost one out, interpreter and native ones, until `visit` says stop (false).
pub fn walk(thread: &mut Thread, visit: &mut dyn FnMut(FrameInfo, *mut Frame) -> bool) {
    let native = pyrs_object::core::core().hooks.native_frames.get();
    let (mut native_frame, mut native_site) = (thread.native_frame, thread.native_site);
    let mut activation = thread.activation;
    let mut frame = thread.frame;
    loop {
        let mut loop_pc: Option<usize> = None;
        if native_frame != 0
            && let Some(walk_native) = native
        {
            let mut go_on = true;
            walk_native(thread, native_frame, native_site, &mut |info| {
                if info.is_loop {
                    loop_pc = Some(info.pc);
                    return true;
                }
                go_on = visit(info, std::ptr::null_mut());
                go_on
            });
            if !go_on {
                return;
            }
        }
        if activation.is_null() {
            return;
        }
        // SAFETY: activations and their frames are live while their runs are on the native stack.
        unsafe {
            // A run of native code that was entered from the runtime has no interpreter frames.
            let mut more = !(*activation).entry.is_null();
            while more {
                if frame.is_null() {
                    return;
                }
                if let (Some(pc), Some(code)) = (loop_pc.take(), (*frame).code) {
                    (*frame).pc = code.instructions_ptr().add(pc);
                }
                if let Some(info) = info_of(frame)
                    && !visit(info, frame)
                {
                    return;
                }
                let last = frame == (*activation).entry;
                frame = (*frame).previous;
                more = !last;
            }
            native_frame = (*activation).native_frame;
            native_site = (*activation).native_site;
            activation = (*activation).previous;
        }
    }
}

/// The innermost Python frame.
pub fn current_frame(thread: &mut Thread) -> Option<FrameInfo> {
    let mut found = None;
    walk(thread, &mut |info, _| {
        found = Some(info);
        false
    });
    found
}

/// The frame object `depth` Python frames out (`sys._getframe`), with its callers linked; `None` if there are fewer.
pub fn frame_object(thread: &mut Thread, depth: usize) -> PyResult<Option<Ref<FrameObject>>> {
    // Collect first: making objects may collect, and the walk must not see the stack change.
    let count = {
        let mut count = 0usize;
        walk(thread, &mut |_, _| {
            count += 1;
            true
        });
        count
    };
    if depth >= count {
        return Ok(None);
    }
    let mut result = None;
    let mut inner: Option<Ref<FrameObject>> = None;
    for index in depth..count {
        let mut found = None;
        let mut position = 0;
        walk(thread, &mut |info, frame| {
            if position == index {
                found = Some((info, frame));
                return false;
            }
            position += 1;
            true
        });
        let Some((info, frame)) = found else { break };
        let (object, existed) = object_of(thread, info, frame)?;
        if let Some(inner) = inner {
            inner.back.set(inner, Some(object.value()));
        }
        result.get_or_insert(object);
        inner = Some(object);
        if existed && object.back.get().is_some() {
            break;
        }
    }
    Ok(result)
}

/// The frame object of a frame, and whether it was there already.
fn object_of(thread: &mut Thread, info: FrameInfo, frame: *mut Frame) -> PyResult<(Ref<FrameObject>, bool)> {
    // SAFETY: a non-null frame of the walk is live.
    let (existing, generator) = unsafe {
        match frame.as_ref().and_then(|_| delegating(frame)) {
            Some(generator) => (generator.frame_object.get(), Some(generator)),
            None if frame.is_null() => (None, None),
            None => ((*frame).object, None),
        }
    };
    if let Some(object) = existing.and_then(|v| v.downcast::<FrameObject>()) {
        return Ok((object, true));
    }
    let object = FrameObject::new(thread, info.code)?;
    object.function.set(object, info.function);
    object.pc.set(info.pc);
    object.locals.set(object, info.namespace);
    if let Some(function) = info.function.and_then(|f| f.downcast::<FunctionObject>()) {
        object.globals.set(object, Some(function.globals.get().value()));
    }
    if let Some(generator) = generator {
        // The frame is as good as suspended.
        object.generator.set(object, Some(generator.value()));
        generator.frame_object.set(generator, Some(object.value()));
        return Ok((object, false));
    }
    object.frame.set(frame);
    if !frame.is_null() {
        // SAFETY: as above; leaving the frame detaches the object.
        unsafe {
            (*frame).object = Some(object.value());
            if (*frame).flags.contains(FrameFlags::GENERATOR) {
                object.generator.set(object, (*frame).special);
            }
        }
    }
    Ok((object, false))
}

/// A frame ends: its object, if it has one, keeps what can still be asked.
///
/// # Safety
/// `frame` is a live frame that is about to be left.
#[cold]
pub unsafe fn detach(thread: &mut Thread, frame: *mut Frame) {
    // SAFETY: as promised by the caller.
    unsafe {
        let Some(object) = (*frame).object.and_then(|v| v.downcast::<FrameObject>()) else {
            return;
        };
        object.pc.set(Frame::pc_index(frame));
        if object.locals.get().is_none()
            && let Some(code) = (*frame).code
            && let Ok(kept) = pyrs_object::frame_locals::keep(thread, code, Frame::registers(frame))
        {
            object.kept.set(object, kept);
        }
        object.frame.set(std::ptr::null_mut());
        (*frame).object = None;
    }
}

//! Looking at frames: who called a runtime function.

use pyrs_bytecode::Op;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::frame_locals;
use pyrs_object::frame_object::FrameObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;
use pyrs_object::hooks::FrameInfo;
use pyrs_object::thread::Thread;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::value::Value;

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

/// The registers of a frame, or where its generator keeps them.
///
/// # Safety
/// `frame` is a live frame.
pub(crate) unsafe fn registers_of(frame: *mut Frame) -> *mut Option<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        match delegating(frame) {
            Some(generator) => generator.registers(),
            None => Frame::registers(frame),
        }
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
            registers: Some(registers_of(frame)),
            saved: None,
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
        let mut native_loop: Option<FrameInfo> = None;
        if native_frame != 0
            && let Some(walk_native) = native
        {
            let mut go_on = true;
            walk_native(thread, native_frame, native_site, &mut |info| {
                if info.is_loop {
                    native_loop = Some(info);
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
                let native_loop = native_loop.take();
                if let (Some(native_loop), Some(code)) = (native_loop, (*frame).code) {
                    (*frame).pc = code.instructions_ptr().add(native_loop.pc);
                }
                if let Some(mut info) = info_of(frame) {
                    info.saved = native_loop.and_then(|native_loop| native_loop.saved);
                    if !visit(info, frame) {
                        return;
                    }
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

/// Hook: brings the registers of a live frame up to date, if a loop of it runs as native code.
pub fn update_registers(thread: &mut Thread, frame: *mut Frame) -> PyResult<()> {
    let mut found = None;
    walk(thread, &mut |info, at| {
        if at == frame {
            found = Some(info);
        }
        at != frame
    });
    if let Some(info) = found {
        // SAFETY: the frame was found by the walk, and waits for what has called this.
        unsafe { frame_locals::registers(thread, &info)? };
    }
    Ok(())
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

/// Hook: the frame object of an interpreter frame, which must be live.
pub(crate) fn live_object(thread: &mut Thread, frame: *mut Frame) -> PyResult<Ref<FrameObject>> {
    // SAFETY: the frame is live.
    match unsafe { info_of(frame) } {
        Some(info) => Ok(object_of(thread, info, frame)?.0),
        None => Err(thread.system_error(format_args!("a frame without code"))),
    }
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
    let entry = existing.and_then(|v| v.downcast::<TracebackObject>());
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
    if frame.is_null() {
        // A native frame tells nobody when it ends: the object keeps the variables as they are now.
        // SAFETY: the frame was found by a walk, and waits for what has called this.
        unsafe {
            if let Some(registers) = frame_locals::registers(thread, &info)? {
                let kept = frame_locals::keep(thread, info.code, registers)?;
                object.kept.set(object, kept);
            }
        }
    } else {
        // SAFETY: as above; leaving the frame detaches the object.
        unsafe {
            (*frame).object = Some(object.value());
            if let Some(entry) = entry {
                entry.frame.set(entry, Some(object.value()));
                entry.live.set(std::ptr::null_mut());
            }
            if (*frame).flags.contains(FrameFlags::GENERATOR) {
                object.generator.set(object, (*frame).special);
            }
        }
    }
    Ok((object, false))
}

/// A frame ends: its object, or the traceback entry that it has in place of one, keeps what can still be asked.
///
/// # Safety
/// `frame` is a live frame that is about to be left.
#[cold]
pub unsafe fn detach(thread: &mut Thread, frame: *mut Frame) {
    // SAFETY: as promised by the caller.
    unsafe {
        let (Some(code), Some(value)) = ((*frame).code, (*frame).object.take()) else {
            return;
        };
        let pc = Frame::pc_index(frame);
        // Where an exception is only passed on is no place in the source.
        let moved = (*(*frame).pc).op() != Op::Reraise;
        if let Some(entry) = value.downcast::<TracebackObject>() {
            entry.live.set(std::ptr::null_mut());
            if moved {
                entry.last_pc.set(pc as u32);
            }
            // Without memory for the variables, the entry goes without.
            let _ = keep_variables(thread, entry, frame);
            return;
        }
        let Some(object) = value.downcast::<FrameObject>() else {
            return;
        };
        if moved {
            object.pc.set(pc);
        }
        if object.locals.get().is_none()
            && let Ok(kept) = frame_locals::keep(thread, code, Frame::registers(frame))
        {
            object.kept.set(object, kept);
        }
        object.frame.set(std::ptr::null_mut());
    }
}

/// The traceback entry of a frame that is left keeps its variables, unless the frame has an object to keep them.
///
/// # Safety
/// `frame` is a live frame of the entry's code.
pub unsafe fn keep_variables(thread: &mut Thread, entry: Ref<TracebackObject>, frame: *mut Frame) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe {
        let code = entry.code.get();
        if (*frame).object.is_some() {
            let object = live_object(thread, frame)?;
            entry.frame.set(entry, Some(object.value()));
        } else if !code.is_optimized() {
            entry.namespace.set(entry, (*frame).special);
        } else {
            let kept = frame_locals::keep(thread, code, registers_of(frame))?;
            entry.kept.set(entry, kept);
        }
        Ok(())
    }
}

/// A traceback entry of a frame that goes on: it gets the frame's object, or takes its place until there is one.
///
/// # Safety
/// As for [`keep_variables`].
pub unsafe fn refer_to_live(thread: &mut Thread, entry: Ref<TracebackObject>, frame: *mut Frame) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe {
        if (*frame).object.is_none() && !(*frame).flags.contains(FrameFlags::GENERATOR) {
            entry.live.set(frame);
            (*frame).object = Some(entry.value());
            return Ok(());
        }
        let object = live_object(thread, frame)?;
        object.pc.set(entry.pc.get() as usize);
        entry.frame.set(entry, Some(object.value()));
        Ok(())
    }
}

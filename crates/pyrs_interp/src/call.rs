//! Calls: pushing frames, native functions, classes, entering the loop from the runtime, and leaving frames.
//!
//! A call of a Python function pushes a frame onto the call block and stays in the loop ([`Called::Frame`]); everything
//! else is computed here ([`Called::Value`]).

use crate::bind;
use crate::dispatch;
use crate::frames;
use crate::generator;
use crate::trace;
use pyrs_bytecode::{CacheSite, FRAME_HEADER_WORDS, Instr, Op};
use pyrs_object::code::CodeObject;
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::feedback::{CacheEntry, CacheKind};
use pyrs_object::frame::{Frame, FrameFlags, run_native as run_native_code};
use pyrs_object::function::{Args, BoundMethodObject, FunctionObject, NativeFlags, NativeFunctionObject};
use pyrs_object::header::Ref;
use pyrs_object::instance::InstanceObject;
use pyrs_object::protocol;
use pyrs_object::thread::{Thread, TraceKinds};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::value::Value;
use std::sync::atomic::Ordering;

const H: usize = FRAME_HEADER_WORDS as usize;

/// What a call instruction leads to.
pub enum Called {
    /// A frame was pushed: go on there.
    Frame,
    /// The result.
    Value(Value),
}

/// Where control goes when a frame ends.
pub enum Left {
    /// On in the loop, in `thread.frame` at its `pc`.
    Loop,
    /// Out of this run of the loop.
    Run(Value),
    /// Out of this run of the loop, with an exception pending.
    Failed,
}

/// `fn(thread, function, arguments) -> result or 0`.
type NativeCode = extern "C" fn(*mut Thread, Value, *const Value) -> Option<Value>;

/// Pushes the frame of a function whose arguments are in place and need no binding; false if a limit is hit.
///
/// # Safety
/// `block` is a call block of the innermost frame, with the function at its base and `count` arguments.
#[inline(always)]
pub unsafe fn push_simple(thread: &mut Thread, block: *mut Option<Value>, code: Ref<CodeObject>, count: usize) -> bool {
    // SAFETY: as promised by the caller; the stack has room for the window (checked).
    unsafe {
        let frame = block.cast::<Frame>();
        let registers = block.add(H);
        if registers.add(code.register_count()).cast::<u64>() >= thread.stack_limit
            || thread.depth >= thread.recursion_limit
        {
            return false;
        }
        let budget = code.call_budget.get() - 1;
        code.call_budget.set(budget);
        if budget < 0 || code.caches.get().is_none() {
            return false;
        }
        thread.depth += 1;
        (*frame).previous = thread.frame;
        (*frame).code = Some(code);
        (*frame).pc = code.instructions_ptr();
        (*frame).special = None;
        (*frame).object = None;
        (*frame).flags = FrameFlags::empty();
        for index in count..code.local_count.get() as usize {
            *registers.add(index) = None;
        }
        thread.frame = frame;
        true
    }
}

/// Why [`push_simple`] did not push: an error, or nothing (the generic call will do it).
pub fn push_failed(thread: &mut Thread) -> PyResult<()> {
    if thread.depth >= thread.recursion_limit {
        return Err(recursion_error(thread));
    }
    Ok(())
}

#[cold]
fn recursion_error(thread: &mut Thread) -> Raised {
    // Room for handlers, as CPython leaves some.
    thread.recursion_error(format_args!("maximum recursion depth exceeded"))
}

/// Prepares a code object's first run and counts a call; the native entry if there is one.
fn prepare(thread: &mut Thread, function: Ref<FunctionObject>, code: Ref<CodeObject>) -> PyResult<()> {
    code.ensure_caches(thread)?;
    let budget = code.call_budget.get().saturating_sub(1);
    code.call_budget.set(budget);
    if budget < 0 && thread.tracing.active.is_empty() {
        match core().hooks.function_hot.get() {
            Some(hook) => {
                code.call_budget.set(i32::MAX);
                hook(thread, function);
            }
            None => code.call_budget.set(i32::MAX),
        }
    }
    Ok(())
}

/// Pushes the frame of any Python function on top of a call block and binds its arguments: `passed` words from
/// `block + H` on, the last ones named by `names`.
///
/// # Safety
/// `block` lies at or above the end of the live registers of the innermost frame.
unsafe fn push_bound(
    thread: &mut Thread,
    block: *mut Option<Value>,
    function: Ref<FunctionObject>,
    passed: usize,
    names: Option<Ref<TupleObject>>,
) -> PyResult<()> {
    // SAFETY: as promised by the caller; room is checked first.
    unsafe {
        let code = function.code.get();
        let frame = block.cast::<Frame>();
        let registers = block.add(H);
        let window = code.register_count().max(passed);
        if thread.depth >= thread.recursion_limit || registers.add(window).cast::<u64>() >= thread.stack_limit {
            return Err(recursion_error(thread));
        }
        let caller = thread.frame;
        (*frame).function = Some(function.value());
        (*frame).previous = caller;
        (*frame).code = Some(code);
        (*frame).pc = code.instructions_ptr();
        (*frame).special = None;
        (*frame).object = None;
        (*frame).flags = FrameFlags::empty();
        for index in passed..code.local_count.get() as usize {
            *registers.add(index) = None;
        }
        if names.is_none() && code.simple_argcount.get() as usize == passed {
            thread.frame = frame;
        } else {
            // More arguments than registers: the collector must see them all while they are bound.
            thread.frame = frame;
            thread.stack_top = registers.add(window).cast();
            let bound = bind::bind(thread, function, registers, passed, names);
            thread.stack_top = thread.stack_base;
            if let Err(raised) = bound {
                thread.frame = caller;
                return Err(raised);
            }
        }
        thread.depth += 1;
        Ok(())
    }
}

/// There is native code, and the thread may run it.
#[inline(always)]
fn has_native(thread: &Thread, code: Ref<CodeObject>) -> bool {
    !code.entry.get().is_null() && thread.tracing.active.is_empty()
}

/// Runs the native code of a function whose arguments need no binding, if it has any.
///
/// # Safety
/// `arguments` points at as many values as the function has parameters.
#[inline(always)]
unsafe fn run_native(thread: &mut Thread, function: Ref<FunctionObject>, arguments: *const Value) -> PyResult<Value> {
    let entry = function.code.get().entry.get();
    // SAFETY: the entry is code with this signature, kept while it is set.
    let native: NativeCode = unsafe { std::mem::transmute(entry) };
    match run_native_code(thread, |thread| native(thread, function.value(), arguments)) {
        Some(value) => Ok(value),
        None => Err(thread.raised()),
    }
}

/// Runs the native code of a function in the stead of its frame, which has just been pushed with all parameters bound.
///
/// # Safety
/// The innermost frame is the function's and has not run.
unsafe fn run_pushed_natively(thread: &mut Thread, function: Ref<FunctionObject>) -> PyResult<Value> {
    // SAFETY: as promised by the caller; native code reads its arguments before anything uses the words again.
    unsafe {
        let frame = thread.frame;
        thread.frame = (*frame).previous;
        thread.depth -= 1;
        run_native(thread, function, Frame::registers(frame) as *const Value)
    }
}

/// Any call instruction but `CallEx`, from its generic form.
///
/// # Safety
/// `frame` is live and `pc` points at its instruction.
#[inline(never)]
pub unsafe fn call(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr) -> PyResult<Called> {
    // SAFETY: as promised by the caller; verified code has well-formed call blocks.
    unsafe {
        let instr = *pc;
        let base = instr.op().base();
        let block = Frame::registers(frame).add(instr.b() as usize);
        let mut count = instr.x() as usize;
        let is_method = matches!(base, Op::CallMethod | Op::CallMethodKw);
        if is_method {
            if (*block.add(H)).is_some() {
                count += 1;
            } else {
                std::ptr::copy(block.add(H + 1), block.add(H), count);
            }
        }
        let code = (*frame).code.unwrap_unchecked();
        let names = match code.template().caches[instr.c() as usize] {
            CacheSite::Keywords(index) => code.constant(index as usize).downcast::<TupleObject>(),
            CacheSite::Name(_) | CacheSite::Call => None,
        };
        let callee = (*block).unwrap_unchecked();
        if names.is_none() {
            learn_target(code, pc, callee, count, is_method && (*block.add(H)).is_some());
        }
        call_block(thread, frame, block, callee, count, names)
    }
}

/// Notes the call target and quickens.
///
/// # Safety
/// `pc` points at a call instruction of `code`.
unsafe fn learn_target(code: Ref<CodeObject>, pc: *mut Instr, callee: Value, count: usize, method: bool) {
    let Some(caches) = code.caches.get() else { return };
    // SAFETY: as promised by the caller.
    unsafe {
        let instr = *pc;
        let site = instr.c() as usize;
        let base = instr.op().base();
        let known = caches.cases(site).find(|case| case.target == Some(callee));
        if caches.site(site).is_megamorphic() || (known.is_some() && caches.site(site).used.get() > 1) {
            return;
        }
        let class = callee.downcast::<TypeObject>();
        let version = class.map_or(0, |class| class.version.get() as u64);
        if known.is_none_or(|case| case.version != version) {
            let entry = CacheEntry {
                kind: CacheKind::CallTarget,
                target: Some(callee),
                owner: class.and_then(constructor_of).map(|init| init.value()),
                version,
                ..CacheEntry::EMPTY
            };
            if !caches.record(site, entry) || caches.site(site).used.get() != 1 {
                *pc = instr.with_op(base);
                return;
            }
        }
        *pc = instr.with_op(quick_call(base, callee, count, method));
    }
}

/// The quick form of a call instruction with one target, or the instruction itself. `method` says that a receiver comes
/// first.
fn quick_call(base: Op, callee: Value, count: usize, method: bool) -> Op {
    let is_method_op = base == Op::CallMethod;
    if let Some(function) = callee.downcast::<FunctionObject>() {
        let simple = function.code.get().simple_argcount.get() as usize == count;
        match (simple, is_method_op, method) {
            (true, false, _) => Op::CallFunction,
            (true, true, true) => Op::CallMethodFunction,
            _ => base,
        }
    } else if let Some(native) = callee.downcast::<NativeFunctionObject>() {
        match (is_method_op, method) {
            _ if native.definition.get().flags.contains(NativeFlags::CLASS_METHOD) => base,
            (false, _) => Op::CallNative,
            (true, true) => Op::CallMethodNative,
            _ => base,
        }
    } else if !is_method_op && callee.downcast::<TypeObject>().is_some() {
        Op::CallClass
    } else {
        base
    }
}

/// Calls what a block holds: `count` arguments from `block + H` on.
unsafe fn call_block(
    thread: &mut Thread,
    frame: *mut Frame,
    block: *mut Option<Value>,
    callee: Value,
    count: usize,
    names: Option<Ref<TupleObject>>,
) -> PyResult<Called> {
    // SAFETY: as for `call`.
    unsafe {
        if let Some(function) = callee.downcast::<FunctionObject>() {
            return call_function_block(thread, frame, block, function, count, names);
        }
        if let Some(method) = callee.downcast::<BoundMethodObject>()
            && callee
                .as_object()
                .is_some_and(|o| o.class() == core().types.bound_method.get())
            && let Some(function) = method.function.get().downcast::<FunctionObject>()
        {
            // The block is the topmost of its frame: its arguments may move up by one.
            std::ptr::copy(block.add(H), block.add(H + 1), count);
            *block.add(H) = Some(method.receiver.get());
            return call_function_block(thread, frame, block, function, count + 1, names);
        }
        if names.is_none()
            && let Some(class) = callee.downcast::<TypeObject>()
            && let Some(function) = constructor_of(class)
        {
            return construct(thread, frame, block, class, function, count);
        }
        let arguments = std::slice::from_raw_parts(block.add(H) as *const Value, count);
        call_any(thread, callee, Args::new(arguments, names))
    }
}

/// Calls what is no Python function.
#[inline(always)]
fn call_any(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Called> {
    if thread.tracing.active.contains(TraceKinds::PROFILE) {
        return trace::profiled(thread, callee, args).map(Called::Value);
    }
    protocol::call_args(thread, callee, args).map(Called::Value)
}

unsafe fn call_function_block(
    thread: &mut Thread,
    frame: *mut Frame,
    block: *mut Option<Value>,
    function: Ref<FunctionObject>,
    count: usize,
    names: Option<Ref<TupleObject>>,
) -> PyResult<Called> {
    let code = function.code.get();
    // SAFETY: as for `call`.
    unsafe {
        let simple = names.is_none() && code.simple_argcount.get() as usize == count;
        if simple && has_native(thread, code) {
            return run_native(thread, function, block.add(H) as *const Value).map(Called::Value);
        }
        debug_assert_eq!(thread.frame, frame);
        *block = Some(function.value());
        if simple && push_simple(thread, block, code, count) {
            return Ok(Called::Frame);
        }
        prepare(thread, function, code)?;
        if simple && has_native(thread, code) {
            return run_native(thread, function, block.add(H) as *const Value).map(Called::Value);
        }
        push_bound(thread, block, function, count, names)?;
        if has_native(thread, code) {
            return run_pushed_natively(thread, function).map(Called::Value);
        }
        Ok(Called::Frame)
    }
}

/// Calls a Python function with arguments that are not in a call block.
///
/// # Safety
/// `frame` is the innermost frame.
pub unsafe fn call_python(
    thread: &mut Thread,
    frame: *mut Frame,
    function: Ref<FunctionObject>,
    arguments: &[Value],
) -> PyResult<Called> {
    // SAFETY: the words above the frame's window are free; `push_bound` checks for more room.
    unsafe {
        let block = Frame::end(frame).cast::<Option<Value>>();
        if block.add(H + arguments.len()).cast::<u64>() >= thread.stack_limit {
            return Err(recursion_error(thread));
        }
        std::ptr::copy_nonoverlapping(arguments.as_ptr(), block.add(H).cast(), arguments.len());
        call_function_block(thread, frame, block, function, arguments.len(), None)
    }
}

/// `CallNative` and `CallMethodNative`.
///
/// # Safety
/// `block` holds a native function and `count` arguments.
#[inline(always)]
pub unsafe fn call_native(thread: &mut Thread, block: *mut Option<Value>, count: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller; the block is the topmost of its frame, so that arguments may move up by one.
    unsafe {
        let native = (*block).unwrap_unchecked().cast_unchecked::<NativeFunctionObject>();
        if thread.tracing.active.contains(TraceKinds::PROFILE) {
            let given = std::slice::from_raw_parts(block.add(H) as *const Value, count);
            return trace::profiled(thread, native.value(), Args::positional_only(given));
        }
        let mut count = count;
        if native.is_bound() {
            std::ptr::copy(block.add(H), block.add(H + 1), count);
            *block.add(H) = native.owner.get();
            count += 1;
        }
        let arguments = std::slice::from_raw_parts(block.add(H) as *const Value, count);
        (native.definition.get().function)(thread, Args::positional_only(arguments))
    }
}

/// The Python `__init__` of a class whose instances are made by plain `object.__new__`.
fn constructor_of(class: Ref<TypeObject>) -> Option<Ref<FunctionObject>> {
    let types = &core().types;
    if class.class() != types.type_.get()
        || !class.has(TypeFlags::HEAP)
        || class.has(TypeFlags::ABSTRACT)
        || class.layout.get() != &pyrs_object::instance::INSTANCE_LAYOUT
    {
        return None;
    }
    let object_new = types.object.get().slot(|s| s.new)?;
    if !std::ptr::fn_addr_eq(class.slot(|s| s.new)?, object_new) {
        return None;
    }
    class.lookup(core().names.init.get())?.downcast::<FunctionObject>()
}

/// `CallClass`, and its misses.
///
/// # Safety
/// `frame` is live, `pc` points at its instruction, and `block` is its call block.
#[inline(never)]
pub unsafe fn call_class(
    thread: &mut Thread,
    frame: *mut Frame,
    pc: *mut Instr,
    block: *mut Option<Value>,
) -> PyResult<Called> {
    // SAFETY: as promised by the caller.
    unsafe {
        let callee = (*block).unwrap_unchecked();
        let code = (*frame).code.unwrap_unchecked();
        let site = (*pc).c() as usize;
        if let Some(caches) = code.caches.get() {
            let entry = caches.first_entry(site);
            if entry.target == Some(callee)
                && entry.version == callee.cast_unchecked::<TypeObject>().version.get() as u64
            {
                let count = (*pc).x() as usize;
                let Some(init) = entry.owner else {
                    let arguments = std::slice::from_raw_parts(block.add(H) as *const Value, count);
                    return protocol::call(thread, callee, arguments).map(Called::Value);
                };
                let class = callee.cast_unchecked::<TypeObject>();
                let init = init.cast_unchecked::<FunctionObject>();
                return construct(thread, frame, block, class, init, count);
            }
        }
        call(thread, frame, pc)
    }
}

/// Makes an instance and calls `__init__` with it in front of the arguments.
unsafe fn construct(
    thread: &mut Thread,
    frame: *mut Frame,
    block: *mut Option<Value>,
    class: Ref<TypeObject>,
    init: Ref<FunctionObject>,
    count: usize,
) -> PyResult<Called> {
    // SAFETY: as for `call`.
    unsafe {
        let instance: Ref<InstanceObject> = class.allocate_instance(thread)?;
        std::ptr::copy(block.add(H), block.add(H + 1), count);
        *block.add(H) = Some(instance.value());
        let called = call_function_block(thread, frame, block, init, count + 1, None)?;
        match called {
            Called::Frame => {
                let pushed = thread.frame;
                (*pushed).special = Some(instance.value());
                (*pushed).flags = FrameFlags::CONSTRUCTOR;
                Ok(Called::Frame)
            }
            Called::Value(result) => {
                check_init_result(thread, result)?;
                Ok(Called::Value(instance.value()))
            }
        }
    }
}

fn check_init_result(thread: &mut Thread, result: Value) -> PyResult<()> {
    if result == none() {
        return Ok(());
    }
    let name = pyrs_object::class_of(result).name_for_message();
    Err(thread.type_error(format_args!("__init__() should return None, not '{name}'")))
}

/// `CallEx`.
///
/// # Safety
/// `frame` is live and `block` is its call block.
#[inline(never)]
pub unsafe fn call_ex(thread: &mut Thread, frame: *mut Frame, block: *mut Option<Value>) -> PyResult<Called> {
    // SAFETY: as promised by the caller.
    unsafe {
        let callee = (*block).unwrap_unchecked();
        let positional = (*block.add(H)).unwrap_unchecked();
        let Some(positional) = positional.downcast::<TupleObject>() else {
            return Err(thread.system_error(format_args!("CallEx without a tuple of arguments")));
        };
        let keywords = (*block.add(H + 1))
            .and_then(|v| v.downcast::<DictObject>())
            .filter(|d| !d.is_empty());
        let Some(keywords) = keywords else {
            let arguments = positional.items_unbound();
            if let Some(function) = callee.downcast::<FunctionObject>() {
                return call_python(thread, frame, function, arguments);
            }
            return call_any(thread, callee, Args::positional_only(arguments));
        };
        let total = positional.len() + keywords.len();
        let all = TupleObject::with_length(thread, total)?;
        for (i, value) in positional.items_unbound().iter().enumerate() {
            all.initialise_item(i, *value);
        }
        let names = TupleObject::with_length(thread, keywords.len())?;
        let (mut position, mut index) = (0, 0);
        while let Some((at, key, value)) = keywords.next_entry(position) {
            if pyrs_object::str::as_str(key).is_none() {
                return Err(thread.type_error(format_args!("keywords must be strings")));
            }
            names.initialise_item(index, key);
            all.initialise_item(positional.len() + index, value);
            index += 1;
            position = at + 1;
        }
        let arguments = all.items_unbound();
        if let Some(function) = callee.downcast::<FunctionObject>() {
            let block = Frame::end(frame).cast::<Option<Value>>();
            if block.add(H + total).cast::<u64>() >= thread.stack_limit {
                return Err(recursion_error(thread));
            }
            std::ptr::copy_nonoverlapping(arguments.as_ptr(), block.add(H).cast(), total);
            return call_function_block(thread, frame, block, function, total, Some(names));
        }
        call_any(thread, callee, Args::new(arguments, Some(names)))
    }
}

/// `CallPair` and `CallExit`: a special method with its receiver, if that was not bound.
///
/// # Safety
/// `frame` is the innermost frame.
pub unsafe fn call_pair(
    thread: &mut Thread,
    frame: *mut Frame,
    method: Value,
    receiver: Option<Value>,
    arguments: &[Value],
) -> PyResult<Called> {
    let mut all = [none(); 4];
    let mut count = 0;
    for value in receiver.iter().chain(arguments) {
        all[count] = *value;
        count += 1;
    }
    match method.downcast::<FunctionObject>() {
        // SAFETY: as promised by the caller.
        Some(function) => unsafe { call_python(thread, frame, function, &all[..count]) },
        None => protocol::call(thread, method, &all[..count]).map(Called::Value),
    }
}

/// Returned by the native code of a loop: the interpreter goes on in the frame, at the `pc` that is there now.
pub const CONTINUE: u64 = 4;
/// The same, with an exception that the instruction at `pc` has raised.
pub const CONTINUE_RAISING: u64 = 12;

/// A `LoopJump` that has to look up: polls, and asks the JIT. The result is that of the whole frame if native code
/// has finished it; otherwise the caller goes on at the frame's `pc` if that has changed.
///
/// # Safety
/// `frame` is live and `pc` points at its instruction.
#[cold]
#[inline(never)]
pub unsafe fn loop_slow(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr) -> PyResult<Option<Value>> {
    // SAFETY: as promised by the caller.
    unsafe {
        if thread.poll.load(Ordering::Relaxed) != 0
            && let Some(poll) = core().hooks.poll.get()
        {
            poll(thread)?;
        }
        let code = (*frame).code.unwrap_unchecked();
        if code.loop_budget.get() >= 0 {
            return Ok(None);
        }
        if !thread.tracing.active.is_empty() {
            code.loop_budget.set(core().loop_budget.get());
            return Ok(None);
        }
        code.loop_budget.set(core().loop_budget.get());
        let Some(hook) = core().hooks.loop_hot.get() else {
            code.loop_budget.set(i32::MAX);
            return Ok(None);
        };
        let target = pc.offset(1 + (*pc).bc() as isize).offset_from(code.instructions_ptr()) as u32;
        let function = crate::names::function_of(frame);
        let entry = hook(thread, function, target);
        if entry.is_null() {
            return Ok(None);
        }
        let native: extern "C" fn(*mut Thread, *mut Frame) -> Option<Value> = std::mem::transmute(entry);
        match run_native_code(thread, |thread| native(thread, frame)) {
            // The native code has left the loop; the frame is as the interpreter would have it, `pc` included.
            Some(value) if value.bits() == CONTINUE => Ok(None),
            Some(value) if value.bits() == CONTINUE_RAISING => Err(thread.raised()),
            Some(value) => Ok(Some(value)),
            None => {
                // The native code has added its traceback entry and run its handlers: the exception goes to the caller.
                (*frame).flags |= FrameFlags::UNWOUND;
                Err(thread.raised())
            }
        }
    }
}

/// Ends a frame that returns `value`: pops it and delivers the value to whoever waits for it.
///
/// # Safety
/// `frame` is the innermost frame.
#[inline(never)]
pub unsafe fn leave(thread: &mut Thread, frame: *mut Frame, value: Value) -> Left {
    // SAFETY: as promised by the caller.
    unsafe {
        if (*frame).object.is_some() {
            frames::detach(thread, frame);
        }
        let flags = (*frame).flags;
        let previous = (*frame).previous;
        if flags.contains(FrameFlags::GENERATOR) {
            return generator::finish(thread, frame, value);
        }
        thread.frame = previous;
        thread.depth -= 1;
        let value = if flags.contains(FrameFlags::CONSTRUCTOR) {
            if check_init_result(thread, value).is_err() {
                // Reported in the caller's frame: the loop unwinds from there.
                return constructor_failed(thread, flags, previous);
            }
            (*frame).special.unwrap_or(value)
        } else {
            value
        };
        deliver(thread, flags, previous, value)
    }
}

/// Hands a result to the frame below, or out of the loop.
///
/// # Safety
/// `previous` is the innermost frame now, unless `flags` has `ENTRY`.
#[inline]
pub unsafe fn deliver(_thread: &mut Thread, flags: FrameFlags, previous: *mut Frame, value: Value) -> Left {
    if flags.contains(FrameFlags::ENTRY) {
        return Left::Run(value);
    }
    // SAFETY: as promised by the caller; `pc` is the caller's call instruction.
    unsafe {
        let instr = *(*previous).pc;
        *Frame::registers(previous).add(instr.a() as usize) = Some(value);
        (*previous).pc = (*previous).pc.add(1);
        Left::Loop
    }
}

/// `__init__` returned something else than None: raises in the caller by way of its handler table.
///
/// # Safety
/// As for [`deliver`]; a `CONSTRUCTOR` frame is never an entry.
unsafe fn constructor_failed(thread: &mut Thread, _flags: FrameFlags, previous: *mut Frame) -> Left {
    // SAFETY: as promised by the caller.
    unsafe {
        match crate::exceptions::unwind(thread, previous) {
            crate::exceptions::Unwound::Handler => Left::Loop,
            crate::exceptions::Unwound::Left => Left::Failed,
        }
    }
}

/// The call slot of functions: enters the loop from the runtime.
pub fn call_function(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
    let Some(function) = callee.downcast::<FunctionObject>() else {
        return Err(thread.type_error(format_args!("descriptor requires a function")));
    };
    let code = function.code.get();
    prepare(thread, function, code)?;
    let all = args.all();
    // SAFETY: the words above all frames are free, and room is checked before they are written.
    unsafe {
        if args.names().is_none() && code.simple_argcount.get() as usize == all.len() && has_native(thread, code) {
            return run_native(thread, function, all.as_ptr());
        }
        let block = thread.stack_end().cast::<Option<Value>>();
        if block.add(H + all.len()).cast::<u64>() >= thread.stack_limit {
            return Err(recursion_error(thread));
        }
        std::ptr::copy_nonoverlapping(all.as_ptr(), block.add(H).cast(), all.len());
        push_bound(thread, block, function, all.len(), args.names())?;
        if has_native(thread, code) {
            return run_pushed_natively(thread, function);
        }
        run_entry(thread)
    }
}

/// Runs the frame just pushed as an entry, and restores the thread's frame afterwards.
///
/// # Safety
/// The innermost frame has just been pushed.
unsafe fn run_entry(thread: &mut Thread) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        let frame = thread.frame;
        let caller = (*frame).previous;
        (*frame).flags |= FrameFlags::ENTRY;
        let depth = thread.depth - 1;
        let result = dispatch::run(thread, frame);
        thread.frame = caller;
        thread.depth = depth;
        result
    }
}

/// The call slot of bound methods.
pub fn call_bound_method(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
    let Some(method) = callee.downcast::<BoundMethodObject>() else {
        return Err(thread.type_error(format_args!("descriptor requires a method")));
    };
    const INLINE: usize = 12;
    let all = args.all();
    let receiver = method.receiver.get();
    if all.len() < INLINE {
        let mut with_receiver = [receiver; INLINE];
        with_receiver[1..=all.len()].copy_from_slice(all);
        let args = Args::new(&with_receiver[..=all.len()], args.names());
        return protocol::call_args(thread, method.function.get(), args);
    }
    let tuple = TupleObject::with_length(thread, all.len() + 1)?;
    tuple.initialise_item(0, receiver);
    for (i, value) in all.iter().enumerate() {
        tuple.initialise_item(i + 1, *value);
    }
    protocol::call_args(
        thread,
        method.function.get(),
        Args::new(tuple.items_unbound(), args.names()),
    )
}

/// Runs module or class code with a namespace: `None` means that the globals are the namespace.
pub fn run_code(
    thread: &mut Thread,
    code: Ref<CodeObject>,
    globals: Ref<DictObject>,
    namespace: Option<Value>,
    closure: Option<Value>,
) -> PyResult<Value> {
    let function = FunctionObject::new(thread, code, globals)?;
    function
        .closure
        .set(function, closure.and_then(|c| c.downcast::<TupleObject>()));
    run_function_with_namespace(thread, function, namespace)
}

/// Runs a function without arguments whose code has a namespace (class bodies).
pub fn run_function_with_namespace(
    thread: &mut Thread,
    function: Ref<FunctionObject>,
    namespace: Option<Value>,
) -> PyResult<Value> {
    prepare(thread, function, function.code.get())?;
    if thread.native_stack_exhausted() {
        return Err(protocol::native_stack_overflow(thread));
    }
    // SAFETY: the words above all frames are free; `push_bound` checks for room.
    unsafe {
        let block = thread.stack_end().cast::<Option<Value>>();
        push_bound(thread, block, function, 0, None)?;
        let globals = function.globals.get().value();
        let special = namespace.filter(|n| *n != globals);
        if special.is_some() {
            crate::names::forget_globals_as_names(function.code.get());
        }
        (*thread.frame).special = special;
        run_entry(thread)
    }
}

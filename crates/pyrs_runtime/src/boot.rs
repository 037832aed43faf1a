//! Start-up: heap and thread, classes, interpreter, hooks, native modules, importlib.

use crate::config::RunConfig;
use crate::{compile, import, sys};
use pyrs_object::errors::PyResult;
use pyrs_object::gc::{Heap, HeapConfig, current_stack_base};
use pyrs_object::native_module::NativeModule;
use pyrs_object::thread::Thread;
use pyrs_options::Options;

/// A started runtime. The thread goes before the heap.
pub(crate) struct Runtime {
    pub(crate) thread: Box<Thread>,
    pub(crate) heap: Box<Heap>,
}

/// All native modules but `builtins`, which exists from the start.
pub(crate) fn native_modules() -> impl Iterator<Item = &'static NativeModule> {
    OWN_MODULES
        .iter()
        .chain(pyrs_lib_async::MODULES)
        .chain(pyrs_lib_core::MODULES)
        .chain(pyrs_lib_db::MODULES)
        .chain(pyrs_lib_net::MODULES)
        .chain(pyrs_lib_os::MODULES)
        .copied()
}

static OWN_MODULES: &[&NativeModule] = &[
    &sys::MODULE,
    &crate::faulthandler::MODULE,
    &import::imp::MODULE,
    &crate::marshal::MODULE,
    &crate::syntax_tree::MODULE,
    &crate::tokenize::MODULE,
    &pyrs_builtins::weak_proxy::module::MODULE,
];

/// Starts the heap and everything that Python code needs to run; stack stress and collection go on from here.
pub(crate) fn start(config: &RunConfig) -> Result<Runtime, String> {
    set_hash_key(config.hash_seed);
    if let Some(count) = config.cpu_count {
        pyrs_lib_os::posix::CPU_COUNT.store(count, std::sync::atomic::Ordering::Relaxed);
    }
    if let Some(digits) = config.options.int_max_str_digits.0 {
        pyrs_builtins::int_text::MAX_STR_DIGITS.store(digits as usize, std::sync::atomic::Ordering::Relaxed);
    }
    // SAFETY: the base is that of the native stack this runs on, and the runtime keeps both boxes to the end.
    let started = unsafe { pyrs_object::bootstrap::start(heap_config(&config.options), current_stack_base()) };
    let (heap, mut thread) = started.map_err(|error| format!("cannot start: {error}"))?;
    crate::jit::install(&config.options)?;
    let thread_ref: &mut Thread = &mut thread;
    let started = register(thread_ref, config);
    crate::pending::install(&heap);
    heap.enable();
    if config.options.gc_stress > 0 {
        heap.set_stress(config.options.gc_stress as u64);
    }
    match started {
        Ok(()) => Ok(Runtime { thread, heap }),
        Err(_) => Err(crate::traceback::describe_pending(&mut thread)),
    }
}

fn register(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    pyrs_builtins::register_all(thread)?;
    pyrs_interp::install(thread)?;
    let codecs = &pyrs_builtins::codec::HOOKS;
    codecs.encode.set(Some(pyrs_lib_os::codecs::registry::encode_text));
    codecs.decode.set(Some(pyrs_lib_os::codecs::registry::decode_text));
    codecs
        .error_handler
        .set(Some(pyrs_lib_os::codecs::registry::ask_handler));
    let warns = config.flags.bytes_warning > 0;
    pyrs_builtins::bytes::WARNINGS.store(warns, std::sync::atomic::Ordering::Relaxed);
    compile::install(config.flags.optimize);
    sys::install(thread, config)?;
    pyrs_lib_os::signal::install_defaults(thread)?;
    import::install(thread, config)
}

fn heap_config(options: &Options) -> HeapConfig {
    HeapConfig {
        poison: options.gc_poison,
        verify: options.verify_heap,
        alloc_fail_at: options.alloc_fail_at as u64,
        ..HeapConfig::default()
    }
}

/// Makes the hash key from a seed, or from the system's random numbers.
fn set_hash_key(seed: Option<u32>) {
    match seed {
        Some(0) => pyrs_object::hash::set_key(0, 0),
        Some(seed) => {
            let mix = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            pyrs_object::hash::set_key(mix, mix.rotate_left(32) ^ 0x5851_f42d_4c95_7f2d);
        }
        None => {
            let mut key = [0u64; 2];
            // SAFETY: the buffer has the length given. A failure leaves zeros, which are a valid key.
            unsafe { libc::getrandom(key.as_mut_ptr().cast(), 16, 0) };
            pyrs_object::hash::set_key(key[0], key[1]);
        }
    }
}

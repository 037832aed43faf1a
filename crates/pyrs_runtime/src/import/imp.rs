//! The module `_imp`: what importlib asks of the runtime. Packed modules are "frozen" ones; there are no extension
//! modules.

use pyrs_macros::pymodule;

#[pymodule(name = "_imp")]
pub(crate) mod module {
    use crate::boot::native_modules;
    use crate::import::{BOOTSTRAP, packed_code};
    use pyrs_object::code::CodeObject;
    use pyrs_object::core::{bool_value, core, none};
    use pyrs_object::errors::PyResult;
    use pyrs_object::header::Ref;
    use pyrs_object::list::ListObject;
    use pyrs_object::protocol;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::value::Value;

    fn packed(name: &str) -> Option<&'static pyrs_stdlib::Entry> {
        let name = BOOTSTRAP
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(name, |(_, real)| real);
        pyrs_stdlib::find(name)
    }

    /// Whether a module is built in: 1, or 0.
    #[function]
    fn is_builtin(_thread: &mut Thread, name: Ref<StrObject>) -> PyResult<i64> {
        let name = name.to_string_lossy();
        Ok((name == "builtins" || native_modules().any(|module| module.name == name)) as i64)
    }

    /// Make a built-in module.
    #[function]
    fn create_builtin(thread: &mut Thread, spec: Value) -> PyResult<Value> {
        let attribute = StrObject::intern(thread, "name")?;
        let name = protocol::getattr(thread, spec, attribute)?;
        let name = protocol::str(thread, name)?;
        if let Some(module) = core().modules.get().get_interned(name.interned(thread)?) {
            return Ok(module);
        }
        let text = name.to_string_lossy();
        match native_modules().find(|module| module.name == text) {
            Some(module) => Ok(module.create(thread)?.value()),
            None => Ok(none()),
        }
    }

    /// Initialise a built-in module: done when it was made.
    #[function]
    fn exec_builtin(_thread: &mut Thread, module: Value) -> PyResult<i64> {
        let _ = module;
        Ok(0)
    }

    /// Whether a module is packed into the executable.
    #[function]
    fn is_frozen(_thread: &mut Thread, name: Ref<StrObject>) -> PyResult<bool> {
        Ok(packed(&name.to_string_lossy()).is_some())
    }

    /// Whether a packed module is a package.
    #[function]
    fn is_frozen_package(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<bool> {
        let text = name.to_string_lossy();
        match packed(&text) {
            Some(entry) => Ok(entry.is_package),
            None => Err(thread.import_error(format_args!("No such frozen object named {text}"))),
        }
    }

    /// (data, is package, original name) of a packed module, or None.
    #[function(keywords = "withdata")]
    fn find_frozen(thread: &mut Thread, name: Ref<StrObject>, withdata: Option<bool>) -> PyResult<Value> {
        let _ = withdata;
        let text = name.to_string_lossy();
        let Some(entry) = packed(&text) else { return Ok(none()) };
        let original = StrObject::from_str(thread, entry.name)?.value();
        Ok(TupleObject::from_slice(thread, &[none(), bool_value(entry.is_package), original])?.value())
    }

    /// The code of a packed module.
    #[function]
    fn get_frozen_object(thread: &mut Thread, name: Ref<StrObject>, data: Option<Value>) -> PyResult<Value> {
        let _ = data;
        let text = name.to_string_lossy();
        match packed_code(thread, &text)? {
            Some(code) => Ok(code.value()),
            None => Err(thread.import_error(format_args!("No such frozen object named {text}"))),
        }
    }

    /// Names of all packed modules.
    #[function]
    fn _frozen_module_names(thread: &mut Thread) -> PyResult<Value> {
        let list = ListObject::with_capacity(thread, pyrs_stdlib::entries().len())?;
        for entry in pyrs_stdlib::entries() {
            let name = StrObject::from_str(thread, entry.name)?;
            list.push(thread, name.value())?;
        }
        Ok(list.value())
    }

    /// Paths of all packed files that are no modules, below the library's folder.
    #[function]
    fn _packed_files(thread: &mut Thread) -> PyResult<Value> {
        let list = ListObject::with_capacity(thread, 8)?;
        for file in pyrs_stdlib::data_files() {
            let path = StrObject::from_str(thread, file.path)?;
            list.push(thread, path.value())?;
        }
        Ok(list.value())
    }

    /// What is in a packed file; None if there is no such file.
    #[function]
    fn _packed_file(thread: &mut Thread, path: Ref<StrObject>) -> PyResult<Value> {
        let Some(file) = pyrs_stdlib::data_files().iter().find(|file| path.equals_str(file.path)) else {
            return Ok(none());
        };
        match file.read() {
            Ok(bytes) => Ok(pyrs_object::bytes::BytesObject::new(thread, &bytes)?.value()),
            Err(error) => Err(thread.import_error(format_args!("packed file {} does not inflate: {error}", file.path))),
        }
    }

    /// Say whether packed modules are found: 1 for always, -1 for never, 0 for as usual. They are the library, so that they
    /// are found in any case.
    #[function]
    fn _override_frozen_modules_for_tests(_thread: &mut Thread, state: i64) -> PyResult<()> {
        let _ = state;
        Ok(())
    }

    /// Keep the text of a statement at the interactive prompt, for tracebacks.
    #[function]
    fn _keep_interactive(_thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        crate::source::keep_interactive(&text.to_string_lossy());
        Ok(())
    }

    /// The source of a packed module; None if there is no such module.
    #[function]
    fn _packed_source(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Value> {
        let text = packed(&name.to_string_lossy()).and_then(|entry| entry.source().ok());
        match text.and_then(|text| String::from_utf8(text).ok()) {
            Some(text) => Ok(StrObject::from_str(thread, &text)?.value()),
            None => Ok(none()),
        }
    }

    /// Take the import lock. With one running thread at a time, importlib's module locks are enough.
    #[function]
    fn acquire_lock(_thread: &mut Thread) -> PyResult<()> {
        Ok(())
    }

    /// Release the import lock.
    #[function]
    fn release_lock(_thread: &mut Thread) -> PyResult<()> {
        Ok(())
    }

    /// Whether the import lock is held.
    #[function]
    fn lock_held(_thread: &mut Thread) -> PyResult<bool> {
        Ok(false)
    }

    /// Suffixes of extension modules: there are none.
    #[function]
    fn extension_suffixes(thread: &mut Thread) -> PyResult<Value> {
        Ok(ListObject::with_capacity(thread, 0)?.value())
    }

    /// Set co_filename of a code object and its inner ones.
    #[function]
    fn _fix_co_filename(thread: &mut Thread, code: Ref<CodeObject>, path: Ref<StrObject>) -> PyResult<()> {
        let _ = thread;
        fix_filename(code, path);
        Ok(())
    }

    fn fix_filename(code: Ref<CodeObject>, path: Ref<StrObject>) {
        code.filename.set(code, path);
        for index in 0..code.template().constants.len() {
            if let Some(inner) = code.constant(index).downcast::<CodeObject>() {
                fix_filename(inner, path);
            }
        }
    }

    /// Hash of a source file for hash-based caches.
    #[function]
    fn source_hash(thread: &mut Thread, key: i64, source: Value) -> PyResult<Value> {
        use std::hash::Hasher;
        let Some(data) = pyrs_object::bytes::as_bytes(&source) else {
            return Err(thread.type_error(format_args!("a bytes-like object is required")));
        };
        let mut hasher = siphasher::sip::SipHasher13::new_with_keys(key as u64, 0);
        hasher.write(data);
        let hash = hasher.finish().to_le_bytes();
        Ok(pyrs_object::bytes::BytesObject::new(thread, &hash)?.value())
    }

    /// Whether caches with a source hash are checked: as the `default` policy says.
    #[attr]
    fn check_hash_based_pycs(thread: &mut Thread) -> PyResult<Value> {
        Ok(StrObject::from_str(thread, "default")?.value())
    }

    /// Token of the bytecode format in cache files: the fingerprint of this build, then `\r\n`.
    #[attr]
    fn pyc_magic_number_token(_thread: &mut Thread) -> PyResult<Value> {
        Ok(Value::small_int(0x0a0d_0000 | i64::from(pyrs_stdlib::FINGERPRINT)))
    }
}

pub(crate) use module::MODULE;

//! Writing classes and functions by module and name.

use super::opcode::*;
use super::save::Saver;
use super::state::{self, Direction, pickling_error};
use crate::invoke::builtin;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, none, protocol};

/// `object.a.b.c`
fn resolve(thread: &mut Thread, object: Value, path: &[String]) -> PyResult<Value> {
    let mut found = object;
    for part in path {
        let name = StrObject::intern(thread, part)?;
        found = protocol::getattr(thread, found, name)?;
    }
    Ok(found)
}

#[cold]
fn cannot(thread: &mut Thread, object: Value, why: &str) -> Raised {
    let context = thread.take_raised();
    match protocol::repr(thread, object) {
        Ok(shown) => {
            let shown = shown.to_string_lossy();
            let raised = pickling_error(thread, format_args!("Can't pickle {shown}: {why}"));
            if let (Some(context), Some(exception)) = (context, thread.raised) {
                exception.chain_context(context);
            }
            raised
        }
        Err(raised) => raised,
    }
}

/// Imports a module by its full name.
fn import(thread: &mut Thread, name: Value) -> PyResult<Value> {
    let import = builtin(thread, "__import__")?;
    let level = StrObject::intern(thread, "level")?;
    let names = TupleObject::from_slice(thread, &[level.value()])?;
    let arguments = [name, Value::small_int(0)];
    protocol::call_args(thread, import, Args::new(&arguments, Some(names)))?;
    match core().modules.get().get(thread, name)? {
        Some(module) => Ok(module),
        None => Err(thread.key_error(name)),
    }
}

/// The name of the module in which an object of no known module is.
fn search_modules(thread: &mut Thread, object: Value, path: &[String]) -> PyResult<Value> {
    let modules = core().modules.get().copy(thread)?;
    let mut position = 0;
    while let Some((at, name, module)) = modules.next_entry(position) {
        position = at + 1;
        let text = name.downcast::<StrObject>();
        if module == none() || text.is_some_and(|t| t.equals_str("__main__") || t.equals_str("__mp_main__")) {
            continue;
        }
        match resolve(thread, module, path) {
            Ok(found) if found == object => return Ok(name),
            Ok(_) => {}
            Err(raised) => {
                if !thread.clear_if(core().types.attribute_error.get()) {
                    return Err(raised);
                }
            }
        }
    }
    Ok(core().names.main.get().value())
}

impl Saver {
    /// Writes a global by the name given, or by its own.
    pub fn save_global(&mut self, thread: &mut Thread, object: Value, name: Option<Value>) -> PyResult<()> {
        let names = &core().names;
        let name = match name {
            Some(name) => name,
            None => match protocol::getattr_optional(thread, object, names.qualname.get())? {
                Some(name) => name,
                None => protocol::getattr(thread, object, names.name.get())?,
            },
        };
        let Some(text) = name.downcast::<StrObject>() else {
            return Err(thread.type_error(format_args!("the name of a global must be str")));
        };
        let name_text = String::from_utf8_lossy(&text.to_generalised_utf8()).into_owned();
        let path: Vec<String> = name_text.split('.').map(str::to_owned).collect();
        let own_module = protocol::getattr_optional(thread, object, names.module.get())?;
        if path.iter().any(|part| part == "<locals>") {
            let shown = protocol::repr(thread, object)?.to_string_lossy();
            return Err(pickling_error(
                thread,
                format_args!("Can't pickle local object {shown}"),
            ));
        }
        let module_name = match own_module.filter(|module| *module != none()) {
            Some(module) => module,
            None => search_modules(thread, object, &path)?,
        };
        check_global(thread, object, module_name, &path, &name_text)?;
        if self.proto >= 2 && self.save_extension(thread, module_name, name)? {
            return Ok(());
        }
        if self.proto >= 4 {
            self.save(thread, module_name)?;
            self.save(thread, name)?;
            self.out.op(STACK_GLOBAL);
        } else {
            self.save_dotted(thread, module_name, &path)?;
        }
        self.memoize(thread, object)
    }

    /// Writes the code of a registered extension, if the global is one.
    fn save_extension(&mut self, thread: &mut Thread, module: Value, name: Value) -> PyResult<bool> {
        let Some(registry) = state::table(&state::EXTENSION_REGISTRY).filter(|registry| !registry.is_empty()) else {
            return Ok(false);
        };
        let key = TupleObject::from_slice(thread, &[module, name])?.value();
        let Some(code) = registry.get(thread, key)? else {
            return Ok(false);
        };
        let code = protocol::index_i64(thread, code)?;
        match code {
            1..=0xff => self.out.push(&[EXT1, code as u8]),
            0x100..=0xffff => self.out.push(&[EXT2, code as u8, (code >> 8) as u8]),
            0x1_0000..=0x7fff_ffff => self.op_with_u32(EXT4, code as u32),
            _ => {
                return Err(thread.runtime_error(format_args!("extension code {code} is out of range")));
            }
        }
        Ok(true)
    }

    /// `module.a.b` for protocols below 4: `getattr` for all names but the first.
    fn save_dotted(&mut self, thread: &mut Thread, module: Value, path: &[String]) -> PyResult<()> {
        let Some((first, rest)) = path.split_first() else {
            return Ok(());
        };
        let getattr = builtin(thread, "getattr")?;
        for _ in rest {
            self.save(thread, getattr)?;
            if self.proto < 2 {
                self.out.op(MARK);
            }
        }
        self.save_top_level(thread, module, first)?;
        for part in rest {
            let part = StrObject::from_str(thread, part)?.value();
            self.save(thread, part)?;
            self.out.op(if self.proto < 2 { TUPLE } else { TUPLE2 });
            self.out.op(REDUCE);
        }
        Ok(())
    }

    fn save_top_level(&mut self, thread: &mut Thread, module: Value, name: &str) -> PyResult<()> {
        let name = StrObject::from_str(thread, name)?.value();
        let (module, name) = match self.fix_imports && self.proto < 3 {
            true => state::mapped(thread, module, name, Direction::ToOld)?,
            false => (module, name),
        };
        self.out.op(GLOBAL);
        for (value, kind) in [(module, "module"), (name, "global")] {
            let Some(text) = value.downcast::<StrObject>() else {
                return Err(thread.type_error(format_args!("the {kind} of a global must be str")));
            };
            let encoded = text.to_generalised_utf8();
            if self.proto < 3 && !text.is_ascii() || std::str::from_utf8(&encoded).is_err() {
                return Err(not_encodable(thread, value, kind, self.proto));
            }
            self.out.push(&encoded);
            self.out.push(b"\n");
        }
        Ok(())
    }
}

/// Whether the global can be found again by its names.
fn check_global(thread: &mut Thread, object: Value, module_name: Value, path: &[String], name: &str) -> PyResult<()> {
    let loaded = match module_name.downcast::<StrObject>() {
        Some(text) => core().modules.get().get(thread, text.value())?,
        None => None,
    };
    let module = match loaded {
        Some(module) => module,
        None => match import(thread, module_name) {
            Ok(module) => module,
            Err(raised) => return Err(failed_import(thread, object, raised)),
        },
    };
    let shown = match module_name.downcast::<StrObject>() {
        Some(text) => text.to_string_lossy(),
        None => protocol::str(thread, module_name)?.to_string_lossy(),
    };
    match resolve(thread, module, path) {
        Ok(found) if found == object => Ok(()),
        Ok(_) => Err(cannot(
            thread,
            object,
            &format!("it's not the same object as {shown}.{name}"),
        )),
        Err(_) if thread.raised_is(core().types.attribute_error.get()) => {
            Err(cannot(thread, object, &format!("it's not found as {shown}.{name}")))
        }
        Err(raised) => Err(raised),
    }
}

/// The error of a name that the protocol cannot write: below 3, others than ASCII.
#[cold]
fn not_encodable(thread: &mut Thread, value: Value, kind: &str, proto: i64) -> Raised {
    let encoded = StrObject::intern(thread, "encode").and_then(|encode| {
        let encoding = StrObject::intern(thread, if proto < 3 { "ascii" } else { "utf-8" })?;
        protocol::call_method(thread, value, encode, &[encoding.value()])
    });
    let context = match encoded {
        Err(_) => thread.take_raised(),
        Ok(_) => None,
    };
    match protocol::repr(thread, value) {
        Ok(shown) => {
            let shown = shown.to_string_lossy();
            let raised = pickling_error(
                thread,
                format_args!("can't pickle {kind} identifier {shown} using pickle protocol {proto}"),
            );
            if let (Some(context), Some(exception)) = (context, thread.raised) {
                exception.chain_context(context);
            }
            raised
        }
        Err(raised) => raised,
    }
}

#[cold]
fn failed_import(thread: &mut Thread, object: Value, raised: Raised) -> Raised {
    let types = &core().types;
    let expected = [types.import_error.get(), types.value_error.get(), types.key_error.get()];
    if !expected.iter().any(|class| thread.raised_is(*class)) {
        return raised;
    }
    let Some(exception): Option<Ref<ExceptionObject>> = thread.take_raised() else {
        return raised;
    };
    match protocol::str(thread, exception.value()) {
        Ok(text) => {
            let text = text.to_string_lossy();
            thread.raised = Some(exception);
            cannot(thread, object, &text)
        }
        Err(raised) => raised,
    }
}

//! Native modules: a static description, from which the module object is made when it is imported first.

use crate::core::core;
use crate::errors::PyResult;
use crate::function::{NativeDef, NativeFunctionObject};
use crate::header::Ref;
use crate::module::ModuleObject;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::value::Value;

/// Makes the value of a module attribute.
pub type AttributeFn = fn(&mut Thread) -> PyResult<Value>;

/// Runs when the module has been made.
pub type InitFn = fn(&mut Thread, Ref<ModuleObject>) -> PyResult<()>;

/// Static description of a native module.
pub struct NativeModule {
    /// `__name__`.
    pub name: &'static str,
    /// `__doc__`; empty for none.
    pub doc: &'static str,
    /// Functions.
    pub functions: &'static [NativeDef],
    /// Attributes computed when the module is made.
    pub attributes: &'static [(&'static str, AttributeFn)],
    /// Runs last: classes, state.
    pub init: Option<InitFn>,
}

impl NativeModule {
    /// Makes the module object. It is not entered in `sys.modules`.
    pub fn create(&self, thread: &mut Thread) -> PyResult<Ref<ModuleObject>> {
        let doc = if self.doc.is_empty() {
            None
        } else {
            Some(StrObject::from_str(thread, self.doc)?.value())
        };
        let module = ModuleObject::new(thread, self.name, doc)?;
        self.fill(thread, module)?;
        Ok(module)
    }

    /// Enters functions and attributes in a module that exists (`builtins`, `sys`).
    pub fn fill(&self, thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        let name = StrObject::intern(thread, self.name)?;
        for definition in self.functions {
            let function = NativeFunctionObject::new(thread, definition, Some(name.value()))?;
            dict.set_str(thread, definition.name, function.value())?;
        }
        for (attribute, make) in self.attributes {
            let value = make(thread)?;
            dict.set_str(thread, attribute, value)?;
        }
        match self.init {
            Some(init) => init(thread, module),
            None => Ok(()),
        }
    }

    /// Enters functions and attributes in the `builtins` namespace; `init` does not run.
    pub fn fill_builtins(&self, thread: &mut Thread) -> PyResult<()> {
        let dict = core().builtins.get();
        let name = StrObject::intern(thread, self.name)?;
        for definition in self.functions {
            let function = NativeFunctionObject::new(thread, definition, Some(name.value()))?;
            dict.set_str(thread, definition.name, function.value())?;
        }
        for (attribute, make) in self.attributes {
            let value = make(thread)?;
            dict.set_str(thread, attribute, value)?;
        }
        Ok(())
    }
}

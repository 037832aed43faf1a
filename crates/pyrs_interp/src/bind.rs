//! Binding arguments to parameters, in place in the callee's registers, with CPython's error messages.
//!
//! On entry the callee's frame is pushed (so that the collector sees its window) and its first registers hold the
//! arguments as passed: positional ones, then the values of keyword arguments.

use pyrs_bytecode::{CodeFlags, CodeTemplate};
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::function::FunctionObject;
use pyrs_object::header::Ref;
use pyrs_object::similar_name::closest;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;

/// Arguments kept on the native stack while registers are rearranged; more go to a heap tuple.
const INLINE: usize = 16;

/// Moves `passed` arguments, the last ones named by `names`, to the parameters' registers.
///
/// # Safety
/// `registers` is the window of a pushed frame for `function`'s code, its locals beyond the arguments are empty.
pub unsafe fn bind(
    thread: &mut Thread,
    function: Ref<FunctionObject>,
    registers: *mut Option<Value>,
    passed: usize,
    names: Option<Ref<TupleObject>>,
) -> PyResult<()> {
    let template = function.code.get().template();
    let binder = Binder { function, registers };
    if names.is_none()
        && passed <= template.argcount as usize
        && template.kwonly_argcount == 0
        && !template.flags.intersects(CodeFlags::VARARGS | CodeFlags::VARKEYWORDS)
    {
        // Everything is in place but the defaults.
        // SAFETY: as promised by the caller.
        return unsafe { binder.fill_defaults(thread, passed) };
    }
    let mut inline = [core().none.get().value(); INLINE];
    // SAFETY: the first `passed` registers hold the arguments.
    let window = unsafe { std::slice::from_raw_parts(registers as *const Value, passed) };
    let tuple;
    let arguments: &[Value] = if passed <= INLINE {
        inline[..passed].copy_from_slice(window);
        &inline[..passed]
    } else {
        tuple = TupleObject::from_slice(thread, window)?;
        tuple.items_unbound()
    };
    // SAFETY: as promised by the caller.
    unsafe { binder.run(thread, arguments, names) }
}

struct Binder {
    function: Ref<FunctionObject>,
    registers: *mut Option<Value>,
}

impl Binder {
    fn template(&self) -> &'static CodeTemplate {
        self.function.code.get().template()
    }

    /// # Safety
    /// `index` is below the frame's register count.
    unsafe fn set(&self, index: usize, value: Option<Value>) {
        // SAFETY: as promised by the caller.
        unsafe { *self.registers.add(index) = value };
    }

    /// # Safety
    /// `index` is below the frame's register count.
    unsafe fn is_set(&self, index: usize) -> bool {
        // SAFETY: as promised by the caller.
        unsafe { (*self.registers.add(index)).is_some() }
    }

    unsafe fn run(&self, thread: &mut Thread, arguments: &[Value], names: Option<Ref<TupleObject>>) -> PyResult<()> {
        let template = self.template();
        let named = names.map_or(0, |n| n.len());
        let (positional, keyword_values) = arguments.split_at(arguments.len() - named);
        let argcount = template.argcount as usize;
        let keyword_only = template.kwonly_argcount as usize;
        let star = template.flags.contains(CodeFlags::VARARGS);
        let double_star = template.flags.contains(CodeFlags::VARKEYWORDS);
        let parameters = argcount + keyword_only + star as usize + double_star as usize;
        // SAFETY: parameters come first in the window, which the caller vouches for.
        unsafe {
            for index in 0..parameters.max(arguments.len()) {
                self.set(index, None);
            }
            let direct = positional.len().min(argcount);
            for (index, value) in positional[..direct].iter().enumerate() {
                self.set(index, Some(*value));
            }
            if star {
                let rest = TupleObject::from_slice(thread, &positional[direct..])?;
                self.set(argcount + keyword_only, Some(rest.value()));
            }
            let extra = if double_star {
                let dict = DictObject::new(thread)?;
                self.set(parameters - 1, Some(dict.value()));
                Some(dict)
            } else {
                None
            };
            if let Some(names) = names {
                for (name, value) in names.items_unbound().iter().zip(keyword_values) {
                    self.bind_keyword(thread, *name, *value, extra)?;
                }
            }
            if positional.len() > argcount && !star {
                return Err(self.too_many_positional(thread, positional.len()));
            }
            self.fill_defaults(thread, positional.len())?;
            self.fill_keyword_defaults(thread)
        }
    }

    unsafe fn bind_keyword(
        &self,
        thread: &mut Thread,
        name: Value,
        value: Value,
        extra: Option<Ref<DictObject>>,
    ) -> PyResult<()> {
        let template = self.template();
        let Some(text) = name.downcast::<StrObject>() else {
            return Err(thread.type_error(format_args!("keywords must be strings")));
        };
        let parameters = (template.argcount + template.kwonly_argcount) as usize;
        let first = template.posonly_argcount as usize;
        let varnames = self.function.code.get().varnames.get();
        let found = varnames.and_then(|all| {
            let items = all.items();
            let same = (first..parameters).find(|&i| items[i] == name);
            same.or_else(|| {
                (first..parameters).find(|&i| items[i].downcast::<StrObject>().is_some_and(|s| s.equals(&text)))
            })
        });
        match (found, extra) {
            (Some(index), _) => {
                // SAFETY: a parameter's register.
                unsafe {
                    if self.is_set(index) {
                        let (function, name) = (self.name(), text.to_string_lossy());
                        return Err(
                            thread.type_error(format_args!("{function}() got multiple values for argument '{name}'"))
                        );
                    }
                    self.set(index, Some(value));
                }
                Ok(())
            }
            (None, Some(dict)) => dict.set(thread, name, value),
            (None, None) => Err(self.unexpected_keyword(thread, &text)),
        }
    }

    fn name(&self) -> String {
        let qualname = self.function.qualname.get();
        qualname
            .downcast::<StrObject>()
            .map_or_else(String::new, |s| s.to_string_lossy())
    }

    #[cold]
    fn unexpected_keyword(&self, thread: &mut Thread, name: &StrObject) -> Raised {
        let template = self.template();
        let (function, text) = (self.name(), name.to_string_lossy());
        let positional_only = &template.varnames[..template.posonly_argcount as usize];
        if positional_only.iter().any(|p| **p == *text) {
            return thread.type_error(format_args!(
                "{function}() got some positional-only arguments passed as keyword arguments: '{text}'"
            ));
        }
        let parameters = (template.argcount + template.kwonly_argcount) as usize;
        let candidates = &template.varnames[template.posonly_argcount as usize..parameters];
        match closest(&text, candidates.iter().map(|c| &**c)) {
            Some(hint) => thread.type_error(format_args!(
                "{function}() got an unexpected keyword argument '{text}'. Did you mean '{hint}'?"
            )),
            None => thread.type_error(format_args!("{function}() got an unexpected keyword argument '{text}'")),
        }
    }

    unsafe fn fill_defaults(&self, thread: &mut Thread, given: usize) -> PyResult<()> {
        let argcount = self.template().argcount as usize;
        if given >= argcount {
            return Ok(());
        }
        let defaults = self.function.defaults.get();
        let default_count = defaults.map_or(0, |d| d.len());
        let required = argcount.saturating_sub(default_count);
        // SAFETY: parameters' registers.
        unsafe {
            let missing: Vec<usize> = (given..required).filter(|&i| !self.is_set(i)).collect();
            if !missing.is_empty() {
                return Err(self.missing(thread, &missing, "positional"));
            }
            if let Some(defaults) = defaults {
                for index in given.max(required)..argcount {
                    if !self.is_set(index) {
                        self.set(index, Some(defaults.items()[index - required]));
                    }
                }
            }
        }
        Ok(())
    }

    unsafe fn fill_keyword_defaults(&self, thread: &mut Thread) -> PyResult<()> {
        let template = self.template();
        let first = template.argcount as usize;
        let count = template.kwonly_argcount as usize;
        let Some(varnames) = self.function.code.get().varnames.get() else {
            return Ok(());
        };
        let mut missing = Vec::new();
        for index in first..first + count {
            // SAFETY: a parameter's register.
            unsafe {
                if self.is_set(index) {
                    continue;
                }
                let default = match self.function.kwdefaults.get() {
                    Some(defaults) => defaults.get(thread, varnames.items()[index])?,
                    None => None,
                };
                match default {
                    Some(value) => self.set(index, Some(value)),
                    None => missing.push(index),
                }
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.missing(thread, &missing, "keyword-only"))
        }
    }

    #[cold]
    fn missing(&self, thread: &mut Thread, indexes: &[usize], kind: &str) -> Raised {
        let template = self.template();
        let quoted: Vec<String> = indexes.iter().map(|&i| format!("'{}'", template.varnames[i])).collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        let plural = if indexes.len() == 1 { "" } else { "s" };
        let (function, count) = (self.name(), indexes.len());
        thread.type_error(format_args!(
            "{function}() missing {count} required {kind} argument{plural}: {list}"
        ))
    }

    #[cold]
    fn too_many_positional(&self, thread: &mut Thread, given: usize) -> Raised {
        let template = self.template();
        let argcount = template.argcount as usize;
        let defaults = self.function.defaults.get().map_or(0, |d| d.len());
        let keyword_given = (argcount..argcount + template.kwonly_argcount as usize)
            // SAFETY: parameters' registers.
            .filter(|&i| unsafe { self.is_set(i) })
            .count();
        let (takes, plural) = if defaults > 0 {
            (
                format!("from {} to {argcount}", argcount - defaults.min(argcount)),
                true,
            )
        } else {
            (argcount.to_string(), argcount != 1)
        };
        let plural = if plural { "s" } else { "" };
        let given_text = if keyword_given > 0 {
            let keyword_plural = if keyword_given == 1 { "" } else { "s" };
            let given_plural = if given == 1 { "" } else { "s" };
            format!(
                "{given} positional argument{given_plural} (and {keyword_given} keyword-only argument{keyword_plural})"
            )
        } else {
            given.to_string()
        };
        let were = if given == 1 && keyword_given == 0 {
            "was"
        } else {
            "were"
        };
        let function = self.name();
        thread.type_error(format_args!(
            "{function}() takes {takes} positional argument{plural} but {given_text} {were} given"
        ))
    }
}

//! The module `_sre`: patterns, matches and scanners over the engine of `pyrs_regex`.
//!
//! Invariant: subjects are matched where they lie, in their own width. Absent: locales other than C's.

mod match_object;
mod pattern;
mod run;
mod scanner;
mod subject;
mod substitute;
mod template;

use pyrs_macros::pymodule;

/// The regular-expression engine.
#[pymodule(name = "_sre")]
pub mod module {
    use super::{match_object, pattern, scanner, template};
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};
    use pyrs_regex::case;

    #[function]
    fn getcodesize(_thread: &mut Thread) -> usize {
        pyrs_regex::CODE_SIZE
    }

    #[function]
    fn ascii_iscased(_thread: &mut Thread, character: i32) -> bool {
        case::is_cased_ascii(character as u32)
    }

    #[function]
    fn unicode_iscased(_thread: &mut Thread, character: i32) -> bool {
        case::is_cased_unicode(character as u32)
    }

    #[function]
    fn ascii_tolower(_thread: &mut Thread, character: i32) -> i64 {
        case::lower_ascii(character as u32) as i64
    }

    #[function]
    fn unicode_tolower(_thread: &mut Thread, character: i32) -> i64 {
        case::lower_unicode(character as u32) as i64
    }

    #[function(keywords = "pattern, flags, code, groups, groupindex, indexgroup")]
    fn compile(
        thread: &mut Thread,
        pattern: Value,
        flags: i32,
        code: Ref<ListObject>,
        groups: i64,
        groupindex: Ref<DictObject>,
        indexgroup: Ref<TupleObject>,
    ) -> PyResult<Value> {
        pattern::compile(thread, pattern, flags as i64, code, groups, (groupindex, indexgroup))
    }

    ///   template
    ///     A list containing interleaved literal strings (str or bytes) and group
    ///     indices (int), as returned by re._parser.parse_template():
    ///         [literal1, group1, ..., literalN, groupN]
    #[function]
    fn template(thread: &mut Thread, pattern: Value, template: Ref<ListObject>) -> PyResult<Value> {
        let _ = pattern;
        template::new(thread, template)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for class in [
            &pattern::PATTERN,
            &match_object::MATCH,
            &scanner::SCANNER,
            &template::TEMPLATE,
        ] {
            class.create(thread)?;
        }
        let dict = module.dict.get();
        for (name, number) in [
            ("MAGIC", pyrs_regex::MAGIC),
            ("CODESIZE", pyrs_regex::CODE_SIZE as u32),
            ("MAXREPEAT", pyrs_regex::MAX_REPEAT),
            ("MAXGROUPS", pyrs_regex::MAX_GROUPS),
        ] {
            dict.set_str(thread, name, Value::small_int(number as i64))?;
        }
        let copyright = StrObject::from_str(thread, " SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ")?;
        dict.set_str(thread, "copyright", copyright.value())
    }
}

pub use module::MODULE;

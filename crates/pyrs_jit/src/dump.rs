//! Shows what is compiled: bytecode, HIR, Cranelift IR, machine code.

use crate::config::JitConfig;
use pyrs_abi::Refusal;
use pyrs_codegen::Compiled;
use pyrs_hir::builder::EntryPoint;
use pyrs_hir::ir::Function;
use pyrs_object::code::CodeObject;
use pyrs_object::header::Ref;
use std::io::Write;
use std::path::PathBuf;

/// The dump of one compilation.
pub(crate) struct Dump {
    name: String,
    kinds: crate::config::DumpKinds,
    file: Option<PathBuf>,
    log: bool,
    text: String,
}

impl Dump {
    pub(crate) fn new(config: &JitConfig, code: Ref<CodeObject>, entry: EntryPoint) -> Dump {
        let mut name = code.qualname.get().to_string_lossy();
        match entry {
            EntryPoint::Call => {}
            EntryPoint::Loop(header) => name += &format!("@{header}"),
            EntryPoint::Resume(point) => name += &format!("@resume{point}"),
        }
        let shown = name.contains(&config.dump_filter);
        let kinds = if shown { config.dump } else { Default::default() };
        let file = config
            .dump_dir
            .as_ref()
            .map(|dir| dir.join(format!("{}.txt", name.replace(['<', '>', '/', ' '], "_"))));
        Dump {
            name,
            kinds,
            file,
            log: config.log,
            text: String::new(),
        }
    }

    fn section(&mut self, title: &str, body: &str) {
        self.text += &format!("==== {} {title}\n{body}\n", self.name);
    }

    pub(crate) fn wants_clif(&self) -> bool {
        self.kinds.clif
    }

    pub(crate) fn wants_assembly(&self) -> bool {
        self.kinds.assembly
    }

    pub(crate) fn built(&mut self, code: Ref<CodeObject>, function: &Function) {
        if self.kinds.bytecode {
            let mut template = code.template().clone();
            template.instructions = code.instructions().iter().map(|cell| cell.get()).collect();
            self.section("bytecode", &pyrs_bytecode::disassemble(&template));
        }
        if self.kinds.hir {
            self.section("hir", &function.to_string());
        }
    }

    pub(crate) fn pass(&mut self, pass: &str, function: &Function) {
        if self.kinds.hir_passes {
            self.section(&format!("hir after {pass}"), &function.to_string());
        }
    }

    /// The code generator or the verifier refused: says so, for that is a defect of ours.
    pub(crate) fn failed(&mut self, text: &str) -> Refusal {
        if self.log || cfg!(debug_assertions) {
            eprintln!("jit: {}: {text}", self.name);
        }
        Refusal::Backend
    }

    pub(crate) fn compiled(&mut self, function: &Function, compiled: &Compiled) {
        if self.log {
            eprintln!(
                "jit: compiled {} ({} bytes, {} exits)",
                self.name,
                compiled.size,
                compiled.exits.len()
            );
        }
        if self.kinds.hir {
            self.section("hir as lowered", &function.to_string());
        }
        if self.kinds.clif {
            self.section("clif", &compiled.clif);
        }
        if self.kinds.assembly {
            self.section("asm", &compiled.assembly);
        }
    }
}

impl Drop for Dump {
    fn drop(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let written = match &self.file {
            Some(path) => {
                let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
                file.and_then(|mut file| file.write_all(self.text.as_bytes()))
            }
            None => std::io::stderr().write_all(self.text.as_bytes()),
        };
        if let Err(error) = written {
            eprintln!("jit: dump of {}: {error}", self.name);
        }
    }
}

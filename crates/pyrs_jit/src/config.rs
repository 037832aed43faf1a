//! Switches.

use std::path::PathBuf;

/// When functions are compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum JitMode {
    /// Never.
    Off,
    /// When they are hot.
    #[default]
    On,
    /// As soon as the interpreter has seen them once.
    Eager,
}

/// What is shown of each compiled function.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DumpKinds {
    /// Bytecode.
    pub bytecode: bool,
    /// HIR as built and as lowered.
    pub hir: bool,
    /// HIR after each pass.
    pub hir_passes: bool,
    /// Cranelift IR.
    pub clif: bool,
    /// Machine code.
    pub assembly: bool,
}

impl DumpKinds {
    /// Reads a comma-separated list; the first unknown name is the error.
    pub fn parse(text: &str) -> Result<DumpKinds, String> {
        let mut kinds = DumpKinds::default();
        for name in text.split(',').filter(|name| !name.is_empty()) {
            match name {
                "bytecode" => kinds.bytecode = true,
                "hir" => kinds.hir = true,
                "hir-passes" => kinds.hir_passes = true,
                "clif" => kinds.clif = true,
                "asm" => kinds.assembly = true,
                other => return Err(other.to_string()),
            }
        }
        Ok(kinds)
    }

    /// Whether anything is shown.
    pub fn any(self) -> bool {
        self != DumpKinds::default()
    }
}

/// Settings of the JIT.
#[derive(Clone, Debug)]
pub struct JitConfig {
    /// When to compile.
    pub mode: JitMode,
    /// Calls before a function is compiled.
    pub threshold: i32,
    /// Iterations before a loop is compiled.
    pub osr_threshold: i32,
    /// Exits through one guard before the function is compiled anew without it.
    pub max_exits: u32,
    /// Versions of one function.
    pub max_versions: u32,
    /// Functions with more instructions are not compiled.
    pub max_instructions: usize,
    /// Every so many guards leave for no reason; 0 is never.
    pub deopt_every: u64,
    /// What to show.
    pub dump: DumpKinds,
    /// Only functions whose qualified name contains this are shown.
    pub dump_filter: String,
    /// Folder for dumps; standard error otherwise.
    pub dump_dir: Option<PathBuf>,
    /// Compiled code counts its runs.
    pub stats: bool,
    /// A line for each compilation, refusal and exit on standard error.
    pub log: bool,
}

impl Default for JitConfig {
    fn default() -> Self {
        JitConfig {
            mode: JitMode::On,
            threshold: 60,
            osr_threshold: 600,
            max_exits: 12,
            max_versions: 8,
            max_instructions: 4000,
            deopt_every: 0,
            dump: DumpKinds::default(),
            dump_filter: String::new(),
            dump_dir: None,
            stats: false,
            log: false,
        }
    }
}

impl JitConfig {
    /// Calls before the first compilation.
    pub fn call_threshold(&self) -> i32 {
        if self.mode == JitMode::Eager { 1 } else { self.threshold }
    }

    /// Iterations before the first compilation.
    pub fn loop_threshold(&self) -> i32 {
        if self.mode == JitMode::Eager {
            2
        } else {
            self.osr_threshold
        }
    }
}

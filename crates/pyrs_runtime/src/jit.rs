//! Turns the JIT on as the switches say.

use pyrs_jit::config::{DumpKinds, JitConfig, JitMode};
use pyrs_options::Options;

/// Installs the JIT. To be called before any code object is made.
pub(crate) fn install(options: &Options) -> Result<(), String> {
    let dump = DumpKinds::parse(&options.jit_dump).map_err(|name| format!("-X jit-dump: unknown kind '{name}'"))?;
    pyrs_jit::install(JitConfig {
        mode: match options.jit {
            pyrs_options::JitMode::Off => JitMode::Off,
            pyrs_options::JitMode::On => JitMode::On,
            pyrs_options::JitMode::Eager => JitMode::Eager,
        },
        threshold: options.jit_threshold.min(i32::MAX as u32) as i32,
        osr_threshold: options.osr_threshold.min(i32::MAX as u32) as i32,
        deopt_every: options.deopt_every as u64,
        dump,
        dump_filter: options.jit_dump_filter.clone(),
        stats: options.stats != pyrs_options::StatsForm::None,
        log: options.jit_log,
        ..JitConfig::default()
    })
}

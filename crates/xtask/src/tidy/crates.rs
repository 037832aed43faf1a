//! The one table of crates: what each may use of the others, and which third-party crates have a single user.
//!
//! docs/architecture.md explains the arrows. A crate that is not in `CRATES` is refused, so that a new crate or a new
//! arrow is always a visible change of this file.

/// What a crate may use.
#[derive(Clone, Copy)]
pub enum MayUse {
    /// These crates.
    Only(&'static [&'static str]),
    /// Every crate of a lower layer: for the crate that puts everything together.
    AllBelow,
}

/// One crate of the workspace.
pub struct Crate {
    /// Folder and package name.
    pub name: &'static str,
    /// Test code may use any crate of the same or a lower layer.
    pub layer: u8,
    /// Allowed normal dependencies inside the workspace.
    pub uses: MayUse,
    /// Allowed dependencies of its build script inside the workspace.
    pub build_uses: &'static [&'static str],
}

const fn row(name: &'static str, layer: u8, uses: &'static [&'static str]) -> Crate {
    Crate {
        name,
        layer,
        uses: MayUse::Only(uses),
        build_uses: &[],
    }
}

/// Layer of the development tools, which nothing may use.
pub const DEV_LAYER: u8 = 9;

const NATIVE_MODULE: &[&str] = &[
    "pyrs_object",
    "pyrs_macros",
    "pyrs_host",
    "pyrs_text",
    "pyrs_regex",
    "pyrs_xml",
];

/// Every crate and every arrow, those still to be written included.
pub const CRATES: &[Crate] = &[
    // L0: no heap, no Value.
    row("pyrs_options", 0, &[]),
    row("pyrs_host", 0, &[]),
    row("pyrs_text", 0, &[]),
    row("pyrs_regex", 0, &["pyrs_text"]),
    row("pyrs_xml", 0, &[]),
    row("pyrs_syntax", 0, &[]),
    row("pyrs_bytecode", 0, &["pyrs_text"]),
    row("pyrs_abi", 0, &[]),
    row("pyrs_compiler", 0, &["pyrs_syntax", "pyrs_bytecode", "pyrs_text"]),
    // L1: objects.
    row("pyrs_gc", 1, &["pyrs_options", "pyrs_host"]),
    row("pyrs_macros", 1, &[]),
    row(
        "pyrs_object",
        1,
        &["pyrs_gc", "pyrs_bytecode", "pyrs_text", "pyrs_abi", "pyrs_macros"],
    ),
    // L2: execution.
    row("pyrs_builtins", 2, &["pyrs_object", "pyrs_macros", "pyrs_text"]),
    row(
        "pyrs_interp",
        2,
        &["pyrs_object", "pyrs_bytecode", "pyrs_abi", "pyrs_macros"],
    ),
    row("pyrs_hir", 2, &["pyrs_object", "pyrs_bytecode", "pyrs_abi"]),
    row("pyrs_codegen", 2, &["pyrs_hir", "pyrs_object", "pyrs_abi"]),
    row(
        "pyrs_jit",
        2,
        &[
            "pyrs_interp",
            "pyrs_hir",
            "pyrs_codegen",
            "pyrs_object",
            "pyrs_bytecode",
            "pyrs_abi",
        ],
    ),
    // L3: native modules and the library; never interp or jit.
    row("pyrs_lib_core", 3, NATIVE_MODULE),
    row("pyrs_lib_os", 3, NATIVE_MODULE),
    row(
        "pyrs_lib_net",
        3,
        &[
            "pyrs_object",
            "pyrs_macros",
            "pyrs_host",
            "pyrs_text",
            "pyrs_lib_core",
            "pyrs_lib_os",
        ],
    ),
    row("pyrs_lib_pack", 3, NATIVE_MODULE),
    row(
        "pyrs_lib_async",
        3,
        &["pyrs_object", "pyrs_macros", "pyrs_host", "pyrs_text", "pyrs_lib_core"],
    ),
    row(
        "pyrs_lib_db",
        3,
        &[
            "pyrs_object",
            "pyrs_macros",
            "pyrs_host",
            "pyrs_text",
            "pyrs_lib_core",
            "pyrs_lib_os",
        ],
    ),
    Crate {
        name: "pyrs_stdlib",
        layer: 3,
        uses: MayUse::Only(&["pyrs_bytecode"]),
        build_uses: &["pyrs_compiler", "pyrs_bytecode", "pyrs_syntax"],
    },
    // L4: the whole.
    Crate {
        name: "pyrs_runtime",
        layer: 4,
        uses: MayUse::AllBelow,
        build_uses: &[],
    },
    row("pyrs", 5, &["pyrs_runtime", "pyrs_options"]),
    // Development tools. They drive the executable from outside.
    row("pyrs_testkit", DEV_LAYER, &[]),
    row("pyrs_perf", DEV_LAYER, &["pyrs_testkit"]),
    row("pyrs_fuzz", DEV_LAYER, &[]),
    row("xtask", DEV_LAYER, &["pyrs_syntax", "pyrs_testkit"]),
];

/// A third-party crate, or with a final `*` all crates of that prefix, and the crates that may use it.
pub struct SingleUser {
    /// Name or prefix.
    pub pattern: &'static str,
    /// The crate behind whose own types it is kept.
    pub user: &'static str,
    /// Development tools may use it too: it does not reach the executable through them.
    pub dev_tools_too: bool,
}

/// Heavy third-party crates. Those not listed (libc, bitflags, …) are free.
pub const SINGLE_USERS: &[SingleUser] = &[
    SingleUser {
        pattern: "rustpython-parser",
        user: "pyrs_syntax",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "rustpython-pylib",
        user: "pyrs_stdlib",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "cranelift-*",
        user: "pyrs_codegen",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "dashu-int",
        user: "pyrs_object",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "libz-rs-sys",
        user: "pyrs_lib_core",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "libsqlite3-sys",
        user: "pyrs_lib_db",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "openssl-sys",
        user: "pyrs_lib_net",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "libbz2-rs-sys",
        user: "pyrs_lib_core",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "liblzma-sys",
        user: "pyrs_lib_core",
        dev_tools_too: false,
    },
    SingleUser {
        pattern: "clap",
        user: "pyrs_perf",
        dev_tools_too: true,
    },
];

/// The row of a crate.
pub fn find(name: &str) -> Option<&'static Crate> {
    CRATES.iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_arrow_leads_to_a_listed_crate_and_never_up() {
        for from in CRATES {
            let MayUse::Only(uses) = from.uses else {
                continue;
            };
            for name in uses.iter().chain(from.build_uses) {
                let to = find(name).unwrap_or_else(|| panic!("{} uses {name}, which has no row", from.name));
                assert!(to.layer <= from.layer, "{} points up to {name}", from.name);
            }
        }
    }

    #[test]
    fn arrows_make_no_cycle() {
        fn visit(name: &'static str, path: &mut Vec<&'static str>) {
            assert!(!path.contains(&name), "cycle: {path:?} -> {name}");
            path.push(name);
            if let Some(Crate {
                uses: MayUse::Only(uses),
                ..
            }) = find(name)
            {
                uses.iter().for_each(|next| visit(next, path));
            }
            path.pop();
        }
        CRATES.iter().for_each(|row| visit(row.name, &mut Vec::new()));
    }
}

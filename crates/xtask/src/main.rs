//! The project's own commands: `cargo xtask NAME [ARGS]`.
//!
//! Each command is one module with `run(args)` and one row in `SUBCOMMANDS`. What `cargo` itself does well (build,
//! test, format, lint) is deliberately absent here.

use std::process::ExitCode;

mod ast_oracle;
mod bless;
mod cpython_tests;
mod servers;
mod startup_order;
mod tidy;

/// One command: its name, the line shown by `cargo xtask help`, and what it does with the arguments after its name.
struct Subcommand {
    name: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const SUBCOMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "tidy",
        summary: "check crate edges, third-party users, source heads, file sizes and names",
        run: tidy::run,
    },
    Subcommand {
        name: "bless",
        summary: "[PATH] record the expected outputs of runtime-tests from CPython 3.14",
        run: bless::run,
    },
    Subcommand {
        name: "ast-oracle",
        summary: "[DIR] compare the AST of a tree of sources with CPython's own",
        run: ast_oracle::run,
    },
    Subcommand {
        name: "cpython-tests",
        summary: "[MODULE|GROUP...] run CPython's own tests on pyrs and compare with CPython",
        run: cpython_tests::run,
    },
    Subcommand {
        name: "servers",
        summary: "[NAME...] [--record] [--jit on|eager|off] compare server applications with CPython's",
        run: servers::run,
    },
    Subcommand {
        name: "startup-order",
        summary: "[EXE] record the functions that run at start-up, for the linker to put them side by side",
        run: startup_order::run,
    },
];

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND [ARGS]\n");
    for command in SUBCOMMANDS {
        text.push_str(&format!("  {:<16}{}\n", command.name, command.summary));
    }
    text
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", usage());
        return ExitCode::SUCCESS;
    }
    let Some(command) = SUBCOMMANDS.iter().find(|command| command.name == name) else {
        eprint!("xtask: no command '{name}'\n{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask {name}: {message}");
            ExitCode::FAILURE
        }
    }
}

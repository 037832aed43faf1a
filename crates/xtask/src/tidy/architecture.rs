//! docs/architecture.md against the table in `crates.rs`: the page must list every crate with exactly its arrows.

use super::crates::{CRATES, Crate, DEV_LAYER, MayUse};

/// The page, from the repository's root.
pub const PAGE: &str = "docs/architecture.md";

/// Complains about crates that the page leaves out or gives other arrows.
pub fn check(text: &str, complaints: &mut Vec<String>) {
    let rows: Vec<(Vec<String>, Vec<String>)> = text.lines().filter_map(parse_row).collect();
    for row in CRATES.iter().filter(|row| row.layer != DEV_LAYER) {
        match rows.iter().find(|(names, _)| names.iter().any(|name| name == row.name)) {
            None => complaints.push(format!("{PAGE}: no row for {}", row.name)),
            Some((_, found)) if *found != arrows(row) => {
                let expected = arrows(row).join(", ");
                complaints.push(format!(
                    "{PAGE}: {} has the arrows '{}', not '{expected}'",
                    row.name,
                    found.join(", ")
                ));
            }
            Some(_) => {}
        }
    }
}

/// A row "| `pyrs_a`, `_b` | arrows | what |": the crates, and the arrows in alphabetical order.
fn parse_row(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    let cells: Vec<&str> = line
        .strip_prefix('|')?
        .strip_suffix('|')?
        .split('|')
        .map(str::trim)
        .collect();
    let [names, arrows, _] = cells[..] else {
        return None;
    };
    let quoted = names.split(',').map(|name| name.trim().trim_matches('`'));
    // The native modules share a row, and all but the first leave out "pyrs_lib".
    let full = |name: &str| {
        if name.starts_with('_') {
            format!("pyrs_lib{name}")
        } else {
            name.to_string()
        }
    };
    let names: Vec<String> = quoted.map(full).collect();
    if !names.first()?.starts_with("pyrs") {
        return None;
    }
    Some((
        names,
        sorted(
            arrows
                .split(',')
                .map(str::trim)
                .filter(|arrow| !arrow.is_empty())
                .map(str::to_string),
        ),
    ))
}

/// What the page should say of a crate.
fn arrows(row: &Crate) -> Vec<String> {
    let short = |name: &&str| name.trim_start_matches("pyrs_").to_string();
    match row.uses {
        MayUse::AllBelow => vec!["all of L0 to L3".to_string()],
        MayUse::Only(names) => {
            let build = row
                .build_uses
                .iter()
                .map(|name| format!("{} (build script)", short(name)));
            sorted(names.iter().map(short).chain(build))
        }
    }
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_parsed() {
        let (names, arrows) = parse_row("| `pyrs_lib_core`, `_os` | text, object | modules |").expect("a row");
        assert_eq!(names, ["pyrs_lib_core", "pyrs_lib_os"]);
        assert_eq!(arrows, ["object", "text"]);
        assert!(parse_row("| crate | → | holds |").is_none());
        assert!(parse_row("text").is_none());
    }

    #[test]
    fn a_wrong_arrow_on_the_page_is_seen() {
        let mut complaints = Vec::new();
        check("| `pyrs_gc` | options | heap |", &mut complaints);
        let about_gc: Vec<&String> = complaints
            .iter()
            .filter(|complaint| complaint.contains("pyrs_gc"))
            .collect();
        assert_eq!(about_gc.len(), 1);
        assert!(about_gc[0].ends_with("not 'host, options'"), "{about_gc:?}");
    }
}

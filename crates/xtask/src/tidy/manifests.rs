//! Crate edges: every `crates/*/Cargo.toml` against the table in `crates.rs`.
//!
//! A dependency counts by its package name, renamed or not, so `path`, `workspace = true` and target-specific
//! dependencies are all seen.

use super::crates::{self, Crate, DEV_LAYER, MayUse, SINGLE_USERS};

/// Kind of a dependency section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Normal,
    Build,
    Dev,
}

const SECTIONS: [(&str, Kind); 3] = [
    ("dependencies", Kind::Normal),
    ("build-dependencies", Kind::Build),
    ("dev-dependencies", Kind::Dev),
];

/// Complains about every forbidden dependency of the manifest `file`.
pub fn check(file: &str, text: &str, complaints: &mut Vec<String>) {
    let manifest: toml::Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => {
            complaints.push(format!("{file}: {error}"));
            return;
        }
    };
    let package = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str);
    let folder = file.split('/').nth(1).unwrap_or("");
    if package != Some(folder) {
        complaints.push(format!("{file}: package name {package:?} is not its folder's name"));
    }
    let Some(row) = crates::find(folder) else {
        complaints.push(format!(
            "{file}: crate '{folder}' has no row in crates/xtask/src/tidy/crates.rs"
        ));
        return;
    };
    for (kind, name) in dependencies(&manifest) {
        if let Some(complaint) = forbidden(row, kind, &name) {
            complaints.push(format!("{file}: {complaint}"));
        }
    }
}

/// Kind and package name of every dependency, those under `[target.*]` included.
fn dependencies(manifest: &toml::Table) -> Vec<(Kind, String)> {
    let mut tables = vec![manifest];
    if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
        tables.extend(targets.values().filter_map(toml::Value::as_table));
    }
    let mut found = Vec::new();
    for table in tables {
        for (section, kind) in SECTIONS {
            let Some(entries) = table.get(section).and_then(toml::Value::as_table) else {
                continue;
            };
            for (key, entry) in entries {
                let package = entry.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                found.push((kind, package.to_string()));
            }
        }
    }
    found
}

/// Why `from` may not depend on the package `name`, if it may not.
fn forbidden(from: &Crate, kind: Kind, name: &str) -> Option<String> {
    if let Some(to) = crates::find(name) {
        let allowed = match kind {
            Kind::Dev => to.layer <= from.layer || to.name == "pyrs_testkit",
            Kind::Build => from.build_uses.contains(&name),
            Kind::Normal => match from.uses {
                MayUse::Only(names) => names.contains(&name),
                MayUse::AllBelow => to.layer < from.layer,
            },
        };
        return (!allowed).then(|| format!("the arrow {} -> {name} is not allowed", from.name));
    }
    if name.starts_with("pyrs") {
        return Some(format!("'{name}' has no row in crates/xtask/src/tidy/crates.rs"));
    }
    let rule = SINGLE_USERS.iter().find(|rule| match rule.pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == rule.pattern,
    })?;
    let allowed = rule.user == from.name || (rule.dev_tools_too && from.layer == DEV_LAYER);
    (!allowed).then(|| format!("'{name}' is for {} only", rule.user))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(name: &str, rest: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        check(
            &format!("crates/{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\n{rest}"),
            &mut complaints,
        );
        complaints
    }

    #[test]
    fn a_listed_arrow_passes() {
        assert!(
            complaints(
                "pyrs_compiler",
                "[dependencies]\npyrs_syntax = { path = \"../pyrs_syntax\" }"
            )
            .is_empty()
        );
        assert!(complaints("pyrs_runtime", "[dependencies]\npyrs_jit = { path = \"../pyrs_jit\" }").is_empty());
        assert!(complaints("pyrs_jit", "[dependencies]\npyrs_hir.workspace = true").is_empty());
    }

    #[test]
    fn an_unlisted_arrow_is_refused() {
        let found = complaints("pyrs_gc", "[dependencies]\npyrs_object = { path = \"../pyrs_object\" }");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("pyrs_gc -> pyrs_object"), "{found:?}");
        assert_eq!(
            complaints("pyrs_runtime", "[dependencies]\npyrs = { path = \"../pyrs\" }").len(),
            1
        );
    }

    #[test]
    fn renamed_and_target_dependencies_are_seen() {
        let renamed = "[dependencies]\nobjects = { path = \"../pyrs_object\", package = \"pyrs_object\" }";
        assert_eq!(complaints("pyrs_gc", renamed).len(), 1);
        let target = "[target.'cfg(unix)'.dependencies]\npyrs_object = { path = \"../pyrs_object\" }";
        assert_eq!(complaints("pyrs_gc", target).len(), 1);
    }

    #[test]
    fn build_scripts_have_arrows_of_their_own() {
        let dependency = "pyrs_compiler = { path = \"../pyrs_compiler\" }";
        assert!(complaints("pyrs_stdlib", &format!("[build-dependencies]\n{dependency}")).is_empty());
        assert_eq!(
            complaints("pyrs_stdlib", &format!("[dependencies]\n{dependency}")).len(),
            1
        );
    }

    #[test]
    fn tests_may_look_down_but_not_up() {
        assert!(complaints("pyrs_hir", "[dev-dependencies]\npyrs_compiler = { path = \"x\" }").is_empty());
        assert!(complaints("pyrs_hir", "[dev-dependencies]\npyrs_testkit = { path = \"x\" }").is_empty());
        assert_eq!(
            complaints("pyrs_hir", "[dev-dependencies]\npyrs_runtime = { path = \"x\" }").len(),
            1
        );
    }

    #[test]
    fn heavy_crates_have_one_user() {
        assert!(complaints("pyrs_codegen", "[dependencies]\ncranelift-jit = \"1\"").is_empty());
        assert_eq!(complaints("pyrs_jit", "[dependencies]\ncranelift-jit = \"1\"").len(), 1);
        assert!(complaints("pyrs_perf", "[dependencies]\nclap.workspace = true").is_empty());
        assert_eq!(
            complaints("pyrs_runtime", "[dependencies]\nclap.workspace = true").len(),
            1
        );
    }

    #[test]
    fn a_crate_without_a_row_is_refused() {
        assert_eq!(complaints("pyrs_extra", "").len(), 1);
        assert_eq!(
            complaints("pyrs_gc", "[dependencies]\npyrs_extra = { path = \"x\" }").len(),
            1
        );
    }
}

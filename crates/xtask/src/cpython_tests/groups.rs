//! Groups of test modules, and the tests that are never compared: `runtime-tests/cpython/groups.toml`.
//!
//! Names of modules are given with or without `test_` everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::Table;

/// The file.
pub struct Groups {
    groups: BTreeMap<String, Vec<String>>,
    flaky: BTreeSet<String>,
}

impl Groups {
    /// Reads it.
    pub fn read(path: &Path) -> Result<Groups, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let parsed = Groups::parse(&text);
        parsed.map_err(|error| format!("{}: {error}", path.display()))
    }

    fn parse(text: &str) -> Result<Groups, String> {
        let table: Table = text.parse().map_err(|error| format!("{error}"))?;
        let mut groups = BTreeMap::new();
        for (name, list) in section(&table, "groups")? {
            groups.insert(name.clone(), strings(name, list)?);
        }
        let mut flaky = BTreeSet::new();
        for (module, list) in section(&table, "flaky")? {
            flaky.extend(strings(module, list)?.iter().map(|test| format!("{module}.{test}")));
        }
        Ok(Groups { groups, flaky })
    }

    /// The modules that `names` stand for, in order, each once; all groups if there are no names.
    pub fn modules(&self, names: &[String]) -> Result<Vec<String>, String> {
        let all: Vec<String> = self.groups.keys().cloned().collect();
        let names = if names.is_empty() { &all } else { names };
        let mut modules: Vec<String> = Vec::new();
        for name in names {
            let one = [name.clone()];
            for module in self.groups.get(name).map_or(one.as_slice(), Vec::as_slice) {
                let module = format!("test_{}", module.strip_prefix("test_").unwrap_or(module));
                if !modules.contains(&module) {
                    modules.push(module);
                }
            }
        }
        Ok(modules)
    }

    /// The test is one that is not compared.
    pub fn is_flaky(&self, module: &str, test: &str) -> bool {
        self.flaky.contains(&format!("{module}.{test}"))
    }
}

fn section<'a>(table: &'a Table, name: &str) -> Result<&'a Table, String> {
    table
        .get(name)
        .and_then(toml::Value::as_table)
        .ok_or(format!("no table [{name}]"))
}

/// The strings of an array.
pub fn strings(name: &str, list: &toml::Value) -> Result<Vec<String>, String> {
    let list = list.as_array().ok_or(format!("{name}: not an array"))?;
    let text = |item: &toml::Value| item.as_str().map(str::to_string);
    list.iter()
        .map(|item| text(item).ok_or(format!("{name}: not a string: {item:?}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Groups;

    #[test]
    fn groups_and_modules_mix_without_repeats() {
        let groups = Groups::parse("[groups]\na = ['x', 'y']\n[flaky]\ntest_x = ['C.t']\n").expect("valid");
        let names = ["test_y".to_string(), "a".to_string(), "z".to_string()];
        assert_eq!(
            groups.modules(&names),
            Ok(vec!["test_y".into(), "test_x".into(), "test_z".into()])
        );
        assert!(groups.is_flaky("test_x", "C.t") && !groups.is_flaky("test_x", "C.u"));
        assert!(Groups::parse("[groups]\na = [1]\n[flaky]\n").is_err());
    }
}

//! `server.toml`: the cases of an application. An unknown key is an error, never ignored.
//!
//! Words in braces in a command are replaced: `{python}`, `{bin}` (the folder of the installed scripts), `{port}` (a free
//! one), `{redis}` (the port of a Redis server that was started for the case). A command is split at spaces; quoting is
//! deliberately absent.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// Name of the file.
pub const FILE: &str = "server.toml";

/// One folder of `runtime-tests/servers/`.
pub struct Application {
    pub name: String,
    pub folder: PathBuf,
    pub cases: Vec<Case>,
}

/// One way to run the application.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Case {
    pub name: String,
    /// Commands that run to their end before the server is started.
    pub before: Vec<String>,
    /// The server, if the case has one. It is told to end by SIGTERM when the client is done.
    pub server: Option<String>,
    /// What the server's log must contain before the client starts, where an open port does not say enough.
    pub ready: Option<String>,
    /// The client, a program of the folder, which CPython runs.
    pub client: Option<String>,
    /// Arguments of the client.
    pub arguments: Vec<String>,
    /// A program under test that runs beside the server or alone; its output is what is compared.
    pub program: Option<String>,
    /// Whether a Redis server is started for it.
    pub redis: bool,
    /// Native modules without which the case cannot run; it is skipped, with a word about it, where they are missing.
    pub needs: Vec<String>,
    /// Whether the server may write tracebacks: it is expected to complain of what the client does.
    pub tracebacks: bool,
    /// Whether the client tells the server to end, so that only its end is waited for.
    pub ended_by_client: bool,
}

impl Application {
    pub fn load(folder: &Path) -> Result<Application, String> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let cases = parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Application {
            name,
            folder: folder.to_path_buf(),
            cases,
        })
    }

    /// Whether `name` is this application or one of its cases.
    pub fn answers_to(&self, name: &str) -> bool {
        match name.split_once('/') {
            None => name == self.name,
            Some((application, case)) => application == self.name && self.cases.iter().any(|known| known.name == case),
        }
    }

    /// Where the case's expectation is.
    pub fn recorded(&self, case: &Case) -> PathBuf {
        self.folder.join(format!("{}.recorded", case.name))
    }

    /// The packages that it needs, if any.
    pub fn requirements(&self) -> Option<PathBuf> {
        Some(self.folder.join("requirements.txt")).filter(|path| path.is_file())
    }
}

impl Case {
    /// Says what the machine lacks for this case.
    pub fn missing_service(&self) -> Option<String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&path).any(|folder| folder.join("redis-server").is_file());
        (self.redis && !found).then(|| "there is no redis-server in PATH".to_string())
    }
}

fn parse(text: &str) -> Result<Vec<Case>, String> {
    let table: Table = text.parse().map_err(|error| format!("{error}"))?;
    let mut cases = Vec::new();
    for (key, value) in &table {
        match (key.as_str(), value) {
            ("case", Value::Array(rows)) => {
                for row in rows {
                    cases.push(case(row.as_table().ok_or("a case is a table")?)?);
                }
            }
            _ => return Err(format!("unknown key '{key}'")),
        }
    }
    Ok(cases)
}

fn case(table: &Table) -> Result<Case, String> {
    let mut case = Case::default();
    for (key, value) in table {
        let text = || value.as_str().map(str::to_string).ok_or(format!("'{key}' is a string"));
        let flag = || value.as_bool().ok_or(format!("'{key}' is true or false"));
        match key.as_str() {
            "name" => case.name = text()?,
            "before" => case.before = strings(key, value)?,
            "server" => case.server = Some(text()?),
            "ready" => case.ready = Some(text()?),
            "client" => case.client = Some(text()?),
            "arguments" => case.arguments = strings(key, value)?,
            "program" => case.program = Some(text()?),
            "needs" => case.needs = strings(key, value)?,
            "redis" => case.redis = flag()?,
            "tracebacks" => case.tracebacks = flag()?,
            "ended-by-client" => case.ended_by_client = flag()?,
            _ => return Err(format!("unknown key '{key}' of a case")),
        }
    }
    if case.name.is_empty() {
        return Err("a case without a name".to_string());
    }
    if case.client.is_some() == case.program.is_some() {
        return Err(format!("case '{}' wants either a client or a program", case.name));
    }
    Ok(case)
}

fn strings(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let items = value.as_array().ok_or(format!("'{key}' is a list of strings"))?;
    items
        .iter()
        .map(|item| {
            item.as_str()
                .map(str::to_string)
                .ok_or(format!("'{key}' is a list of strings"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case() {
        let cases = parse("[[case]]\nname = 'a'\nserver = '{python} s.py'\nclient = 'c.py'\ntracebacks = true\n");
        let [case] = cases.as_deref().expect("valid") else {
            panic!("one case")
        };
        assert_eq!((case.name.as_str(), case.tracebacks), ("a", true));
        assert_eq!(case.client.as_deref(), Some("c.py"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(parse("[[case]]\nname = 'a'\nclinet = 'c.py'\n").is_err_and(|error| error.contains("clinet")));
        assert!(parse("[[case]]\nname = 'a'\n").is_err_and(|error| error.contains("client or a program")));
    }
}

//! The pure-Python standard library, compiled and packed into the executable by the build script.
//!
//! Code is embedded uncompressed, so that a module costs nothing until it is imported; sources, which only tracebacks
//! and `inspect` want, are compressed one by one. Deliberately absent: anything that knows how modules are imported.

use pyrs_bytecode::CodeTemplate;
use std::io::Read as _;

static CODE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.code"));
static SOURCES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.sources"));
static INDEX: &[Entry] = include!(concat!(env!("OUT_DIR"), "/index.rs"));

static DATA: &[DataFile] = include!(concat!(env!("OUT_DIR"), "/data.rs"));

/// Changes with the bytecode and with the compiler: what cache files of other builds are told by.
pub const FINGERPRINT: u16 = include!(concat!(env!("OUT_DIR"), "/fingerprint.rs"));

/// A packed module.
#[derive(Debug)]
pub struct Entry {
    /// Full name.
    pub name: &'static str,
    /// Whether it is a package.
    pub is_package: bool,
    /// Path below the library's folder.
    pub path: &'static str,
    code: (usize, usize),
    source: (usize, usize),
}

/// A packed file that is no module.
#[derive(Debug)]
pub struct DataFile {
    /// Path below the library's folder.
    pub path: &'static str,
    content: (usize, usize),
}

/// All of these files, ordered by path.
pub fn data_files() -> &'static [DataFile] {
    DATA
}

impl DataFile {
    /// What is in it.
    ///
    /// # Errors
    /// The packed bytes do not inflate, which the tests exclude.
    pub fn read(&self) -> std::io::Result<Vec<u8>> {
        inflate(self.content)
    }
}

fn inflate((start, length): (usize, usize)) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    flate2::read::DeflateDecoder::new(&SOURCES[start..start + length]).read_to_end(&mut text)?;
    Ok(text)
}

/// All modules, ordered by name.
pub fn entries() -> &'static [Entry] {
    INDEX
}

/// The module of that name.
pub fn find(name: &str) -> Option<&'static Entry> {
    INDEX
        .binary_search_by(|entry| entry.name.cmp(name))
        .ok()
        .map(|position| &INDEX[position])
}

impl Entry {
    /// The compiled code.
    ///
    /// # Errors
    /// The packed bytes do not decode, which the tests exclude.
    pub fn code(&self) -> Result<CodeTemplate, String> {
        let (start, length) = self.code;
        pyrs_bytecode::marshal::read_template(&CODE[start..start + length]).map_err(|error| format!("{error:?}"))
    }

    /// The source text.
    ///
    /// # Errors
    /// The packed bytes do not inflate, which the tests exclude.
    pub fn source(&self) -> std::io::Result<Vec<u8>> {
        inflate(self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_decodes() {
        assert!(entries().len() > 500);
        for entry in entries() {
            let code = entry.code().unwrap();
            assert_eq!(&*code.name, "<module>", "{}", entry.name);
        }
    }

    #[test]
    fn data_files_inflate() {
        let named = |name: &str| data_files().iter().find(|file| file.path.ends_with(name));
        let script = named("venv/scripts/common/activate").unwrap().read().unwrap();
        assert!(String::from_utf8(script).unwrap().contains("VIRTUAL_ENV"));
        assert!(named(".whl").unwrap().read().unwrap().starts_with(b"PK"));
    }

    #[test]
    fn sources_inflate() {
        let source = find("enum").unwrap().source().unwrap();
        assert!(String::from_utf8(source).unwrap().contains("class EnumType"));
        assert!(find("importlib._bootstrap").is_some());
        assert!(find("no_such_module").is_none());
    }
}

//! Packs the pure-Python standard library: compiles each module to bytecode and writes an index, the code and the
//! compressed sources, which `lib.rs` embeds.
//!
//! A module that does not compile stops the build.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Folders and files that no program imports: graphical ones, test data, bundled wheels.
const LEFT_OUT: &[&str] = &[
    "idlelib",
    "tkinter",
    "turtledemo",
    "turtle.py",
    "test",
    "__pycache__",
    "_pycodecs.py",
];

/// Files beside the modules that packages read: what an installation has and `importlib.resources` gives.
const DATA: &[&str] = &["ensurepip/_bundled", "pydoc_data/_pydoc.css", "venv/scripts"];

/// A change of a published module: text that must be there, and what takes its place.
struct Patch {
    path: &'static str,
    old: &'static str,
    new: &'static str,
}

const PATCHES: &[Patch] = &[
    // The debugger traces: there are no events of sys.monitoring.
    Patch {
        path: "pdb.py",
        old: "        pdb = Pdb(mode='inline', backend='monitoring', colorize=True)
    if header is not None:
        pdb.message(header)
    pdb.set_trace(",
        new: "        pdb = Pdb(mode='inline', backend='settrace', colorize=True)
    if header is not None:
        pdb.message(header)
    pdb.set_trace(",
    },
    Patch {
        path: "pdb.py",
        old: "        pdb = Pdb(mode='inline', backend='monitoring', colorize=True)
    if header is not None:
        pdb.message(header)
    await pdb.set_trace_async(",
        new: "        pdb = Pdb(mode='inline', backend='settrace', colorize=True)
    if header is not None:
        pdb.message(header)
    await pdb.set_trace_async(",
    },
    Patch {
        path: "pdb.py",
        old: "    pdb = Pdb(mode='cli', backend='monitoring', colorize=True)",
        new: "    pdb = Pdb(mode='cli', backend='settrace', colorize=True)",
    },
    // The line of the first instruction, without CPython's bytecode.
    Patch {
        path: "pdb.py",
        old: "    prev = None
    for instr in dis.get_instructions(code):
        if prev is not None and prev.opname == 'RESUME':
            if instr.positions.lineno is not None:
                return instr.positions.lineno
            return code.co_firstlineno
        prev = instr
    return code.co_firstlineno",
        new: "    for start, end, line in code.co_lines():
        if start > 0 and line is not None:
            return line
    return code.co_firstlineno",
    },
    // Fields of native objects are computed attributes here: members are what `__slots__` makes.
    Patch {
        path: "types.py",
        old: "MemberDescriptorType = type(FunctionType.__globals__)",
        new: "MemberDescriptorType = type(type('_', (), {'__slots__': '_'})._)",
    },
    // Packed packages have resources and source texts.
    Patch {
        path: "importlib/_bootstrap.py",
        old: "    @staticmethod
    def create_module(spec):
        \"\"\"Set __file__, if able.\"\"\"",
        new: "    @staticmethod
    def get_resource_reader(fullname):
        from _pyrs_resources import Reader
        return Reader(fullname)

    @staticmethod
    def create_module(spec):
        \"\"\"Set __file__, if able.\"\"\"",
    },
    Patch {
        path: "importlib/_bootstrap.py",
        old: "        \"\"\"Return None as frozen modules do not have source code.\"\"\"
        return None",
        new: "        return _imp._packed_source(fullname)",
    },
    // Archives in sys.path: their importer is imported when there is one.
    Patch {
        path: "importlib/_bootstrap_external.py",
        old: "    sys.path_hooks.extend([FileFinder.path_hook(*supported_loaders)])",
        new: "    sys.path_hooks.extend([_archive_hook, FileFinder.path_hook(*supported_loaders)])",
    },
    Patch {
        path: "importlib/_bootstrap_external.py",
        old: "def _install(_bootstrap_module):",
        new: "def _archive_hook(path):
    place = path
    while place:
        try:
            mode = _path_stat(place).st_mode
        except (OSError, ValueError):
            place = _path_split(place)[0]
            continue
        if mode & 0o170000 != 0o100000:
            break
        import zipimport
        return zipimport.zipimporter(path)
    raise ImportError(f'not an archive: {path!r}', path=path)


def _install(_bootstrap_module):",
    },
    Patch {
        path: "venv/__init__.py",
        old: "        path = os.path.abspath(os.path.dirname(__file__))
        path = os.path.join(path, 'scripts')
        self.install_scripts(context, path)",
        new: "        from importlib import resources
        with resources.as_file(resources.files('venv') / 'scripts') as path:
            self.install_scripts(context, os.fspath(path))",
    },
    // The wheel keeps its name: a folder is unpacked, not a file.
    Patch {
        path: "ensurepip/__init__.py",
        old: "    return resources.as_file(
        resources.files('ensurepip')
        / '_bundled'
        / f'pip-{_PIP_VERSION}-py3-none-any.whl'
    )",
        new: "    return _unpacked_wheel()


@contextmanager
def _unpacked_wheel():
    with resources.as_file(resources.files('ensurepip') / '_bundled') as folder:
        yield folder / f'pip-{_PIP_VERSION}-py3-none-any.whl'",
    },
    Patch {
        path: "ensurepip/__init__.py",
        old: "from contextlib import nullcontext",
        new: "from contextlib import contextmanager, nullcontext",
    },
    // `_warnings` has the functions that warn; the rest of the machinery is `_py_warnings`.
    Patch {
        path: "warnings.py",
        old: "except ImportError:
    _warnings_defaults = False",
        new: "except ImportError:
    from _warnings import warn, warn_explicit
    _warnings_defaults = False",
    },
    // Folders are those of Python; the implementation is this one.
    Patch {
        path: "sysconfig/__init__.py",
        old: "    return 'RustPython'  # XXX: RUSTPYTHON; For site-packages",
        new: "    return 'Python'",
    },
    Patch {
        path: "site.py",
        old: "    return 'RustPython' # XXX: RUSTPYTHON; for site-packages",
        new: "    return 'Python'",
    },
    Patch {
        path: "site.py",
        old: "    # XXX: RUSTPYTHON
    return f'{userbase}/lib/rustpython{version[0]}.{version[1]}{abi_thread}/site-packages'",
        new: "    return f'{userbase}/lib/{implementation_lower}{version[0]}.{version[1]}{abi_thread}/site-packages'",
    },
    Patch {
        path: "platform.py",
        old: "        # XXX: RUSTPYTHON support
        if \"RustPython\" in sys_version:
            name = \"RustPython\"",
        new: "        if \"(pyrs \" in sys_version:
            name = \"pyrs\"",
    },
    // What the runtime has done itself when it started stays as it is when a program imports the module.
    Patch {
        path: "site.py",
        old: "if not sys.flags.no_site:
    main()
",
        new: "if getattr(sys, '_site_done', False):
    _path = sys.path[:]
    main()
    sys.path[:] = _path
    del _path
elif not sys.flags.no_site:
    main()
",
    },
    // A damaged cache file is written anew instead of failing the import.
    Patch {
        path: "importlib/_bootstrap_external.py",
        old: "                        return _compile_bytecode(bytes_data, name=fullname,
                                                 bytecode_path=bytecode_path,
                                                 source_path=source_path)
        if source_bytes is None:",
        new: "                        try:
                            return _compile_bytecode(bytes_data, name=fullname,
                                                     bytecode_path=bytecode_path,
                                                     source_path=source_path)
                        except (ImportError, EOFError, TypeError, ValueError):
                            _bootstrap._verbose_message('{} is damaged', bytecode_path)
        if source_bytes is None:",
    },
    // A view counts for as long as the collector has not found it dead: the buffer could not be shortened behind it.
    Patch {
        path: "asyncio/streams.py",
        old: "        data = bytes(memoryview(self._buffer)[:n])
        del self._buffer[:n]

        self._maybe_resume_transport()
        return data

    async def readexactly",
        new: "        data = bytes(self._buffer[:n])
        del self._buffer[:n]

        self._maybe_resume_transport()
        return data

    async def readexactly",
    },
    Patch {
        path: "asyncio/streams.py",
        old: "            data = bytes(memoryview(self._buffer)[:n])",
        new: "            data = bytes(self._buffer[:n])",
    },
];

fn patched(relative: &str, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let mut bytes = bytes;
    for patch in PATCHES.iter().filter(|patch| patch.path == relative) {
        let text = String::from_utf8(bytes).map_err(|e| format!("{relative}: {e}"))?;
        if text.matches(patch.old).count() != 1 {
            return Err(format!("{relative}: a patch does not fit"));
        }
        bytes = text.replace(patch.old, patch.new).into_bytes();
    }
    Ok(bytes)
}

/// 16 bits that change with the packed code, and so with the opcodes and with what the compiler makes of a source: FNV-1a.
fn fingerprint(code: &[u8]) -> u16 {
    let hash = code.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) as u16
}

fn main() {
    if let Err(error) = pack() {
        println!("cargo::error=packing the standard library: {error}");
    }
}

fn pack() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=lib");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let mut files = Vec::new();
    // The published library, and the modules of our own that it asks for.
    for lib in [Path::new(rustpython_pylib::LIB_PATH), Path::new("lib")] {
        let mut found = Vec::new();
        walk(lib, &mut found).map_err(|e| format!("{}: {e}", lib.display()))?;
        files.extend(found.into_iter().map(|path| (lib, path)));
    }
    files.sort();
    let (mut code, mut sources, mut index) = (Vec::new(), Vec::new(), String::new());
    let mut entries = Vec::new();
    for (lib, path) in &files {
        let relative = path.strip_prefix(lib).map_err(|e| e.to_string())?;
        let relative = relative.to_str().ok_or("a file name that is not UTF-8")?.to_owned();
        let (name, is_package) = module_name(&relative);
        let bytes = std::fs::read(path).map_err(|e| format!("{relative}: {e}"))?;
        let bytes = patched(&relative, bytes)?;
        let template = compile(&bytes, &relative)?;
        let marshalled = pyrs_bytecode::marshal::write_template(&template);
        let compressed = compress(&bytes)?;
        entries.push((
            name,
            is_package,
            relative,
            code.len(),
            marshalled.len(),
            sources.len(),
            compressed.len(),
        ));
        code.extend_from_slice(&marshalled);
        sources.extend_from_slice(&compressed);
    }
    entries.sort();
    for (name, is_package, path, code_start, code_length, source_start, source_length) in entries {
        let _ = writeln!(
            index,
            "Entry {{ name: {name:?}, is_package: {is_package}, path: {path:?}, code: ({code_start}, {code_length}), \
             source: ({source_start}, {source_length}) }},"
        );
    }
    let data = pack_data(&mut sources)?;
    write(&out.join("data.rs"), format!("&[\n{data}]").as_bytes())?;
    write(&out.join("stdlib.code"), &code)?;
    write(&out.join("stdlib.sources"), &sources)?;
    write(&out.join("fingerprint.rs"), fingerprint(&code).to_string().as_bytes())?;
    write(&out.join("index.rs"), format!("&[\n{index}]").as_bytes())
}

/// Adds the files of [`DATA`] to the compressed texts; their index.
fn pack_data(sources: &mut Vec<u8>) -> Result<String, String> {
    let root = Path::new(rustpython_pylib::LIB_PATH);
    let mut files = Vec::new();
    for place in DATA {
        let path = root.join(place);
        match path.is_dir() {
            true => walk_data(&path, &mut files).map_err(|e| format!("{place}: {e}"))?,
            false => files.push(path),
        }
    }
    files.sort();
    let mut index = String::new();
    for path in files {
        let relative = path.strip_prefix(root).map_err(|e| e.to_string())?;
        let relative = relative.to_str().ok_or("a file name that is not UTF-8")?;
        let bytes = std::fs::read(&path).map_err(|e| format!("{relative}: {e}"))?;
        let compressed = compress(&bytes)?;
        let _ = writeln!(
            index,
            "DataFile {{ path: {relative:?}, content: ({}, {}) }},",
            sources.len(),
            compressed.len()
        );
        sources.extend_from_slice(&compressed);
    }
    Ok(index)
}

fn walk_data(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => walk_data(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

fn compress(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).map_err(|e| e.to_string())?;
    encoder.finish().map_err(|e| e.to_string())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            if path.join("__init__.py").exists() || path.parent() != folder.parent() {
                walk(&path, files)?;
            }
        } else if name.ends_with(".py") {
            files.push(path);
        }
    }
    Ok(())
}

/// `a/b/__init__.py` is package `a.b`; `a/b.py` is module `a.b`.
fn module_name(relative: &str) -> (String, bool) {
    let dotted = relative.trim_end_matches(".py").replace('/', ".");
    match dotted.strip_suffix(".__init__") {
        Some(package) => (package.to_owned(), true),
        None => (dotted, false),
    }
}

fn compile(bytes: &[u8], name: &str) -> Result<pyrs_bytecode::CodeTemplate, String> {
    let source = pyrs_syntax::Source::decode(bytes, name).map_err(|e| format!("{name}: {e}"))?;
    let parsed = pyrs_syntax::parse_module(&source).map_err(|e| format!("{name}: {e}"))?;
    let options = pyrs_compiler::CompileOptions::default();
    pyrs_compiler::compile(pyrs_compiler::Tree::Module(&parsed.module), &parsed.lines, &options)
        .map_err(|e| format!("{name}: {e}"))
}

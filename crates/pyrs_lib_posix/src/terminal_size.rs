//! `os.terminal_size`.

use pyrs_object::struct_sequence::{Field, StructSequence};

/// The class of the result of `get_terminal_size`.
pub static TERMINAL_SIZE: StructSequence =
    StructSequence::new("terminal_size", "os", &[Field("columns"), Field("lines")]);

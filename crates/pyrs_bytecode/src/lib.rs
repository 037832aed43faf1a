//! The register bytecode: one table of opcodes, and the code template that the compiler makes.

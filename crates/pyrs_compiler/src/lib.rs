//! From AST to register bytecode: scopes, code generation, peephole.

//! Tokens, AST and SyntaxError: from source bytes to the tree that the compiler reads.

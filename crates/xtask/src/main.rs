//! Developer commands: tidy, bless, and other checks.
fn main() {}

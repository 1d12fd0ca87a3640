//! The `hivelint` command.

fn main() {}

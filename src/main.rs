//! Command line of tradewire.

use std::process::ExitCode;

fn main() -> ExitCode {
    tradewire::cli::main()
}

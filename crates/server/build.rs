//! The migrations are embedded by a macro that the compiler cannot see through.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}

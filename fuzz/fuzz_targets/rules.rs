#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| syncano_fuzz::run("rules", data));

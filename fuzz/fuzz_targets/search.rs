#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| syncano_fuzz::search(&String::from_utf8_lossy(data)));

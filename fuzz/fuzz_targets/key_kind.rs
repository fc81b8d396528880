#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| syncano_fuzz::key_kind(&String::from_utf8_lossy(data)));

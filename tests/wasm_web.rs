//! The boundary in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod wasm_shared;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

every_case!(boundary_tests);

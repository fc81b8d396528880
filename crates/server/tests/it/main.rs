//! The real server over a real database file, asked over real sockets.

// A test that cannot go on says so by panicking; the lint's own exception covers test
// functions only, not what they share.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod account;
mod activation;
mod admins;
mod api_key_flags;
mod api_keys;
mod audit;
mod batch;
mod chapter;
mod command;
mod configuration;
mod connections;
mod dashboard;
mod differences;
mod document;
mod durability;
mod elsewhere;
mod encodings;
#[path = "../faults/figures.rs"]
mod figures;
mod groups;
mod health;
mod hostile_input;
mod instance_config;
mod instances;
mod invitations;
mod limits;
mod listening;
mod log_lines;
mod login;
mod login_limits;
mod mail;
mod mailbox;
mod matrix;
#[cfg(target_os = "linux")]
mod memory;
mod metrics;
mod needles;
mod openapi;
mod operations_page;
mod options;
mod order_of_checks;
mod pagination;
mod passwords;
mod profiles;
mod replay;
mod reply;
mod sealed_rows;
mod secrets;
mod server;
mod tls;
mod tls_client;
mod user_keys;
mod user_permissions;
mod users;
mod versions;

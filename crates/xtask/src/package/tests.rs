use super::install::file_name;
use super::stamp::Stamp;

#[test]
fn the_tarball_is_found_in_npms_answer() {
    let list = r#"[{"id":"syncano@1.1.0","filename":"syncano-1.1.0.tgz"}]"#;
    assert_eq!(file_name(list).expect("a name"), "syncano-1.1.0.tgz");
    assert!(file_name("[]").is_err());
    assert!(file_name("npm error").is_err());
}

#[test]
fn a_stamp_survives_the_disk_and_tells_inputs_from_outputs() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("stamp");
    assert_eq!(Stamp::read(&file), None);
    Stamp::new("a", "b").write(&file).expect("written");
    assert_eq!(Stamp::read(&file), Some(Stamp::new("a", "b")));
    assert_ne!(Stamp::new("a", "b"), Stamp::new("b", "a"));
}

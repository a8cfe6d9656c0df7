use std::collections::BTreeMap;

use super::*;

fn outputs(files: &[(&str, &str)]) -> Vec<Output> {
    let output = |(path, text): &(&str, &str)| Output {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    files.iter().map(output).collect()
}

fn files_of(folder: &Path) -> BTreeMap<String, String> {
    let mut paths = Vec::new();
    collect(folder, Path::new(""), &mut paths).expect("readable");
    let read = |path: &PathBuf| fs::read_to_string(folder.join(path)).expect("a text");
    paths
        .iter()
        .map(|path| (path.display().to_string(), read(path)))
        .collect()
}

fn as_written(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

const OLD: [(&str, &str); 3] = [("a", "old"), ("b/c", "old"), ("feedback/x", "old")];
const NEW: [(&str, &str); 2] = [("a", "new"), ("b/c", "new")];

/// A folder beside others, written once.
fn written() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("output");
    write(&out, &OLD, &[]).expect("written");
    (home, out)
}

fn write(out: &Path, files: &[(&str, &str)], own: &[FileEntry]) -> Result<()> {
    folder(&Guard::new(Some(out)), out, &outputs(files), own)
}

fn own() -> Vec<FileEntry> {
    OLD.map(|(path, text)| FileEntry::new(path, text.as_bytes()))
        .to_vec()
}

#[test]
fn what_is_ours_goes_and_what_is_not_stays() {
    let (home, out) = written();
    fs::write(out.join("メモ.txt"), "mine").expect("written");
    write(&out, &NEW, &own()).expect("written");
    let mut expected = as_written(&NEW);
    expected.insert("メモ.txt".to_owned(), "mine".to_owned());
    assert_eq!(files_of(&out), expected);
    assert_eq!(
        home.path().read_dir().expect("a folder").count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn what_somebody_has_changed_is_not_ours_any_more() {
    let (_home, out) = written();
    fs::write(out.join("feedback/x"), "with a note").expect("written");
    write(&out, &NEW, &own()).expect("written");
    assert_eq!(files_of(&out)["feedback/x"], "with a note");
}

/// A run that is killed leaves its hidden folder at one of these steps.
#[test]
fn killed_at_any_step_the_old_or_the_new_stands_and_the_next_run_cleans_up() {
    for step in 0..5 {
        let (home, out) = written();
        let hidden = home.path().join(".zaitaku-output");
        let (new, old) = (hidden.join("new"), hidden.join("old"));
        fs::create_dir_all(&new).expect("made");
        if step >= 1 {
            write_into(&new, &outputs(&NEW[..1])).expect("half of it");
        }
        if step >= 2 {
            write_into(&new, &outputs(&NEW)).expect("all of it");
        }
        if step >= 3 {
            fs::rename(&out, &old).expect("the old one aside");
        }
        if step >= 4 {
            fs::rename(&new, &out).expect("the new one in its place");
        }
        recover(&out).expect("recovered");
        let expected = if step >= 4 { &NEW[..] } else { &OLD[..] };
        assert_eq!(files_of(&out), as_written(expected), "step {step}");
        write(&out, &NEW, &own()).expect("written");
        assert_eq!(files_of(&out), as_written(&NEW), "step {step}");
        assert!(!hidden.exists(), "step {step}");
    }
}

#[test]
fn where_the_system_knows_no_exchange_the_folder_is_moved_twice() {
    let (_home, out) = written();
    let work = begin(&out).expect("free").expect("a name");
    write_into(&work.new_folder(), &outputs(&NEW)).expect("written");
    move_twice(&work, &out).expect("moved");
    assert_eq!(files_of(&out), as_written(&NEW));
    assert!(!work.old_folder().exists());
}

#[test]
fn a_second_run_is_told_that_another_one_writes() {
    let (_home, out) = written();
    let first = begin(&out).expect("free").expect("a name");
    let error = write(&out, &NEW, &own()).expect_err("taken");
    assert!(error.to_string().contains("今ほかの実行"), "{error}");
    assert_eq!(files_of(&out), as_written(&OLD));
    drop(first);
    write(&out, &NEW, &own()).expect("free again");
}

#[test]
fn a_place_that_is_no_plain_file_is_never_replaced() {
    let (_home, out) = written();
    fs::create_dir(out.join("d")).expect("made");
    fs::write(out.join("d/note"), "mine").expect("written");
    let error = write(&out, &[("d", "new")], &[]).expect_err("a folder");
    assert!(error.to_string().contains("ふつうの"), "{error}");
    assert_eq!(files_of(&out)["d/note"], "mine");
}

//! What the program writes: never onto what it reads, whole or not at all, and told when it fails.

use std::fs;

use crate::support::{FILLINGS, Project, drawn, files, mended};

const OFFICE: &str = "office-kita";
const FORM: &str = "2023H1/submissions/office/北区相談支援室.xlsx";

/// Every command that writes, held against every kind of input.
#[test]
fn nothing_that_is_read_is_ever_written_over() {
    let project = Project::sample();
    project.run(&["templates", "--definitions", "--out", "定義"]);
    let settings = fs::read_to_string(project.path("zaitaku.toml")).expect("the settings");
    let settings = format!("definitions = \"定義\"\n{settings}");
    project.write("zaitaku.toml", settings.as_bytes());
    project.write(
        "公表.csv",
        b"period,unit,element,option,state,value,note,source\n",
    );
    let before = files(&project.path(""));
    let period = ["--period", "2023H1"];
    for (command, more) in [
        ("forms", vec!["--out", "2023H1/submissions"]),
        ("forms", vec!["--out", "2023H1"]),
        ("forms", vec!["--out", "."]),
        ("export", vec!["--out", "history"]),
        ("export", vec!["--out", "."]),
        ("export", vec!["--out", "定義/新"]),
        (
            "export",
            vec!["--format", "csv", "--out", "2023H1/submissions/ward"],
        ),
        ("status", vec!["--format", "text", "--out", "zaitaku.toml"]),
        (
            "status",
            vec!["--format", "text", "--out", "2023H1/commentary.toml"],
        ),
        (
            "status",
            vec!["--format", "text", "--out", "定義/pages.toml"],
        ),
        ("status", vec!["--remind", "history"]),
        ("reconcile", vec!["--out", "history/published.csv"]),
        (
            "reconcile",
            vec!["--against", "公表.csv", "--out", "公表.csv"],
        ),
        (
            "compare",
            vec!["--with", "2022H1", "--out", "history/2022H1.csv"],
        ),
    ] {
        let run = project.run(&[&[command][..], &period, &more].concat());
        assert_eq!(run.status, 3, "{command} {more:?}: {}{}", run.out, run.err);
        assert!(
            run.err.contains("指定してください"),
            "{command} {more:?}: {}",
            run.err
        );
        assert!(files(&project.path("")) == before, "{command} {more:?}");
    }
    let versions = project.run(&["compare", FORM, FORM, "--out", FORM]);
    assert_eq!(versions.status, 3, "{}", versions.err);
    let sample = project.run(&["sample", "--out", "."]);
    assert_eq!(sample.status, 3, "{}", sample.err);
    let blank = project.run(&["validate", FORM, "--annotate", "history"]);
    assert_eq!(blank.status, 3, "{}", blank.err);
    assert!(files(&project.path("")) == before);
}

#[test]
fn a_form_that_somebody_has_filled_in_stays_and_is_named() {
    let project = Project::sample();
    let forms = ["forms", "--period", "2023H1"];
    project.run(&forms).succeeds();
    let blank = files(&project.path("2023H1/forms"));
    assert!(
        project
            .run(&forms)
            .succeeds()
            .out
            .contains("48件作りました")
    );
    let filled = drawn(OFFICE, &FILLINGS[OFFICE]);
    project.write("2023H1/forms/office/北区相談支援室.xlsx", &filled);
    project.write("2023H1/forms/office/旭区相談支援室.xlsx", b"not to be read");
    project.write("2023H1/forms/メモ.txt", b"a note");
    project.remove("2023H1/forms/ward/北区.xlsx");
    let run = project.run(&forms).succeeds();
    assert!(run.out.contains("46件作りました"), "{}", run.out);
    assert!(run.out.contains("北区相談支援室.xlsx") && run.out.contains("旭区相談支援室.xlsx"));
    let now = files(&project.path("2023H1/forms"));
    assert!(now["office/北区相談支援室.xlsx"] == filled);
    assert_eq!(now["office/旭区相談支援室.xlsx"], b"not to be read");
    assert_eq!(now["メモ.txt"], b"a note");
    assert!(now["ward/北区.xlsx"] == blank["ward/北区.xlsx"]);
}

#[test]
fn the_same_holds_for_a_copy_with_notes() {
    let project = Project::sample();
    let annotate = ["validate", FORM, "--annotate", "返送"];
    project.run(&annotate).succeeds();
    let mut mended = FILLINGS[OFFICE].clone();
    mended.answers.insert(
        crate::support::plain("contact_person", None),
        zaitaku_report::for_tests::model::answer::Value::Text("山田".to_owned()),
    );
    let mended = drawn(OFFICE, &mended);
    project.write("返送/北区相談支援室.xlsx", &mended);
    let run = project.run(&annotate).succeeds();
    assert!(run.err.contains("そのまま残しました"), "{}", run.err);
    assert!(files(&project.path("返送"))["北区相談支援室.xlsx"] == mended);
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_is_never_replaced() {
    use std::os::unix::fs::symlink;
    let project = Project::sample();
    project.write("よその.json", b"mine");
    symlink(project.path("よその.json"), project.path("s.json")).expect("a link");
    let run = project.run(&["status", "--period", "2023H1", "--out", "s.json"]);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.err.contains("ふつうのファイル"), "{}", run.err);
    assert!(project.path("s.json").is_symlink());
    // Through a link to a folder of submissions, too.
    fs::create_dir_all(project.path("2023H1/forms")).expect("made");
    symlink(
        project.path("2023H1/submissions/ward"),
        project.path("2023H1/forms/ward"),
    )
    .expect("a link");
    let before = files(&project.path("2023H1/submissions"));
    let run = project.run(&["forms", "--period", "2023H1"]).succeeds();
    assert!(
        run.out.contains("24件は、そのまま残しました"),
        "{}",
        run.out
    );
    assert!(files(&project.path("2023H1/submissions")) == before);
}

#[test]
fn nothing_is_left_beside_the_outputs_and_other_files_stay() {
    let project = Project::sample();
    project.write("2023H1/export/メモ.txt", b"a note");
    project.write(
        "2023H1/.zaitaku-export/new/half",
        b"of a run that was killed",
    );
    let export = ["export", "--period", "2023H1", "--format", "csv"];
    project.run(&export).succeeds();
    project.run(&["status", "--period", "2023H1", "--out", "s.json"]);
    let all = files(&project.path(""));
    let hidden: Vec<&String> = all
        .keys()
        .filter(|path| path.contains(".zaitaku"))
        .collect();
    assert!(hidden.is_empty(), "{hidden:?}");
    assert_eq!(all["2023H1/export/メモ.txt"], b"a note");
}

/// Killed anywhere in the exchange, a run leaves the old folder or the new one, and the next run
/// nothing of it.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_killed_leaves_the_old_folder_or_the_new_one() {
    use std::process::{Command, Stdio};
    let project = Project::sample();
    let other = drawn(OFFICE, &FILLINGS["office-asahi"]);
    let forms = [files(&project.path(""))[FORM].clone(), other];
    let export = ["export", "--period", "2023H1", "--format", "csv"];
    let whole = [0, 1].map(|turn| {
        project.write(FORM, &forms[turn]);
        project.run(&export).succeeds();
        files(&project.path("2023H1/export"))
    });
    assert!(whole[0] != whole[1]);
    for kill in 0..24 {
        project.write(FORM, &forms[kill % 2]);
        let mut run = Command::new(env!("CARGO_BIN_EXE_zaitaku-report"))
            .current_dir(project.path(""))
            .args(export)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let hidden = project.path("2023H1/.zaitaku-export");
        while !hidden.exists() && run.try_wait().expect("a child").is_none() {}
        // Each time a little later within the writing.
        for _ in 0..kill * kill * 20 {
            let _ = hidden.exists();
        }
        let _ = run.kill();
        run.wait().expect("ends");
        let left = files(&project.path("2023H1/export"));
        assert!(whole.contains(&left), "kill {kill}: {:?}", left.keys());
    }
    project.run(&export).succeeds();
    assert!(files(&project.path("2023H1/export")) == whole[1]);
    assert!(!project.path("2023H1/.zaitaku-export").exists());
}

/// A script with disks of its own.
#[cfg(target_os = "linux")]
fn own_disk(script: &str) -> std::process::Command {
    let mut command = std::process::Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", script]);
    command
}

#[cfg(target_os = "linux")]
fn disks_can_be_had() -> bool {
    let tried = own_disk("mount -t tmpfs none /mnt").status();
    let can = tried.is_ok_and(|status| status.success());
    if !can {
        eprintln!("no disk of its own can be had here: not tried");
    }
    can
}

/// A workbook too large to be kept waits in files of the system; where these find no room, it is
/// kept after all.
#[cfg(target_os = "linux")]
#[test]
fn a_large_workbook_is_written_though_the_temporary_folder_is_full() {
    const SCRIPT: &str = "mount -t tmpfs -o size=64k none disk && \
        TMPDIR=$PWD/disk \"$0\" export --period 2023H1 --format xlsx --out \"$1\"";
    if !disks_can_be_had() {
        return;
    }
    let project = Project::sample();
    fs::create_dir_all(project.path("disk")).expect("made");
    let export = ["export", "--period", "2023H1", "--format", "xlsx", "--out"];
    project.run(&[&export[..], &["roomy"]].concat()).succeeds();
    let output = own_disk(SCRIPT)
        .args([env!("CARGO_BIN_EXE_zaitaku-report"), "narrow"])
        .current_dir(project.path(""))
        .output()
        .expect("starts");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    let names = |folder: &str| Vec::from_iter(files(&project.path(folder)).into_keys());
    assert_eq!(names("narrow"), names("roomy"));
}

/// On a disk that is full at any stage, what stood there stays, nothing is left beside it, and it
/// is told.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    // A small disk that this process alone sees, with the folder of before on it.
    const SCRIPT: &str = "mount -t tmpfs -o size=$1 none disk && cp -r kept disk/out && \
        \"$0\" export --period 2023H1 --format csv --out disk/out; told=$?; cp -r disk after; exit $told";
    if !disks_can_be_had() {
        return;
    }
    let project = Project::sample();
    let export = [
        "export", "--period", "2023H1", "--format", "csv", "--out", "kept",
    ];
    project.run(&export).succeeds();
    let before = files(&project.path("kept"));
    let pages: usize = before
        .values()
        .map(|bytes| bytes.len().div_ceil(4096))
        .sum();
    project.write(FORM, &drawn(OFFICE, &mended(OFFICE)));
    fs::create_dir_all(project.path("disk")).expect("made");
    for room in [pages + 4, pages + pages / 3, 2 * pages - 4, 2 * pages + 16] {
        let output = own_disk(SCRIPT)
            .args([
                env!("CARGO_BIN_EXE_zaitaku-report"),
                &(room * 4096).to_string(),
            ])
            .current_dir(project.path(""))
            .output()
            .expect("starts");
        let err = String::from_utf8_lossy(&output.stderr);
        let after = files(&project.path("after"));
        fs::remove_dir_all(project.path("after")).expect("removed");
        let outside: Vec<&String> = after
            .keys()
            .filter(|path| !path.starts_with("out/"))
            .collect();
        assert!(outside.is_empty(), "{outside:?}");
        if room > 2 * pages {
            assert_eq!(output.status.code(), Some(0), "{err}");
            continue;
        }
        assert_eq!(output.status.code(), Some(3), "{room} of {pages}: {err}");
        assert!(err.contains("空き容量"), "{err}");
        assert_eq!(after.len(), before.len());
        assert!(
            before
                .iter()
                .all(|(path, bytes)| after[&format!("out/{path}")] == *bytes)
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    use std::process::{Command, Stdio};
    let project = Project::sample();
    for arguments in [
        vec!["status", "--period", "2023H1", "--format", "json"],
        vec!["validate", FORM, "--format", "json"],
        vec!["dictionary"],
        vec!["--help"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("opens");
        let output = Command::new(env!("CARGO_BIN_EXE_zaitaku-report"))
            .current_dir(project.path(""))
            .args(&arguments)
            .stdout(Stdio::from(full))
            .output()
            .expect("starts");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {err}");
        assert!(err.contains("書ききれませんでした"), "{arguments:?}: {err}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_that_files_finding_alone() {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    let project = Project::sample();
    let at = |name: &str| project.path(&format!("2023H1/submissions/ward/{name}"));
    symlink("ない.xlsx", at("先なし.xlsx")).expect("a link");
    symlink("輪.xlsx", at("輪.xlsx")).expect("a link");
    symlink("..", at("上")).expect("a link");
    let made = Command::new("mkfifo")
        .arg(at("管.xlsx"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    let run = project.run(&["status", "--period", "2023H1", "--format", "json"]);
    assert_eq!(run.status, 1, "{}", run.err);
    let status: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let strays = status["strays"].as_array().expect("strays");
    let found: Vec<String> = strays
        .iter()
        .map(|stray| {
            format!("{} {}", stray["file"], stray["findings"][0]["problem"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        found,
        [
            "ward/上 ふつうのファイルではありません（装置やパイプなど）。",
            "ward/先なし.xlsx リンク（ショートカット）の先にファイルがありません。",
            "ward/管.xlsx ふつうのファイルではありません（装置やパイプなど）。",
            "ward/輪.xlsx リンク（ショートカット）の先にファイルがありません。",
        ]
    );
    assert_eq!(status["kinds"][0]["fine"], 24);
    let run = project.run(&["validate", "2023H1/submissions/ward/先なし.xlsx"]);
    assert_eq!(run.status, 1, "{}", run.err);
}

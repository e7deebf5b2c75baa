//! The worker process: right answers, and a typed error for time, memory and crashes.
//! This program is its own worker, so it has a `main` of its own instead of the test harness.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod corpus;

use std::time::{Duration, Instant};

use corpus::{bad_files, jpeg, pdf, slot};
use secrecy::ExposeSecret as _;
use tvist_document::worker::{Confinement, Terms, Workshop, run_if_asked};
use tvist_document::{
    Budget, CertificateError, DocumentError, Letter, Limits, Refusal, certificate_of, fit, inspect,
    letter, render_page, text_of,
};

fn main() {
    run_if_asked();
    let mut tests: Vec<(&str, fn())> = vec![
        ("answers as in process", answers_as_in_process),
        ("errors travel", errors_travel),
        (
            "bad files leave the workshop in order",
            bad_files_leave_the_workshop_in_order,
        ),
        ("memory is limited", memory_is_limited),
        ("threads for tests", threads_for_tests),
        (
            "certificates come back as in process",
            certificates_come_back_as_in_process,
        ),
        (
            "a worker is refused what it doesn't need",
            a_worker_is_refused_what_it_doesn_t_need,
        ),
    ];
    #[cfg(unix)]
    tests.extend([
        (
            "a worker that hangs is ended",
            a_worker_that_hangs_is_ended as fn(),
        ),
        #[cfg(target_os = "linux")]
        (
            "a worker is given nothing but its pipes",
            a_worker_is_given_nothing_but_its_pipes,
        ),
        (
            "a certificate has a worker of its own",
            a_certificate_has_a_worker_of_its_own,
        ),
        ("a worker that dies is told", a_worker_that_dies_is_told),
    ]);
    for (name, test) in tests {
        let start = Instant::now();
        test();
        println!("test {name} ... ok ({} ms)", start.elapsed().as_millis());
    }
}

fn workshop() -> Workshop {
    Workshop::new(Terms::default()).unwrap()
}

fn some_letter() -> Letter {
    Letter {
        title: "Hej".to_owned(),
        language: "sv".to_owned(),
        page_label: "{page}".to_owned(),
        blocks: Vec::new(),
    }
}

fn answers_as_in_process() {
    let (workshop, limits) = (workshop(), Limits::default());
    let bytes = pdf(&["one", "two"]);
    assert_eq!(workshop.inspect(&bytes), inspect(&bytes, &limits));
    assert_eq!(workshop.text_of(&bytes), text_of(&bytes, &limits));
    assert_eq!(
        workshop.render_page(&bytes, 1, 200),
        render_page(&bytes, 1, 200, &limits)
    );
    assert_eq!(workshop.letter(&some_letter()), letter(&some_letter()));
    let slots = [
        slot("a", vec![bytes, jpeg(800, 600, 1)]),
        slot("b", vec![jpeg(300, 300, 2)]),
    ];
    let budget = Budget {
        total_bytes: 60_000,
        ..Budget::UNLIMITED
    };
    assert_eq!(workshop.fit(&slots, &budget), fit(&slots, &budget, &limits));
}

const CERTIFICATE_FILE: &[u8] = include_bytes!("../src/certificate/pair/pair.p12");

fn certificates_come_back_as_in_process() {
    for workshop in [workshop(), Workshop::in_process(Terms::default())] {
        let there = workshop
            .certificate_of(CERTIFICATE_FILE, "segredo")
            .unwrap();
        let here = certificate_of(CERTIFICATE_FILE, "segredo").unwrap();
        assert_eq!(
            there.certificates.expose_secret(),
            here.certificates.expose_secret()
        );
        assert_eq!(
            there.private_key.expose_secret(),
            here.private_key.expose_secret()
        );
        for (file, passphrase, error) in [
            (CERTIFICATE_FILE, "outro", CertificateError::WrongPassphrase),
            (b"words", "segredo", CertificateError::NotACertificate),
        ] {
            let told = workshop.certificate_of(file, passphrase);
            assert_eq!(told.unwrap_err(), error);
        }
    }
}

/// The processes that this one has started and that are still there.
#[cfg(target_os = "linux")]
fn children() -> Vec<String> {
    let own = std::process::id().to_string();
    let children = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap();
    children.split_whitespace().map(str::to_owned).collect()
}

/// Neither is it opened by one that has seen another file, nor does the one that has seen it stay.
#[cfg(unix)]
fn a_certificate_has_a_worker_of_its_own() {
    #[cfg(target_os = "linux")]
    {
        let workshop = workshop();
        assert!(workshop.inspect(&pdf(&["x"])).is_ok());
        let waiting = children();
        assert!(workshop.certificate_of(CERTIFICATE_FILE, "segredo").is_ok());
        assert_eq!(children(), waiting, "one more came and went");
        assert!(workshop.inspect(&pdf(&["x"])).is_ok());
        assert_eq!(children(), waiting, "and the other is used again");
    }
    // The passphrase is in neither the arguments nor the environment.
    let (_folder, workshop) = stand_in("(echo $0 $*; env) > \"$(dirname \"$0\")/told\"; exit 3");
    let told = workshop.certificate_of(CERTIFICATE_FILE, "segredo");
    let error = DocumentError::Crashed;
    assert_eq!(told.unwrap_err(), CertificateError::Failed { error });
    let told = std::fs::read_to_string(_folder.path().join("told")).unwrap();
    assert!(
        told.contains("--document-worker") && !told.contains("segredo"),
        "{told}"
    );
    let (_folder, workshop) = stand_in("exec sleep 60");
    let told = workshop.certificate_of(CERTIFICATE_FILE, "segredo");
    let error = DocumentError::Timeout { seconds: 1 };
    assert_eq!(told.unwrap_err(), CertificateError::Failed { error });
}

fn errors_travel() {
    let workshop = workshop();
    assert_eq!(workshop.inspect(b""), Err(DocumentError::Empty));
    assert_eq!(
        workshop.render_page(&pdf(&["x"]), 7, 100),
        Err(DocumentError::NoSuchPage { page: 7, pages: 1 })
    );
    let refused = workshop.fit(
        &[slot("a", vec![pdf(&["x"])])],
        &Budget {
            total_bytes: 10,
            ..Budget::UNLIMITED
        },
    );
    assert!(matches!(refused, Err(Refusal::Bytes { allowed: 10, .. })));
}

fn bad_files_leave_the_workshop_in_order() {
    let workshop = workshop();
    for (name, bytes) in bad_files() {
        let start = Instant::now();
        let inspected = workshop.inspect(&bytes);
        let _ = workshop.render_page(&bytes, 0, 300);
        let _ = workshop.text_of(&bytes);
        assert!(start.elapsed() < Duration::from_secs(10), "{name}");
        assert_eq!(inspected, inspect(&bytes, &Limits::default()), "{name}");
    }
    assert!(workshop.inspect(&pdf(&["still here"])).is_ok());
}

fn memory_is_limited() {
    let terms = Terms {
        memory: 24 * 1024 * 1024,
        ..Terms::default()
    };
    let workshop = Workshop::with_program(std::env::current_exe().unwrap(), terms);
    let large = jpeg(6000, 4000, 1);
    let answer = workshop.inspect(&large);
    if cfg!(target_os = "linux") {
        assert_eq!(answer, Err(DocumentError::Memory));
    }
    assert!(workshop.inspect(&pdf(&["small"])).is_ok());
}

#[cfg(unix)]
/// A program that stands in for a worker gone wrong.
fn stand_in(script: &str) -> (tempfile::TempDir, Workshop) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("worker");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let terms = Terms {
        seconds: 1,
        ..Terms::default()
    };
    let workshop = Workshop::with_program(program, terms);
    (folder, workshop)
}

#[cfg(unix)]
fn a_worker_that_hangs_is_ended() {
    let (_folder, workshop) = stand_in("exec sleep 60");
    let start = Instant::now();
    assert_eq!(
        workshop.inspect(&pdf(&["x"])),
        Err(DocumentError::Timeout { seconds: 1 })
    );
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[cfg(unix)]
fn a_worker_that_dies_is_told() {
    for (script, error) in [
        ("exit 3", DocumentError::Crashed),
        ("kill -SEGV $$", DocumentError::Crashed),
        ("kill -KILL $$", DocumentError::Memory),
        ("kill -XCPU $$", DocumentError::Timeout { seconds: 1 }),
        (
            "echo 'memory allocation of 999 bytes failed' >&2; kill -ABRT $$",
            DocumentError::Memory,
        ),
        (
            "cat >/dev/null & echo nonsense nonsense nonsense nonsense",
            DocumentError::Crashed,
        ),
    ] {
        let (_folder, workshop) = stand_in(script);
        assert_eq!(workshop.inspect(&pdf(&["x"])), Err(error), "{script}");
    }
    let workshop = Workshop::with_program("/nowhere/at/all".into(), Terms::default());
    assert!(matches!(
        workshop.inspect(b"x"),
        Err(DocumentError::NoWorker { .. })
    ));
}

fn threads_for_tests() {
    let workshop = Workshop::in_process(Terms::default());
    assert_eq!(
        workshop.inspect(&pdf(&["x"])).map(|found| found.pages),
        Ok(1)
    );
    assert_eq!(workshop.inspect(b""), Err(DocumentError::Empty));
}

fn a_worker_is_refused_what_it_doesn_t_need() {
    let all = |held| Confinement {
        files: held,
        network: held,
        syscalls: held,
    };
    let workshop = workshop();
    assert_eq!(
        workshop.confinement(),
        Ok(all(cfg!(target_os = "linux"))),
        "what holds, by trying it in the worker"
    );
    // After its work too, and the work is done all the same.
    assert!(workshop.inspect(&pdf(&["x"])).is_ok());
    assert_eq!(workshop.confinement(), Ok(all(cfg!(target_os = "linux"))));
    // The very same attempts succeed where nothing forbids them.
    let free = Workshop::in_process(Terms::default());
    let found = free.confinement().unwrap();
    assert!(!found.files && !found.syscalls, "{found:?}");
}

/// Looked at from outside while it waits: descriptors, environment, privileges, limits.
#[cfg(target_os = "linux")]
fn a_worker_is_given_nothing_but_its_pipes() {
    let workshop = workshop();
    assert!(workshop.inspect(&pdf(&["x"])).is_ok());
    let children = children();
    let worker = children.last().unwrap();
    let about = |name: &str| std::fs::read_to_string(format!("/proc/{worker}/{name}"));
    let status = about("status").unwrap();
    for (name, value) in [("NoNewPrivs:", "1"), ("Seccomp:", "2")] {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        assert_eq!(line[name.len()..].trim(), value, "{name}");
    }
    let limits = about("limits").unwrap();
    for (name, most) in [
        ("Max core file size", "0"),
        ("Max file size", "0"),
        ("Max open files", "4"),
        ("Max cpu time", "600"),
    ] {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        let hard = line[name.len()..].split_whitespace().nth(1);
        assert_eq!(hard, Some(most), "{name}, the hard limit");
    }
    // What only the owner of the process may see isn't even theirs: it can't be looked into.
    let Ok(open) = std::fs::read_dir(format!("/proc/{worker}/fd")) else {
        return;
    };
    let mut open: Vec<String> = open
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    open.sort();
    assert_eq!(open, ["0", "1", "2"]);
    let environment = about("environ").unwrap();
    let names: Vec<&str> = environment
        .split('\0')
        .filter_map(|one| one.split_once('='))
        .map(|(name, _)| name)
        .filter(|name| *name != "LD_LIBRARY_PATH")
        .collect();
    assert_eq!(names, [""; 0]);
}

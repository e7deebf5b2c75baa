//! What a start of one of the programs may only ask about: its help, or its version. Neither opens anything.

/// The answer, where the arguments ask for one.
#[must_use]
pub fn answer(
    program: &str,
    about: &str,
    arguments: impl IntoIterator<Item = String>,
) -> Option<String> {
    let version = concat!(env!("CARGO_PKG_VERSION"), "\n");
    arguments
        .into_iter()
        .skip(1)
        .find_map(|argument| match argument.as_str() {
            "--help" | "-h" => Some(format!(
                "{about}\n\nUsage: {program} [OPTIONS]\n\nOptions:\n      --hidden   Start without showing a window\n  \
                 -h, --help     Print help\n  -V, --version  Print version\n\n\
                 Environment: TVIST_DATA_DIR the data folder · TVIST_LOG what to log, such as debug\n\
                 What can be asked and done without a window: tvist --help\n"
            )),
            "--version" | "-V" => Some(format!("{program} {version}")),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn only_a_question_is_answered() {
        let asked = |arguments: &[&str]| {
            let arguments = arguments.iter().map(|one| (*one).to_owned());
            answer("tvist-watcher", "The watch", arguments)
        };
        for question in ["--help", "-h"] {
            let help = asked(&["tvist-watcher", question]).unwrap();
            assert!(help.contains("Usage: tvist-watcher"), "{help}");
        }
        let version = asked(&["tvist-watcher", "--hidden", "-V"]).unwrap();
        assert_eq!(
            version,
            format!("tvist-watcher {}\n", env!("CARGO_PKG_VERSION"))
        );
        assert_eq!(asked(&["tvist-watcher", "--hidden"]), None);
        assert_eq!(
            asked(&["--help"]),
            None,
            "a program's own name is no question"
        );
    }
}

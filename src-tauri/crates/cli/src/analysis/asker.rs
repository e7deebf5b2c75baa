//! Who asks for an analysis, and why: by arguments, which every user of the machine sees, or by standard input.

use std::io::Read;

use clap::Args;
use serde::Deserialize;

use crate::evidence::given;
use crate::exit::Failure;

const WANTED: &str = "--stdin reads one JSON object with requestor_cpf, name, reason and, if you like, observation; each \
    of them is given there or as an option, not both";

#[derive(Debug, Default, Args)]
pub struct Asker {
    /// Read requestor_cpf, name, reason and observation from standard input, as one JSON object: options are seen by the
    /// other users of this machine and stay in the shell's history
    #[arg(long)]
    stdin: bool,
    /// CPF of the person who asks
    #[arg(long, value_name = "CPF", required_unless_present = "stdin")]
    requestor_cpf: Option<String>,
    /// Name of the person who asks
    #[arg(long, required_unless_present = "stdin")]
    name: Option<String>,
    #[arg(long, allow_hyphen_values = true, required_unless_present = "stdin")]
    reason: Option<String>,
    #[arg(long, allow_hyphen_values = true)]
    observation: Option<String>,
}

/// The same, put together.
#[derive(Debug, PartialEq, Eq)]
pub struct Whole {
    pub requestor_cpf: String,
    pub name: String,
    pub reason: String,
    pub observation: Option<String>,
}

/// What stands in the object.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Piped {
    requestor_cpf: Option<String>,
    name: Option<String>,
    reason: Option<String>,
    observation: Option<String>,
}

impl Asker {
    /// All of it, from both places. The parser's own complaint isn't passed on: it may quote what it read.
    pub fn whole(self, input: impl Read) -> Result<Whole, Failure> {
        let wanted = || Failure::Usage(WANTED.to_owned());
        let piped: Piped = if self.stdin {
            serde_json::from_str(&given::piped(input)?).map_err(|_| wanted())?
        } else {
            Piped::default()
        };
        let one = |said: Option<String>, piped: Option<String>| match (said, piped) {
            (Some(_), Some(_)) => Err(wanted()),
            (said, piped) => Ok(said.or(piped)),
        };
        Ok(Whole {
            requestor_cpf: one(self.requestor_cpf, piped.requestor_cpf)?.ok_or_else(wanted)?,
            name: one(self.name, piped.name)?.ok_or_else(wanted)?,
            reason: one(self.reason, piped.reason)?.ok_or_else(wanted)?,
            observation: one(self.observation, piped.observation)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stdin: bool, reason: Option<&str>) -> Asker {
        Asker {
            stdin,
            reason: reason.map(ToOwned::to_owned),
            ..Asker::default()
        }
    }

    #[test]
    fn what_is_personal_comes_by_standard_input_and_each_thing_once() {
        let text = r#"{"requestor_cpf": "52998224725", "name": "Ana Exemplo", "observation": "-"}"#;
        let whole = said(true, Some("Fraude")).whole(text.as_bytes()).unwrap();
        assert_eq!(whole.requestor_cpf, "52998224725");
        assert_eq!(whole.name, "Ana Exemplo");
        assert_eq!(whole.reason, "Fraude");
        assert_eq!(whole.observation.as_deref(), Some("-"));
        for (asker, text) in [
            (said(true, None), text),
            (said(true, Some("x")), r#"{"reason": "y"}"#),
            (said(true, Some("x")), r#"{"requestor_cpf": 52998224725}"#),
            (said(true, Some("x")), r#"{"cpf": "52998224725"}"#),
            (said(true, Some("x")), "52998224725"),
            (said(true, Some("x")), ""),
        ] {
            let failure = asker.whole(text.as_bytes()).unwrap_err();
            assert_eq!(failure.exit().code(), 2, "{text}");
            assert!(!failure.to_string().contains("52998224725"), "{text}");
        }
        // Without the word standard input isn't even read.
        assert!(said(false, Some("x")).whole(text.as_bytes()).is_err());
    }
}

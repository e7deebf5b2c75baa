//! What a command prints: one JSON document or a readable text on standard output, messages on standard error.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use tvist_engine::view::ErrorView;

use crate::exit::{Exit, Failure};
use crate::table::printable;

/// What a command answers, in both forms.
#[derive(Debug)]
pub struct Answer {
    json: serde_json::Result<String>,
    text: String,
    exit: Exit,
    /// Something changed at a provider, so the exit code tells of that and of nothing else.
    sent: bool,
}

impl Answer {
    /// An answer of a command that did what was asked.
    pub fn new(document: &impl Serialize, text: impl Into<String>) -> Self {
        Self {
            json: serde_json::to_string(document),
            text: text.into(),
            exit: Exit::Done,
            sent: false,
        }
    }

    /// The end of a command that printed by itself what there was to print.
    #[must_use]
    pub fn silent() -> Self {
        Self {
            json: Ok(String::new()),
            text: String::new(),
            exit: Exit::Done,
            sent: false,
        }
    }

    /// The same, ending otherwise.
    #[must_use]
    pub fn ending(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// The document.
    #[cfg(test)]
    pub fn json(&self) -> Option<&str> {
        self.json.as_deref().ok()
    }

    /// How the command ends.
    #[cfg(test)]
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// The same, after something was sent.
    #[must_use]
    pub fn after_sending(mut self) -> Self {
        self.sent = true;
        self
    }
}

/// A JSON object with one member, such as `{"accounts": […]}`.
pub struct Named<'a, T: ?Sized>(pub &'static str, pub &'a T);

impl<T: Serialize + ?Sized> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        object.serialize_entry(self.0, self.1)?;
        object.end()
    }
}

/// Prints an answer; gives the exit code.
pub fn answer(answer: &Answer, json: bool) -> Exit {
    let printed = match (&answer.json, json) {
        (Ok(document), true) => print(document),
        (Err(cause), true) => Err(io::Error::other(cause.to_string())),
        (_, false) => print(&answer.text),
    };
    match printed {
        Ok(()) => answer.exit,
        Err(cause) => {
            say(&format!("the answer can't be written: {cause}"));
            match answer.exit {
                Exit::Done if !answer.sent => Exit::Failed,
                exit => exit,
            }
        }
    }
}

/// Prints why nothing came of it; gives the exit code.
pub fn failure(failure: &Failure, json: bool) -> Exit {
    let view = failure.view();
    say(&in_words(&view));
    if json {
        report(&view, failure.exit())
    } else {
        failure.exit()
    }
}

/// Why there is no command to carry out.
#[derive(Debug)]
pub enum Unparsed {
    /// Help or version was asked for; nothing is wrong.
    Told { text: String, json: bool },
    /// The line can't be understood.
    Usage { message: String, json: bool },
}

/// Ends where there was no command: help, version, or a mistake in the line.
pub fn unparsed(end: &Unparsed) -> Exit {
    match end {
        Unparsed::Told { text, json } => {
            let answer_in_form = Answer::new(&Named("text", text), text);
            answer(&answer_in_form, *json)
        }
        Unparsed::Usage { message, json } => failure(&Failure::Usage(message.clone()), *json),
    }
}

fn report(view: &ErrorView, exit: Exit) -> Exit {
    let document = serde_json::to_string(&Named("error", view));
    let printed = document
        .map_err(io::Error::other)
        .and_then(|text| print(&text));
    if let Err(cause) = printed {
        say(&format!("the error can't be written: {cause}"));
    }
    exit
}

/// An error in words: the message, then what isn't in it already.
fn in_words(view: &ErrorView) -> String {
    let mut text = view.message.clone();
    let others = view
        .problems
        .iter()
        .filter(|problem| !view.message.contains(&problem.message));
    for problem in others {
        text.push_str("\n  ");
        text.push_str(&problem.message);
    }
    if let Some(refusal) = &view.provider_error {
        let code = refusal.code.as_deref().unwrap_or("no code");
        text.push_str(&format!("\n  status {}, {code}", refusal.status));
        if let Some(request) = &refusal.request_id {
            text.push_str(&format!(", request {request}"));
        }
    }
    text
}

/// A message on standard error. Nobody reading it is no reason to fail.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr().lock(), "tvist: {}", printable(message));
}

/// Writes to standard output. A reader that went away, as `head` does, has had enough; that is no error.
pub fn print(text: &str) -> io::Result<()> {
    match tell(text) {
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes to standard output what somebody must read for anything to come of it.
pub fn tell(text: &str) -> io::Result<()> {
    let text = text.trim_end_matches('\n');
    if text.is_empty() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use tvist_engine::view::ProviderErrorView;

    #[test]
    fn an_answer_keeps_the_order_of_its_members() {
        #[derive(Serialize)]
        struct Sum {
            total: u32,
            disputes: [u32; 2],
        }
        let answer = Answer::new(
            &Sum {
                total: 2,
                disputes: [7, 8],
            },
            "",
        );
        assert_eq!(answer.json.unwrap(), r#"{"total":2,"disputes":[7,8]}"#);
    }

    #[test]
    fn an_error_has_the_form_of_the_contract() {
        let failure =
            Failure::unusable("a.pdf".as_ref(), "file_not_found", "there is no such file");
        let text = serde_json::to_string(&Named("error", &failure.view())).unwrap();
        let expected = json!({"error": {
            "kind": "file",
            "message": "a.pdf: there is no such file",
            "problems": [{
                "code": "file_not_found",
                "slot": null,
                "message": "a.pdf: there is no such file",
                "blocks": true,
                "item": null,
                "file": null,
                "page": null,
                "finding": null,
            }],
            "provider_error": null,
        }});
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
    }

    #[test]
    fn the_words_of_an_error_say_each_thing_once() {
        let mut view =
            Failure::unusable("a.pdf".as_ref(), "file_not_found", "there is no such file").view();
        assert_eq!(in_words(&view), "a.pdf: there is no such file");
        view.message = "the provider refused: too late".into();
        view.problems.clear();
        view.provider_error = Some(ProviderErrorView {
            status: 400,
            code: None,
            message: "too late".into(),
            request_id: Some("req_1".into()),
        });
        assert_eq!(
            in_words(&view),
            "the provider refused: too late\n  status 400, no code, request req_1"
        );
    }
}

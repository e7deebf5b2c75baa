//! Mails as text: who wrote what to whom and when, then the words.

use mail_parser::{Address, MessageParser, MimeHeaders};

/// A mail in words.
pub(crate) struct Mail {
    pub text: String,
    /// Parts that are not the text itself; they must be added as files of their own.
    pub attachments: u32,
}

/// Whether a text begins like a mail: header lines, among them a sender and one more that only mails have.
pub(crate) fn is_mail(text: &str) -> bool {
    let mut sender = false;
    let mut other = false;
    for (i, line) in text
        .trim_start_matches('\u{feff}')
        .lines()
        .take(200)
        .enumerate()
    {
        if line.starts_with([' ', '\t']) && i > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            break;
        };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            // Old mailboxes begin with "From sender date".
            if i == 0 && line.starts_with("From ") {
                continue;
            }
            break;
        }
        let name = name.to_ascii_lowercase();
        sender |= name == "from";
        other |= [
            "received",
            "message-id",
            "mime-version",
            "date",
            "return-path",
        ]
        .contains(&name.as_str());
    }
    sender && other
}

/// Reads a mail. The names of its header lines stay as mails have them (From, To, Date, Subject).
pub(crate) fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    let mut text = String::new();
    let mut head = |name: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!("{name}: {value}\n"));
        }
    };
    head("From", message.from().map(people).unwrap_or_default());
    head("To", message.to().map(people).unwrap_or_default());
    head("Cc", message.cc().map(people).unwrap_or_default());
    head(
        "Date",
        message
            .header_raw("Date")
            .map(|raw| raw.trim().to_owned())
            .unwrap_or_default(),
    );
    head("Subject", message.subject().unwrap_or_default().to_owned());
    text.push('\n');
    let bodies: Vec<String> = (0..message.text_body_count())
        .filter_map(|i| message.body_text(i))
        .map(|body| clean(&body))
        .collect();
    text.push_str(bodies.join("\n\n").trim());
    let attachments: Vec<String> = message
        .attachments()
        .map(|part| {
            part.attachment_name()
                .map(clean)
                .unwrap_or_else(|| "?".to_owned())
        })
        .collect();
    if !attachments.is_empty() {
        text.push_str(&format!("\n\n[+ {}]", attachments.join(", ")));
    }
    Some(Mail {
        text,
        attachments: attachments.len() as u32,
    })
}

fn people(address: &Address<'_>) -> String {
    let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    clean(&address.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// Control characters have no width on paper.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "Return-Path: <kim@example.org>\r\nFrom: =?utf-8?Q?Kim_J=C3=B6nsson?= <kim@example.org>\r\nTo: shop@example.com\r\n\
        Date: Fri, 3 Oct 2025 10:00:00 +0200\r\nSubject: =?utf-8?B?VGFjayBmw7ZyIHBha2V0ZXQ=?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nHej, paketet =E4r framme.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\
        Content-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n--b--\r\n";

    #[test]
    fn reads_a_mail_with_its_head_and_names_attachments() {
        assert!(is_mail(MAIL));
        let mail = read(MAIL.as_bytes()).unwrap();
        assert_eq!(
            mail.text,
            "From: Kim Jönsson <kim@example.org>\nTo: shop@example.com\nDate: Fri, 3 Oct 2025 10:00:00 +0200\nSubject: Tack för paketet\n\n\
             Hej, paketet är framme.\n\n[+ a.png]"
        );
        assert_eq!(mail.attachments, 1);
    }

    #[test]
    fn a_note_is_no_mail() {
        for text in [
            "Hello: world",
            "From: me\nno header here",
            "Order: 12\nDate: today\n",
            "",
        ] {
            assert!(!is_mail(text), "{text}");
        }
    }
}

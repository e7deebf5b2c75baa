//! Client certificates as issuers hand them out: PKCS#12, or PEM in one text or two. What is kept is always a PEM pair.

use crate::ProviderError;
use crate::celcoin::ClientCertificate;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use secrecy::SecretString;

const CERTIFICATE: &str = "CERTIFICATE";
const COLUMNS: usize = 64;

/// The certificate and the key out of a PKCS#12 file (`.p12`, `.pfx`).
///
/// # Errors
/// `Settings` when the passphrase doesn't fit, or the file holds no key with its certificate.
pub fn from_pkcs12(bytes: &[u8], passphrase: &str) -> Result<ClientCertificate, ProviderError> {
    let store = KeyStore::from_pkcs12(bytes, passphrase, Pkcs12ImportPolicy::Strict)
        .map_err(|_| odd("the certificate can't be opened: is the passphrase right?"))?;
    let (_, chain) = store
        .private_key_chain()
        .ok_or_else(|| odd("the file holds no certificate with its private key"))?;
    let certificates: String = chain
        .certs()
        .iter()
        .map(|c| pem(CERTIFICATE, c.as_der()))
        .collect();
    Ok(ClientCertificate {
        certificate: SecretString::from(certificates),
        private_key: SecretString::from(pem("PRIVATE KEY", chain.key().as_der())),
    })
}

/// The certificate and the key out of one PEM text that holds both.
///
/// # Errors
/// `Settings` when one of them isn't there.
pub fn from_one_pem(text: &str) -> Result<ClientCertificate, ProviderError> {
    let mut parts = (String::new(), String::new());
    let mut rest = text;
    while let Some(start) = rest.find("-----BEGIN ") {
        let from = &rest[start..];
        let Some(end) = end_of(from) else { break };
        let block = &from[..end];
        let part = if block.starts_with("-----BEGIN CERTIFICATE-----") {
            &mut parts.0
        } else {
            &mut parts.1
        };
        part.push_str(block);
        part.push('\n');
        rest = &from[end..];
    }
    if parts.0.is_empty() || !parts.1.contains("PRIVATE KEY-----") {
        return Err(odd("the text holds no certificate with its private key"));
    }
    Ok(ClientCertificate {
        certificate: SecretString::from(parts.0),
        private_key: SecretString::from(parts.1),
    })
}

/// Where the block at the beginning of a text ends.
fn end_of(block: &str) -> Option<usize> {
    let label = block.find("-----END ")?.checked_add("-----END ".len())?;
    let dashes = block.get(label..)?.find("-----")?;
    label.checked_add(dashes)?.checked_add("-----".len())
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(COLUMNS)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

fn odd(what: &str) -> ProviderError {
    ProviderError::Settings {
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    const CERTIFICATE_PEM: &str = include_str!("celcoin/test_keys/certificate.pem");
    const KEY_PEM: &str = include_str!("unico/test_keys/pkcs8.pem");
    /// The same pair, exported with the passphrase "segredo", as today's and as yesterday's tools do.
    const NEW: &[u8] = include_bytes!("celcoin/test_keys/pair.p12");
    const OLD: &[u8] = include_bytes!("celcoin/test_keys/pair-old.p12");

    /// Without the fixtures' first line and without line ends.
    fn squeezed(text: &str) -> String {
        let from = text.find("-----BEGIN").unwrap();
        text[from..].split_whitespace().collect()
    }

    #[test]
    fn both_kinds_of_pkcs12_give_the_pair_back() {
        for file in [NEW, OLD] {
            let pair = from_pkcs12(file, "segredo").unwrap();
            assert_eq!(
                squeezed(pair.certificate.expose_secret()),
                squeezed(CERTIFICATE_PEM)
            );
            assert_eq!(
                squeezed(pair.private_key.expose_secret()),
                squeezed(KEY_PEM)
            );
        }
    }

    #[test]
    fn a_wrong_passphrase_and_a_file_that_is_none_are_told_without_showing_them() {
        for (file, passphrase) in [(NEW, "outro"), (&b"0\x82nonsense"[..], "segredo")] {
            let error = from_pkcs12(file, passphrase).unwrap_err();
            let shown = format!("{error:?} {error}");
            assert!(!shown.contains(passphrase) && !shown.contains("nonsense"));
        }
    }

    #[test]
    fn one_text_with_both_is_taken_apart() {
        let pair = from_one_pem(&format!("Bag Attributes\n{KEY_PEM}\n{CERTIFICATE_PEM}")).unwrap();
        assert_eq!(
            squeezed(pair.certificate.expose_secret()),
            squeezed(CERTIFICATE_PEM)
        );
        assert_eq!(
            squeezed(pair.private_key.expose_secret()),
            squeezed(KEY_PEM)
        );
        assert!(from_one_pem(CERTIFICATE_PEM).is_err());
        assert!(from_one_pem("-----BEGIN PRIVATE KEY-----\nAAAA").is_err());
    }
}

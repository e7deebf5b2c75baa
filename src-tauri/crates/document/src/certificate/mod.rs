//! Certificate files as issuers hand them out, PKCS#12 or PEM, taken apart into the PEM pair that is kept.
//!
//! The library that opens PKCS#12 rests on parts that aren't released yet, so it is called here only, and this crate's
//! worker is where it runs: a [`crate::worker::Workshop`] gives each such file a worker of its own, which ends with it.

use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use pem::{EncodeConfig, LineEnding, Pem};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::DocumentError;

/// Bytes of the largest file that is looked at; a long chain of certificates has some ten thousand.
const LARGEST: usize = 1 << 20;
const CERTIFICATE: &str = "CERTIFICATE";
const PRIVATE_KEY: &str = "PRIVATE KEY";

/// Why a certificate file can't be used. Holds nothing of the file and nothing of its passphrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CertificateError {
    /// Neither PKCS#12 nor PEM.
    #[error("this is no certificate file: a .p12, .pfx or .pem file is needed")]
    NotACertificate,
    /// The passphrase doesn't open it.
    #[error("the passphrase doesn't open the certificate file")]
    WrongPassphrase,
    /// It opens, but the certificate or its private key isn't in it.
    #[error("the file holds no certificate with its private key")]
    NoPair,
    /// Its key is sealed in a way that can't be opened here.
    #[error("the private key is sealed in a way that can't be opened")]
    UnknownSeal,
    /// Reading it failed: time, memory, a crash, or no worker.
    #[error("the certificate file couldn't be read: {error}")]
    Failed {
        /// What failed.
        error: DocumentError,
    },
}

impl CertificateError {
    /// A stable code, the same as in the serialized form; messages in other languages hang on it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotACertificate => "not_a_certificate",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::NoPair => "no_pair",
            Self::UnknownSeal => "unknown_seal",
            Self::Failed { .. } => "failed",
        }
    }
}

/// A client certificate and its private key. `Debug` shows nothing of them.
#[derive(Debug)]
pub struct CertificatePair {
    /// The certificate, then those of its issuers as far as the file has them, each a PEM block.
    pub certificates: SecretString,
    /// The private key, a PEM block.
    pub private_key: SecretString,
}

impl CertificatePair {
    /// The pair as files travel between the worker and the program.
    pub(crate) fn into_files(self) -> Vec<Vec<u8>> {
        use secrecy::ExposeSecret as _;
        let bytes = |text: &SecretString| text.expose_secret().as_bytes().to_vec();
        vec![bytes(&self.certificates), bytes(&self.private_key)]
    }

    /// None if these aren't two texts.
    pub(crate) fn from_files(files: Vec<Vec<u8>>) -> Option<Self> {
        let [certificates, private_key]: [Vec<u8>; 2] = files.try_into().ok()?;
        let text = |bytes| String::from_utf8(bytes).ok().map(SecretString::from);
        Some(Self {
            certificates: text(certificates)?,
            private_key: text(private_key)?,
        })
    }
}

/// The certificate and its private key out of a PKCS#12 file (`.p12`, `.pfx`) or out of one PEM text that holds both. PEM
/// needs no passphrase.
///
/// # Errors
/// Why the file can't be used.
pub fn certificate_of(bytes: &[u8], passphrase: &str) -> Result<CertificatePair, CertificateError> {
    const PEM: &[u8] = b"-----BEGIN ";
    if bytes.len() > LARGEST {
        Err(CertificateError::NotACertificate)
    } else if bytes.windows(PEM.len()).any(|part| part == PEM) {
        from_pem(bytes)
    } else {
        from_pkcs12(bytes, passphrase)
    }
}

fn from_pkcs12(bytes: &[u8], passphrase: &str) -> Result<CertificatePair, CertificateError> {
    let store =
        KeyStore::from_pkcs12(bytes, passphrase, Pkcs12ImportPolicy::Strict).map_err(reason)?;
    let (_, chain) = store.private_key_chain().ok_or(CertificateError::NoPair)?;
    let block = |tag, der: &[u8]| Pem::new(tag, der);
    let certificates: Vec<Pem> = chain
        .certs()
        .iter()
        .map(|one| block(CERTIFICATE, one.as_der()))
        .collect();
    Ok(pair(
        &certificates,
        &[block(PRIVATE_KEY, chain.key().as_der())],
    ))
}

fn reason(error: p12_keystore::error::Error) -> CertificateError {
    use p12_keystore::error::Error as E;
    match error {
        // The seal over the whole file, or padding and text of a file without one.
        E::MacError(_) | E::UnpadError | E::Pkcs5Error(_) => CertificateError::WrongPassphrase,
        E::UnsupportedEncryptionScheme | E::UnsupportedMacAlgorithm | E::InvalidParameters => {
            CertificateError::UnknownSeal
        }
        E::InvalidPrivateKey | E::UnsupportedCertificateType | E::X509Error(_) => {
            CertificateError::NoPair
        }
        E::IoError(_)
        | E::DerError(_)
        | E::InvalidVersion
        | E::UnsupportedContentType
        | E::InvalidLength
        | E::InvalidData => CertificateError::NotACertificate,
    }
}

/// Tools write what they like between the blocks; parameters and other blocks aren't needed.
fn from_pem(bytes: &[u8]) -> Result<CertificatePair, CertificateError> {
    let blocks = pem::parse_many(bytes).map_err(|_| CertificateError::NotACertificate)?;
    let (certificates, others): (Vec<Pem>, Vec<Pem>) =
        blocks.into_iter().partition(|one| one.tag() == CERTIFICATE);
    let keys: Vec<Pem> = others
        .into_iter()
        .filter(|one| one.tag().ends_with(PRIVATE_KEY))
        .collect();
    if certificates.is_empty() || keys.is_empty() {
        return Err(CertificateError::NoPair);
    }
    // As PKCS#8 and as OpenSSL's older form say it.
    let sealed =
        |one: &Pem| one.tag().starts_with("ENCRYPTED ") || one.headers().get("DEK-Info").is_some();
    if keys.iter().any(sealed) {
        return Err(CertificateError::UnknownSeal);
    }
    Ok(pair(&certificates, &keys))
}

fn pair(certificates: &[Pem], keys: &[Pem]) -> CertificatePair {
    let text = |blocks: &[Pem]| {
        let config = EncodeConfig::new().set_line_ending(LineEnding::LF);
        let text = Zeroizing::new(pem::encode_many_config(blocks, config));
        SecretString::from(text.as_str())
    };
    CertificatePair {
        certificates: text(certificates),
        private_key: text(keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    const CERTIFICATE_PEM: &str = include_str!("pair/certificate.pem");
    const KEY_PEM: &str = include_str!("pair/key.pem");
    /// The same pair, exported with the passphrase "segredo", as today's and as yesterday's tools do.
    const NEW: &[u8] = include_bytes!("pair/pair.p12");
    const OLD: &[u8] = include_bytes!("pair/pair-old.p12");

    /// Without the fixtures' first line and without line ends.
    fn squeezed(text: &str) -> String {
        let from = text.find("-----BEGIN").unwrap();
        text[from..].split_whitespace().collect()
    }

    fn is_the_pair(pair: &CertificatePair) -> bool {
        squeezed(pair.certificates.expose_secret()) == squeezed(CERTIFICATE_PEM)
            && squeezed(pair.private_key.expose_secret()) == squeezed(KEY_PEM)
    }

    #[test]
    fn both_kinds_of_pkcs12_give_the_pair_back() {
        for file in [NEW, OLD] {
            assert!(is_the_pair(&certificate_of(file, "segredo").unwrap()));
        }
    }

    #[test]
    fn a_wrong_passphrase_and_a_file_that_is_none_are_told_apart_without_showing_them() {
        for (file, passphrase, reason) in [
            (NEW, "outro", CertificateError::WrongPassphrase),
            (OLD, "outro", CertificateError::WrongPassphrase),
            (NEW, "", CertificateError::WrongPassphrase),
            (b"", "segredo", CertificateError::NotACertificate),
            (
                b"0\x82nonsense",
                "segredo",
                CertificateError::NotACertificate,
            ),
            (b"%PDF-1.7\n", "segredo", CertificateError::NotACertificate),
        ] {
            let error = certificate_of(file, passphrase).unwrap_err();
            assert_eq!(error, reason, "{passphrase}");
            let shown = format!("{error:?} {error}");
            assert!(!shown.contains("segredo") && !shown.contains("nonsense"));
        }
    }

    #[test]
    fn every_cut_of_a_file_is_an_error() {
        for file in [NEW, OLD] {
            for end in (0..file.len()).step_by(7) {
                assert!(certificate_of(&file[..end], "segredo").is_err(), "{end}");
            }
        }
    }

    #[test]
    fn one_text_with_both_is_taken_apart() {
        for ends in ["\n", "\r\n"] {
            let text = format!("Bag Attributes\n{KEY_PEM}\n{CERTIFICATE_PEM}");
            let pair = certificate_of(text.replace('\n', ends).as_bytes(), "").unwrap();
            assert!(is_the_pair(&pair));
            assert!(!pair.private_key.expose_secret().contains('\r'));
        }
        for (text, reason) in [
            (CERTIFICATE_PEM.to_owned(), CertificateError::NoPair),
            (KEY_PEM.to_owned(), CertificateError::NoPair),
            (
                format!("{CERTIFICATE_PEM}-----BEGIN PRIVATE KEY-----\nAAAA"),
                CertificateError::NoPair,
            ),
            (
                format!(
                    "{CERTIFICATE_PEM}{}",
                    KEY_PEM.replace("PRIVATE", "ENCRYPTED PRIVATE")
                ),
                CertificateError::UnknownSeal,
            ),
            (
                format!(
                    "{CERTIFICATE_PEM}-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
                ),
                CertificateError::UnknownSeal,
            ),
        ] {
            let error = certificate_of(text.as_bytes(), "").unwrap_err();
            assert_eq!(error, reason, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_pair_is_shown() {
        let pair = certificate_of(NEW, "segredo").unwrap();
        assert!(!format!("{pair:?}").contains("MII"));
        let pair = CertificatePair::from_files(pair.into_files()).unwrap();
        assert!(is_the_pair(&pair));
        assert!(CertificatePair::from_files(vec![vec![0xFF], Vec::new()]).is_none());
        assert!(CertificatePair::from_files(Vec::new()).is_none());
    }
}

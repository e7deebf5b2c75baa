//! A client certificate as its issuer handed it out becomes the PEM pair that is kept: opened by the document worker, never
//! in this process.

use crate::error::{Error, Result};
use crate::host::task::blocking;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use zeroize::Zeroizing;

const CERTIFICATE: &str = "client_certificate";
const KEY: &str = "client_private_key";
const PASSPHRASE: &str = "client_certificate_passphrase";

/// Secrets with a certificate in any of its forms (PKCS#12 in base64 with its passphrase, one PEM with both, or two) as
/// those that are kept. Secrets without one stay as they are.
pub(crate) async fn with_certificate_in_pem(
    workshop: &Arc<Workshop>,
    mut secrets: BTreeMap<String, SecretString>,
) -> Result<BTreeMap<String, SecretString>> {
    let passphrase = secrets.remove(PASSPHRASE);
    let Some(given) = secrets.get(CERTIFICATE) else {
        return match secrets.get(KEY) {
            Some(_) => Err(Error::Usage("the key's certificate is missing".into())),
            None => Ok(secrets),
        };
    };
    let text = given.expose_secret();
    let is_pem = text.contains("-----BEGIN ");
    if is_pem && secrets.contains_key(KEY) {
        return Ok(secrets);
    }
    let file = Zeroizing::new(if is_pem {
        text.as_bytes().to_vec()
    } else {
        STANDARD
            .decode(text)
            .map_err(|_| Error::Usage("the certificate is neither PEM nor PKCS#12".into()))?
    });
    let workshop = Arc::clone(workshop);
    let pair = blocking(move || {
        let passphrase = passphrase.as_ref().map_or("", ExposeSecret::expose_secret);
        workshop.certificate_of(&file, passphrase)
    })
    .await?
    .map_err(Error::Certificate)?;
    secrets.insert(CERTIFICATE.to_owned(), pair.certificates);
    secrets.insert(KEY.to_owned(), pair.private_key);
    Ok(secrets)
}

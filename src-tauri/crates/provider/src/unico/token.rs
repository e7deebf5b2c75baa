//! Signing in at Unico: a short statement signed with the service account's key (unico.md §3.2).

use crate::ProviderError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tvist_domain::clock::{Timestamp, earlier, later};

/// Stated as issued a little earlier, so that a clock that is slightly ahead does no harm.
const BACK: Duration = Duration::seconds(30);
/// At most 3600 s are taken; this leaves room.
const LIFE: Duration = Duration::seconds(3_000);

/// The key of a service account, ready to sign. `Debug` shows nothing of it.
pub(super) struct Signer {
    key: RsaKeyPair,
    issuer: String,
    audience: String,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer(…)")
    }
}

impl Signer {
    /// Reads the key (PEM, PKCS#8 or PKCS#1). `audience` is the identity host, without a slash at its end.
    ///
    /// # Errors
    /// `Settings` when the key can't be read, or account or tenant are empty.
    pub(super) fn new(
        private_key: &SecretString,
        service_account: &str,
        tenant_id: &str,
        audience: &str,
    ) -> Result<Self, ProviderError> {
        let settings = |what: &str| ProviderError::Settings {
            what: what.to_owned(),
        };
        let (account, tenant) = (service_account.trim(), tenant_id.trim());
        let plain = |text: &str| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && b != b'@')
        };
        if !plain(account) || !plain(tenant) {
            return Err(settings(
                "the service account and the tenant are needed, without spaces",
            ));
        }
        // Copied out of other files, line ends come as two signs.
        let pem = SecretString::from(private_key.expose_secret().replace("\\n", "\n"));
        let der = PrivateKeyDer::from_pem_slice(pem.expose_secret().as_bytes())
            .map_err(|_| settings("the private key can't be read: it must be PEM"))?;
        let key = match &der {
            PrivateKeyDer::Pkcs8(der) => RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err(settings("the private key is no RSA key")),
        };
        Ok(Self {
            key: key.map_err(|_| settings("the private key is no RSA key that can be used"))?,
            issuer: format!("{account}@{tenant}.iam.acesso.io"),
            audience: audience.trim_end_matches('/').to_owned(),
        })
    }

    /// The signed statement, with exactly the claims that are taken: one more is an error (1.2.22).
    ///
    /// # Errors
    /// `Settings` when the key can't sign.
    pub(super) fn assertion(&self, now: Timestamp) -> Result<SecretString, ProviderError> {
        let issued = earlier(now, BACK);
        let claims = json!({
            "iss": self.issuer,
            "aud": self.audience,
            "scope": "*",
            "iat": issued.timestamp(),
            "exp": later(issued, LIFE).timestamp(),
        });
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"JWT"}"#);
        let statement = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                statement.as_bytes(),
                &mut signature,
            )
            .map_err(|_| ProviderError::Settings {
                what: "the private key can't sign".to_owned(),
            })?;
        Ok(SecretString::from(format!(
            "{statement}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    use serde_json::Value;

    pub(in super::super) const PKCS8: &str = include_str!("test_keys/pkcs8.pem");
    const PKCS1: &str = include_str!("test_keys/pkcs1.pem");

    fn signer(pem: &str) -> Result<Signer, ProviderError> {
        Signer::new(
            &SecretString::from(pem),
            "loja",
            "11112222-3333",
            "https://identity.example.test/",
        )
    }

    /// The claims of a statement, once its signature was found right.
    fn claims(signer: &Signer, assertion: &SecretString) -> Value {
        let parts: Vec<&str> = assertion.expose_secret().split('.').collect();
        let [header, payload, signature] = parts.as_slice() else {
            panic!("three parts")
        };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
        let public =
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, signer.key.public().as_ref());
        public
            .verify(format!("{header}.{payload}").as_bytes(), &decode(signature))
            .unwrap();
        let header: Value = serde_json::from_slice(&decode(header)).unwrap();
        assert_eq!(header, json!({"alg": "RS256", "typ": "JWT"}));
        serde_json::from_slice(&decode(payload)).unwrap()
    }

    #[test]
    fn the_statement_has_exactly_the_claims_that_are_taken() {
        for pem in [
            PKCS8.to_owned(),
            PKCS1.to_owned(),
            PKCS8.replace('\n', "\\n"),
        ] {
            let signer = signer(&pem).unwrap();
            let now = tvist_domain::clock::from_unix(1_750_000_030).unwrap();
            let claims = claims(&signer, &signer.assertion(now).unwrap());
            assert_eq!(
                claims,
                json!({"iss": "loja@11112222-3333.iam.acesso.io", "aud": "https://identity.example.test",
                       "scope": "*", "iat": 1_750_000_000, "exp": 1_750_003_000})
            );
        }
    }

    #[test]
    fn a_key_that_is_none_is_told_without_showing_it() {
        let cut: String = PKCS8.chars().take(600).collect();
        for odd in ["", "words", &cut] {
            let error = signer(odd).unwrap_err();
            assert!(matches!(error, ProviderError::Settings { .. }), "{error:?}");
            assert!(!format!("{error:?}").contains("BEGIN"));
        }
        assert!(!format!("{:?}", signer(PKCS8).unwrap()).contains("MII"));
        let key = SecretString::from(PKCS8);
        assert!(Signer::new(&key, "", "t", "https://x.test").is_err());
        assert!(Signer::new(&key, "a b", "t", "https://x.test").is_err());
    }
}

//! The signed assertion a token is asked for with (unico.md §3.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

/// The service account's private key, as practice hands it out.
pub(crate) const PRIVATE_KEY: &str = include_str!("key/practice.pem");
const PUBLIC_KEY: &[u8] = include_bytes!("key/practice.public.der");

/// An assertion lives at most so many seconds.
const LONGEST: i64 = 3_600;
const CLAIMS: [&str; 5] = ["aud", "exp", "iat", "iss", "scope"];

/// Why an assertion is refused: Unico's code and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong(pub(crate) &'static str, pub(crate) &'static str);

/// What an assertion must say.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) audience: &'a str,
    /// Unix seconds.
    pub(crate) now: i64,
}

/// Checks signature and claims.
pub(crate) fn check(token: &str, expected: &Expected) -> Result<(), Wrong> {
    const MALFORMED: Wrong = Wrong("1.2.1", "The JWT is malformed.");
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(MALFORMED);
    };
    let header = read(head).ok_or(MALFORMED)?;
    let claims = read(body).ok_or(MALFORMED)?;
    if header["alg"] != "RS256" || header["typ"] != "JWT" {
        return Err(MALFORMED);
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| MALFORMED)?;
    let signed = format!("{head}.{body}");
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC_KEY)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_| Wrong("1.2.2", "The signature does not fit the key."))?;
    check_claims(&claims, expected)
}

fn check_claims(claims: &Value, expected: &Expected) -> Result<(), Wrong> {
    let Value::Object(members) = claims else {
        return Err(Wrong("1.2.1", "The JWT is malformed."));
    };
    if members.keys().any(|name| !CLAIMS.contains(&name.as_str())) {
        return Err(Wrong("1.2.22", "The JWT has a claim that is not allowed."));
    }
    if claims["scope"] != "*" {
        return Err(Wrong("1.1.1", "The scope is missing."));
    }
    if claims["iss"] != expected.issuer {
        return Err(Wrong("1.0.1", "The issuer's tenant is wrong."));
    }
    if claims["aud"] != expected.audience {
        return Err(Wrong("1.2.3", "The audience is wrong."));
    }
    let (Some(issued), Some(expires)) = (claims["iat"].as_i64(), claims["exp"].as_i64()) else {
        return Err(Wrong("1.2.1", "The JWT is malformed."));
    };
    // A clock that is ahead looks to Unico like one that is behind: the span does not fit.
    if expires <= expected.now || issued > expected.now + 5 {
        return Err(Wrong("1.2.4", "The JWT has expired."));
    }
    if expires - issued > LONGEST {
        return Err(Wrong("1.2.1", "The JWT lives too long."));
    }
    Ok(())
}

fn read(part: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

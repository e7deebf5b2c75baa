//! The key of the database: 32 random bytes that live in the keychain.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data_encoding::HEXLOWER;
use rand::TryRngCore as _;
use zeroize::{Zeroize, Zeroizing};

/// The 256-bit key of one database file. Debug output never shows it; its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// A key from the system's random source.
    ///
    /// # Panics
    /// When the system has no random source, in which case no key may be made at all.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        #[expect(
            clippy::expect_used,
            reason = "without randomness there is no safe way on, and no input leads here"
        )]
        rand::rngs::OsRng
            .try_fill_bytes(&mut bytes)
            .expect("the system gives random bytes");
        Self(bytes)
    }

    /// A key from its bytes, as a key derivation gives them.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads what [`DatabaseKey::to_base64`] wrote; none when it is something else.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
        Some(Self(bytes.as_slice().try_into().ok()?))
    }

    /// The key as standard base64 text, for the keychain.
    #[must_use]
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0))
    }

    /// The key as SQLCipher takes it where no key derivation is wanted: `x'…'`
    /// (zetetic.net/sqlcipher/sqlcipher-api, "PRAGMA key", raw key data).
    pub(crate) fn raw_literal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        // It fits, so that no copy stays behind.
        HEXLOWER.encode_append(&self.0, &mut text);
        text.push('\'');
        text
    }
}

impl Drop for DatabaseKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_and_hides_in_debug() {
        let key = DatabaseKey::random();
        let text = key.to_base64();
        assert_eq!(
            DatabaseKey::from_base64(&format!("{}\n", *text)),
            Some(key.clone())
        );
        assert_ne!(key, DatabaseKey::random());
        assert_eq!(format!("{key:?}"), "DatabaseKey(…)");
        assert_eq!(key.raw_literal().len(), 67);
    }

    #[test]
    fn what_is_no_key_gives_none() {
        for text in [
            "",
            "AAAA",
            "not base64 at all!",
            &STANDARD.encode([1; 31]),
            &STANDARD.encode([1; 33]),
        ] {
            assert_eq!(DatabaseKey::from_base64(text), None, "{text}");
        }
    }
}

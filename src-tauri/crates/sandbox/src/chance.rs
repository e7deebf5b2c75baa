//! Reproducible chance: every id, key and choice of a sandbox follows from its seed.

use sha2::{Digest, Sha256};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A small generator (splitmix64). Not for secrets: it only has to give the same answer for the
/// same seed on every platform and in every version.
#[derive(Debug, Clone)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// Starts from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Starts from a seed and a name, so that things with names keep their ids when others are
    /// added or left out.
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        hash.update(name.as_bytes());
        let digest = hash.finalize();
        let mut bytes = [0u8; 8];
        bytes.copy_from_slice(&digest[..8]);
        Self::new(u64::from_be_bytes(bytes))
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number with `0 <= n < bound`; 0 for a bound of 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.next() % bound }
    }

    /// One of the items. The slice must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let at = self.below(items.len() as u64);
        &items[usize::try_from(at).unwrap_or(0)]
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// `len` letters and digits.
    pub fn letters(&mut self, len: usize) -> String {
        (0..len).map(|_| char::from(*self.pick(BASE62))).collect()
    }

    /// `len` decimal digits, the first of them not 0.
    pub fn digits(&mut self, len: usize) -> String {
        (0..len)
            .map(|at| {
                let digit = if at == 0 {
                    1 + self.below(9)
                } else {
                    self.below(10)
                };
                char::from(b'0' + u8::try_from(digit).unwrap_or(0))
            })
            .collect()
    }

    /// `len` lower-case hexadecimal digits.
    pub fn hex(&mut self, len: usize) -> String {
        (0..len)
            .map(|_| char::from(b"0123456789abcdef"[usize::try_from(self.below(16)).unwrap_or(0)]))
            .collect()
    }

    /// A UUID of version 4's form.
    pub fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        let bits = (u128::from(a) << 64) | u128::from(b);
        uuid::Builder::from_random_bytes(bits.to_be_bytes())
            .into_uuid()
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_another_gives_another() {
        let text = |seed, name| Chance::named(seed, name).letters(24);
        assert_eq!(text(7, "a"), text(7, "a"));
        assert_ne!(text(7, "a"), text(8, "a"));
        assert_ne!(text(7, "a"), text(7, "b"));
        assert_eq!(Chance::new(1).below(0), 0);
    }
}

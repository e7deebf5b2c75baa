//! The Brazilian taxpayer number of a person (CPF): eleven digits, of which the last two check the others.

use serde::{Deserialize, Serialize};

/// A CPF whose check digits are right. It is personal data: `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cpf(String);

/// Why a text is no CPF. Holds none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CpfError {
    #[error("a CPF has eleven digits")]
    Length,
    #[error("the check digits of the CPF don't match: there is a typing error in it")]
    CheckDigits,
}

impl Cpf {
    /// Reads `52998224725` or `529.982.247-25`.
    ///
    /// # Errors
    /// When it has another length or other characters, or the check digits don't match.
    pub fn parse(text: &str) -> Result<Self, CpfError> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, '.' | '-' | ' '))
            .collect();
        if digits.len() != 11 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CpfError::Length);
        }
        let numbers: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
        // Eleven equal digits pass the sum, but no such number is issued.
        let all_equal = numbers.iter().all(|n| *n == numbers[0]);
        if all_equal
            || check_digit(&numbers[..9]) != numbers[9]
            || check_digit(&numbers[..10]) != numbers[10]
        {
            return Err(CpfError::CheckDigits);
        }
        Ok(Self(digits))
    }

    /// The eleven digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// Weights count down to 2; the remainder of 11 gives the digit, 10 counts as 0.
fn check_digit(numbers: &[u32]) -> u32 {
    let sum: u32 = numbers
        .iter()
        .rev()
        .zip(2..)
        .map(|(n, weight): (&u32, u32)| n.saturating_mul(weight))
        .sum();
    match sum.saturating_mul(10) % 11 {
        10 => 0,
        digit => digit,
    }
}

impl std::fmt::Debug for Cpf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cpf(…)")
    }
}

impl TryFrom<String> for Cpf {
    type Error = CpfError;

    fn try_from(text: String) -> Result<Self, CpfError> {
        Self::parse(&text)
    }
}

impl From<Cpf> for String {
    fn from(cpf: Cpf) -> Self {
        cpf.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_decide() {
        for right in [
            "52998224725",
            "529.982.247-25",
            "111.444.777-35",
            "12345678909",
        ] {
            assert!(Cpf::parse(right).is_ok(), "{right}");
        }
        for wrong in [
            "52998224724",
            "52998224735",
            "25998224725",
            "00000000000",
            "99999999999",
        ] {
            assert_eq!(Cpf::parse(wrong), Err(CpfError::CheckDigits), "{wrong}");
        }
        for odd in [
            "",
            "5299822472",
            "529982247250",
            "5299822472x",
            "５2998224725",
            "529982+24725",
        ] {
            assert_eq!(Cpf::parse(odd), Err(CpfError::Length), "{odd}");
        }
    }

    #[test]
    fn every_single_typing_error_is_found() {
        let right = "52998224725";
        for place in 0..11 {
            for digit in '0'..='9' {
                let mut typed: Vec<char> = right.chars().collect();
                if typed[place] == digit {
                    continue;
                }
                typed[place] = digit;
                let typed: String = typed.into_iter().collect();
                assert!(Cpf::parse(&typed).is_err(), "{typed}");
            }
        }
    }

    #[test]
    fn it_is_not_shown() {
        let shown = format!("{:?}", Cpf::parse("52998224725").unwrap());
        assert!(!shown.contains("529"), "{shown}");
    }
}

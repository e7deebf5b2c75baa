//! Table `dispute_search`: finding cases by what people remember of them, whatever the case, accents or writing.

use crate::Result;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use tvist_domain::Dispute;

/// Words of a query that are looked at; more make nothing clearer.
const WORDS: usize = 16;

/// What a case is found by.
pub(crate) fn text_of(dispute: &Dispute) -> String {
    let amount = dispute.amount.decimal();
    let parts = [
        dispute.customer.name.as_deref(),
        dispute.customer.email.as_deref(),
        dispute.order.reference.as_deref(),
        Some(dispute.provider_id.as_str()),
        dispute.reference.as_deref(),
        dispute.order.description.as_deref(),
        Some(amount.as_str()),
        dispute.order.tracking_number.as_deref(),
        // What the provider's dashboard shows for the payment.
        dispute.transaction.id.as_deref(),
        dispute.transaction.parent_id.as_deref(),
    ];
    let mut text = String::new();
    for part in parts.into_iter().flatten() {
        text.push_str(&folded(part));
        text.push('\n');
    }
    text
}

/// The FTS5 expression for what somebody typed: every word must begin some word of the case. None where nothing was
/// typed; a text without any letter or digit gives an expression that nothing fits.
///
/// Only letters and digits get into the expression, each word in quotes, so that no typed text is ever syntax.
pub(crate) fn expression(typed: &str) -> Option<String> {
    let typed = folded(typed);
    if typed.trim().is_empty() {
        return None;
    }
    let words: Vec<String> = typed
        .split_whitespace()
        .map(|word| {
            let tokens: Vec<&str> = word
                .split(|c: char| !c.is_alphanumeric())
                .filter(|t| !t.is_empty())
                .collect();
            tokens.join(" ")
        })
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| format!("\"{word}\" *"))
        .collect();
    Some(if words.is_empty() {
        "\"\"".to_owned()
    } else {
        words.join(" AND ")
    })
}

/// Letters that have no accent to strip but are commonly written otherwise, and accents that stand alone. The rest (case,
/// accented letters) is the tokenizer's work.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'þ' | 'Þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            '\u{300}'..='\u{36f}' => {}
            c => folded.push(c),
        }
    }
    folded
}

/// How many cases an expression hits.
pub(crate) async fn count(connection: &mut SqliteConnection, expression: &str) -> Result<i64> {
    Ok(
        sqlx::query_scalar("SELECT count(*) FROM dispute_search WHERE dispute_search MATCH ?1")
            .bind(expression)
            .fetch_one(connection)
            .await?,
    )
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    rows: impl ExactSizeIterator<Item = (i64, String)>,
) -> Result<()> {
    if rows.len() == 0 {
        return Ok(());
    }
    let mut insert: QueryBuilder<Sqlite> =
        QueryBuilder::new("INSERT INTO dispute_search (rowid, text) ");
    insert.push_values(rows, |mut row, (seq, text)| {
        row.push_bind(seq).push_bind(text);
    });
    insert.build().execute(connection).await?;
    Ok(())
}

pub(crate) async fn remove(connection: &mut SqliteConnection, seqs: &[i64]) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    sqlx::query("DELETE FROM dispute_search WHERE rowid IN (SELECT value FROM json_each(?1))")
        .bind(crate::column::to_json(seqs, "rows")?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Rewrites the index without the words of cases that are gone; until then they would lie in it unused.
pub(crate) async fn forget_erased(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("INSERT INTO dispute_search (dispute_search) VALUES ('optimize')")
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_never_syntax() {
        for (typed, made) in [
            ("anna", Some(r#""anna" *"#)),
            ("  Anna   B ", Some(r#""Anna" * AND "B" *"#)),
            ("anna@shop.example", Some(r#""anna shop example" *"#)),
            (
                r#"" OR 1 NEAR(a b) col:x ^y*"#,
                Some(r#""OR" * AND "1" * AND "NEAR a" * AND "b" * AND "col x" * AND "y" *"#),
            ),
            ("Sørensen Straße", Some(r#""Sorensen" * AND "Strasse" *"#)),
            ("Pe\u{301}rez", Some(r#""Perez" *"#)),
            ("a\0b", Some(r#""a b" *"#)),
            ("*** \"", Some("\"\"")),
            ("", None),
            (" \t\n", None),
        ] {
            assert_eq!(expression(typed).as_deref(), made, "{typed:?}");
        }
        let long = "word ".repeat(1000);
        assert_eq!(expression(&long).unwrap().matches("AND").count(), WORDS - 1);
    }
}

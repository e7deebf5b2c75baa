//! `reminders`: what falls due in a span, exactly as the tray would show it.

use clap::Args;
use tvist_engine::domain::clock::Timestamp;
use tvist_engine::domain::reminder::QuietHours;
use tvist_engine::view::ReminderView;

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::{Answer, Named};
use crate::table::{Side, Table, moment};
use crate::value;

#[derive(Debug, Args)]
pub struct Reminders {
    /// Beginning of the span: 2026-11-22T16:30:00Z, or a date
    #[arg(long, value_name = "TIME", value_parser = value::instant)]
    from: Timestamp,
    /// End of the span, itself left out
    #[arg(long, value_name = "TIME", value_parser = value::instant)]
    to: Timestamp,
    /// Hours of local time without reminders, the last safe moment excepted; else those of the settings
    #[arg(long, value_name = "HH:MM-HH:MM", value_parser = value::quiet_hours)]
    quiet: Option<QuietHours>,
}

impl Reminders {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask_as_owner(async |engine| {
                let reminders = engine.reminders(self.from, self.to, self.quiet).await?;
                Ok(Answer::new(
                    &Named("reminders", &reminders),
                    listed(&reminders),
                ))
            })
            .await
    }
}

fn listed(reminders: &[ReminderView]) -> String {
    let mut table = Table::new(&[
        ("WHEN", Side::Left),
        ("RUNG", Side::Left),
        ("SAFE UNTIL", Side::Left),
        ("DEADLINE", Side::Left),
        ("TITLE", Side::Left),
        ("CASE", Side::Left),
    ]);
    for reminder in reminders {
        table.row([
            moment(reminder.at),
            reminder.rung.to_string(),
            moment(reminder.safe_at),
            moment(reminder.deadline),
            reminder.title.clone(),
            reminder.dispute.to_string(),
        ]);
    }
    table.or("No reminder in that span.")
}

//! The tray's icon and menu, spoken to the desktop over the session bus (freedesktop.org, StatusNotifierItem).

use crate::alive::alive;
use crate::resident::order::Order;
use crate::tray::{self, Line, Picture, Shown};
use ksni::menu::StandardItem;
use ksni::{Handle, Icon, MenuItem, ToolTip, TrayMethods as _};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

/// A desktop that is still starting may refuse; it is asked again this often.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// The icon, drawn in a task of its own.
pub(super) struct Item {
    shown: watch::Sender<Shown>,
}

impl Item {
    /// Puts the icon into the tray, now or as soon as there is one.
    pub(super) fn show(orders: UnboundedSender<Order>) -> Self {
        let (shown, changes) = watch::channel(tray::first());
        let task = move || keep(changes.clone(), orders.clone());
        let broke = || async { tracing::error!("the tray's task broke and begins again") };
        tokio::spawn(alive(task, broke));
        Self { shown }
    }

    pub(super) fn draw(&self, shown: Shown) {
        self.shown.send_replace(shown);
    }
}

async fn keep(mut changes: watch::Receiver<Shown>, orders: UnboundedSender<Order>) {
    let handle = first(&mut changes, &orders).await;
    while changes.changed().await.is_ok() {
        let shown = changes.borrow_and_update().clone();
        // None where the service has ended: the session is over.
        if handle.update(|drawn| drawn.shows(shown)).await.is_none() {
            return;
        }
    }
}

async fn first(
    changes: &mut watch::Receiver<Shown>,
    orders: &UnboundedSender<Order>,
) -> Handle<Drawn> {
    loop {
        let drawn = Drawn::new(changes.borrow_and_update().clone(), orders.clone());
        match drawn.assume_sni_available(true).spawn().await {
            Ok(handle) => return handle,
            Err(error) => tracing::info!(%error, "there is no tray yet"),
        }
        tokio::time::sleep(TRY_AGAIN).await;
    }
}

/// What the desktop reads.
struct Drawn {
    shown: Shown,
    icon: Option<(Picture, Icon)>,
    orders: UnboundedSender<Order>,
}

impl Drawn {
    fn new(shown: Shown, orders: UnboundedSender<Order>) -> Self {
        Self {
            icon: icon(shown.picture),
            shown,
            orders,
        }
    }

    fn shows(&mut self, shown: Shown) {
        if self.icon.as_ref().is_none_or(|(p, _)| *p != shown.picture) {
            self.icon = icon(shown.picture);
        }
        self.shown = shown;
    }
}

impl ksni::Tray for Drawn {
    // What a click does is up to the desktop: most open the menu, and the menu has all there is.
    const MENU_ON_ACTIVATE: bool = true;

    fn id(&self) -> String {
        "tvist".to_owned()
    }

    fn title(&self) -> String {
        "Tvist".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icon.iter().map(|(_, icon)| icon.clone()).collect()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: self.title(),
            ..ToolTip::default()
        }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.shown.lines.iter().map(item).collect()
    }
}

fn item(line: &Line) -> MenuItem<Drawn> {
    let (text, chosen) = match line {
        Line::Separator => return MenuItem::Separator,
        Line::Says(text) => (text, None),
        Line::Does { id, text } => (text, Some(id.clone())),
    };
    let item = StandardItem {
        // One alone would mark a key.
        label: text.replace('_', "__"),
        enabled: chosen.is_some(),
        ..StandardItem::default()
    };
    match chosen {
        None => item.into(),
        Some(id) => StandardItem {
            activate: Box::new(move |drawn: &mut Drawn| {
                // Nobody receives any more: the program ends.
                let _ = drawn.orders.send(Order::Chosen(id.clone()));
            }),
            ..item
        }
        .into(),
    }
}

/// The picture as the desktop wants it: rows of alpha, red, green, blue.
fn icon(picture: Picture) -> Option<(Picture, Icon)> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture.png()))
        .read_info()
        .ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let about = reader.next_frame(&mut data).ok()?;
    if about.color_type != png::ColorType::Rgba || about.bit_depth != png::BitDepth::Eight {
        return None;
    }
    data.truncate(about.buffer_size());
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    let side = |length: u32| i32::try_from(length).ok();
    let icon = Icon {
        width: side(about.width)?,
        height: side(about.height)?,
        data,
    };
    Some((picture, icon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_can_be_drawn() {
        let pictures = (0..=11).flat_map(|n| [Picture::Due(n), Picture::Urgent(n)]);
        for picture in pictures.chain([Picture::Calm]) {
            let (_, icon) = icon(picture).unwrap();
            let pixels = usize::try_from(icon.width * icon.height).unwrap();
            assert_eq!(icon.data.len(), pixels * 4, "{picture:?}");
            // Something is to be seen, on a ground that lets the panel through.
            assert!(icon.data.chunks(4).any(|pixel| pixel[0] == 255));
            assert!(icon.data.chunks(4).any(|pixel| pixel[0] == 0));
        }
    }

    #[test]
    fn the_menu_says_and_does_what_the_lines_do() {
        let says = item(&Line::Says("2 cases_wait".into()));
        let MenuItem::Standard(says) = says else {
            panic!("{says:?}");
        };
        assert_eq!(
            (says.label.as_str(), says.enabled),
            ("2 cases__wait", false)
        );
        let (orders, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let mut drawn = Drawn::new(tray::first(), orders);
        let MenuItem::Standard(quit) = item(&drawn.shown.lines[1]) else {
            panic!("{:?}", drawn.shown.lines);
        };
        (quit.activate)(&mut drawn);
        assert!(matches!(heard.try_recv(), Ok(Order::Chosen(id)) if id == "quit"));
    }
}

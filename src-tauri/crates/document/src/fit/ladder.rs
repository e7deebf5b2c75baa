//! The steps by which pictures are made smaller, from "as they are" to the least that stays legible.

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rung {
    /// Dots per inch if the picture filled a page.
    pub dpi: u32,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Without colour: banks print and fax in black and white (stripe.md §7).
    pub grey: bool,
}

/// Dots per inch that shrinking starts from.
pub(crate) const MASTER_DPI: u32 = 200;

const fn rung(dpi: u32, quality: u8, grey: bool) -> Rung {
    Rung { dpi, quality, grey }
}

/// From the mildest to the strongest. Below the last, 12-point print is no longer sure to be legible.
pub(crate) const LADDER: [Rung; 12] = [
    rung(200, 85, false),
    rung(170, 82, false),
    rung(150, 80, false),
    rung(150, 72, false),
    rung(150, 64, false),
    rung(150, 56, false),
    rung(150, 48, false),
    rung(150, 52, true),
    rung(140, 45, true),
    rung(130, 40, true),
    rung(115, 36, true),
    rung(100, 32, true),
];

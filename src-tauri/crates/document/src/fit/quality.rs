//! The steps by which pictures are made smaller, from "as they are" to the least that stays legible.

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QualityStep {
    /// Dots per inch if the picture filled a page.
    pub dpi: u32,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Without colour: banks print and fax in black and white (stripe.md §7).
    pub grey: bool,
}

/// Dots per inch that shrinking starts from.
pub(crate) const MASTER_DPI: u32 = 200;

const fn step(dpi: u32, quality: u8, grey: bool) -> QualityStep {
    QualityStep { dpi, quality, grey }
}

/// From the mildest to the strongest. Below the last, 12-point print is no longer sure to be legible.
pub(crate) const QUALITY_STEPS: [QualityStep; 12] = [
    step(200, 85, false),
    step(170, 82, false),
    step(150, 80, false),
    step(150, 72, false),
    step(150, 64, false),
    step(150, 56, false),
    step(150, 48, false),
    step(150, 52, true),
    step(140, 45, true),
    step(130, 40, true),
    step(115, 36, true),
    step(100, 32, true),
];

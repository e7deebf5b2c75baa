//! What an answer needs: papers and texts, and how it goes when nothing is in the way.

use super::papers::pdf;
use super::shop::Shop;

/// Gathers enough for an answer.
pub fn gather(shop: &Shop, case: &str) {
    let paper = shop.file("mails.pdf", &pdf(&["We sent a new one on 4 November"]));
    shop.ok(&[
        "evidence",
        "add",
        case,
        &paper,
        "--slot",
        "customer_communication",
    ]);
    for (slot, text) in [
        ("shipping_date", "2 November 2026"),
        ("shipping_carrier", "DHL"),
        ("shipping_tracking_number", "00340434161094021501"),
        ("product_description", "Hand grinder Brasa, steel"),
    ] {
        shop.ok(&["evidence", "text", case, slot, text]);
    }
}

/// How many reads of the case come before the one call, told from an answer that went well.
pub fn reads_before_sending(case: &str) -> u32 {
    let shop = Shop::ready();
    let case = shop.case(case);
    gather(&shop, &case);
    shop.ok(&["submit", &case, "--confirm"]);
    let path = format!("/v1/disputes/{case}");
    let requests = shop.control().requests();
    let about = requests.iter().filter(|request| request.path == path);
    let before = about.take_while(|request| request.method == "GET").count();
    u32::try_from(before).expect("a handful of reads")
}
